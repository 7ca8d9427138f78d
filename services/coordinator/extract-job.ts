import { formatSpace, spaceId } from "../../lib/feature/space.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { spaceKey } from "../../lib/store/keys.ts";
import { type Event, encodeEvent } from "../../proto/codec.ts";
import { type Extraction, extract } from "./extract.ts";
import type { JobDeps } from "./job-deps.ts";
import { type JobPlan, planJob } from "./plan.ts";
import { rememberPlan } from "./reasons.ts";
import { throttled } from "./run-job.ts";
import { refuseTooManySkips } from "./skips.ts";

/** A job's rows: where each image's is, or why it has none. */
export interface ExtractedJob {
	readonly plan: JobPlan;
	readonly extraction: Extraction;
}

/** One job from document to feature files, without a fit. */
export async function extractJob(loaded: LoadedJob, deps: JobDeps): Promise<ExtractedJob> {
	const { bus, store, pool, remote, signal } = deps;
	const { id, job } = loaded;
	const emit = (event: Event) => bus.emit(id, encodeEvent(event));
	await emit({ job: id, kind: "phase", name: "plan", total: 0, unit: "images" });
	const plan = await planJob(
		loaded,
		{ store, pool, remote, note: (message) => void emit({ job: id, kind: "note", code: "FETCHING", message }) },
		throttled((done, total) => void emit({ job: id, kind: "progress", phase: "plan", done, total, shard: 0, worker: "", skips: 0 })),
		signal,
	);
	await store.put(spaceKey(spaceId(plan.extraction)), new TextEncoder().encode(`${formatSpace(plan.extraction)}\n`));
	const extraction = await extract({ id, ...job }, plan, deps);
	await rememberPlan(job, plan, store);
	refuseTooManySkips(loaded, plan, extraction);
	return { plan, extraction };
}
