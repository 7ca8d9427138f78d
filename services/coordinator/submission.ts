import { TerminalError } from "../../lib/base/errors.ts";
import { decodeManifest } from "../../lib/data/manifest.ts";
import { type LoadedJob, parseJob } from "../../lib/job/load.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { type JobPlan, jobPlan, type SpacePlan } from "./plan.ts";

/**
 * A submitted job in the store: `spec.json`, what its document means, and `plan.json`, what the submitter's files are. With these any coordinator can run
 * it, now or after a crash, without the submitter (F1).
 */
export interface Submission {
	readonly loaded: LoadedJob;
	readonly space: SpacePlan;
	/** null: the images lie in an S3 service, and the coordinator reads their names. */
	readonly images: Pick<JobPlan, "dataset" | "manifest"> | null;
}

interface StoredPlan {
	readonly version: 1;
	readonly space: SpacePlan;
	/** Store key of the dataset's manifest. */
	readonly manifest: string | null;
}

const text = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
const specKey = (job: string): string => jobKey(job, "spec.json");
const planKey = (job: string): string => jobKey(job, "plan.json");

export function encodeSpec({ canonical }: Pick<LoadedJob, "canonical">): Uint8Array {
	return text(canonical);
}

/** The plan first: the spec says that the submission is whole (F4). */
export async function writeSubmission(store: Store, loaded: LoadedJob, space: SpacePlan, manifest: string | null): Promise<void> {
	await store.replace(planKey(loaded.id), text({ version: 1, space, manifest } satisfies StoredPlan));
	await store.replace(specKey(loaded.id), encodeSpec(loaded));
}

/** What a job of this id was submitted with, or null. */
export async function readSubmission(store: Store, id: string): Promise<Submission | null> {
	const [spec, planned] = [await store.get(specKey(id)), await store.get(planKey(id))];
	if (spec === null || planned === null) return null;
	const parsed = parseJob(new TextDecoder().decode(spec), `${id}/spec.json`);
	const { version, space, manifest } = JSON.parse(new TextDecoder().decode(planned)) as StoredPlan;
	if (version !== 1)
		throw new TerminalError("PLAN_VERSION", `${planKey(id)} is of version ${String(version)}; this release reads version 1`, {
			fix: "run a coordinator of the release that submitted it, or submit it again",
		});
	const loaded = { ...parsed, id };
	if (manifest === null) return { loaded, space, images: null };
	const bytes = await store.get(manifest);
	if (bytes === null)
		throw new TerminalError("DATASET_GONE", `${manifest} is not in ${store.where}, though ${id} was submitted with it`, {
			fix: "submit the job again",
		});
	return { loaded, space, images: { dataset: decodeManifest(bytes, manifest), manifest } };
}

/** A submission whose images are known, as the plan that `run` would have made. */
export function planOf({ loaded, space }: Submission, { dataset, manifest }: Pick<JobPlan, "dataset" | "manifest">): JobPlan {
	return jobPlan(loaded, space, dataset, manifest);
}
