import { TerminalError } from "../../lib/base/errors.ts";
import { decodeManifest } from "../../lib/data/manifest.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { encodeEvent } from "../../proto/codec.ts";
import type { JobOutcome } from "./finish.ts";
import { type JobPlan, keepManifest, scanImages } from "./plan.ts";
import { performJob, throttled } from "./run-job.ts";
import type { CoordinatorDeps } from "./service.ts";
import { planOf, readSubmission, type Submission } from "./submission.ts";

/** Runs a submitted job from what is in the store. */
export async function performSubmitted(id: string, deps: CoordinatorDeps, fresh: boolean, signal: AbortSignal): Promise<JobOutcome> {
	const { bus, store, remote, pool, version, window } = deps;
	const began = performance.now();
	const submission = await readSubmission(store, id);
	if (submission === null)
		throw new TerminalError("SUBMISSION_GONE", `jobs/${id}/plan.json is not in ${store.where}`, {
			fix: "submit the job again",
		});
	const images = submission.images ?? (await remoteImages(id, submission, deps, signal));
	return performJob(
		submission.loaded,
		planOf(submission, images),
		{ bus, store, remote, pool, version, window, signal, threads: 1, fresh },
		{ began, plan: (performance.now() - began) / 1000 },
	);
}

/** Names the images that lie in an S3 service, once: a job goes on with the images that it began with. */
async function remoteImages(
	id: string,
	{ loaded, space }: Submission,
	{ bus, store, remote }: Pick<CoordinatorDeps, "bus" | "store" | "remote">,
	signal: AbortSignal,
): Promise<Pick<JobPlan, "dataset" | "manifest">> {
	const noted = jobKey(id, "dataset.json");
	const known = await readNoted(store, noted);
	if (known !== null) return known;
	const emit = (done: number, total: number) =>
		bus.emit(id, encodeEvent({ job: id, kind: "progress", phase: "plan", done, total, shard: 0, worker: "", skips: 0 }));
	await bus.emit(id, encodeEvent({ job: id, kind: "phase", name: "plan", total: 0, unit: "images" }));
	const progress = throttled((done, total) => void emit(done, total).catch(() => {}));
	const dataset = await scanImages(loaded, Promise.resolve(space), remote, progress, signal);
	const manifest = await keepManifest(dataset, store);
	await store.put(noted, new TextEncoder().encode(JSON.stringify({ manifest })));
	return { dataset, manifest };
}

async function readNoted(store: Store, key: string): Promise<Pick<JobPlan, "dataset" | "manifest"> | null> {
	const bytes = await store.get(key);
	if (bytes === null) return null;
	const { manifest } = JSON.parse(new TextDecoder().decode(bytes)) as { manifest: string };
	const gzipped = await store.get(manifest);
	return gzipped === null ? null : { manifest, dataset: await decodeManifest(gzipped, manifest) };
}
