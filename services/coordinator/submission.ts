import { RetryableError, TerminalError } from "../../lib/base/errors.ts";
import { decodeManifest } from "../../lib/data/manifest.ts";
import type { CanonicalJob } from "../../lib/job/canonical.ts";
import { type LoadedJob, parseJob } from "../../lib/job/load.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { type JobPlan, jobPlan, type SpacePlan } from "./plan.ts";

/**
 * A submitted job in the store, as `plan.json`: what its document means, and what the submitter's files are. With it any coordinator can run the job, now or
 * after a crash, without the submitter (F1). `spec.json` beside it is the document alone.
 */
export interface Submission {
	readonly loaded: LoadedJob;
	readonly space: SpacePlan;
	/** null: the images lie in an S3 service, and the coordinator reads their names. */
	readonly images: Pick<JobPlan, "dataset" | "manifest"> | null;
}

interface StoredPlan {
	readonly version: 1;
	readonly document: CanonicalJob;
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

/** One object, put once: of two that are submitted under one id at the same moment one is the job. Answers whether it is this one. */
export async function writeSubmission(store: Store, loaded: LoadedJob, space: SpacePlan, manifest: string | null): Promise<boolean> {
	const { id, canonical } = loaded;
	const plan: StoredPlan = { version: 1, document: canonical, space, manifest };
	if ((await store.put(planKey(id), text(plan))) === "exists") return false;
	await store.replace(specKey(id), encodeSpec(loaded)); // for people
	return true;
}

/** What a job of this id was submitted with, or null. */
export async function readSubmission(store: Store, id: string): Promise<Submission | null> {
	const planned = await store.get(planKey(id));
	if (planned === null) return null;
	const { version, document, space, manifest } = JSON.parse(new TextDecoder().decode(planned)) as StoredPlan;
	if (version !== 1)
		// In the middle of an upgrade an old coordinator may lead for a while: a new one follows.
		throw new RetryableError(
			"PLAN_VERSION",
			`${planKey(id)} is of version ${String(version)}; the coordinator that leads reads version 1`,
			{
				delayMs: 30_000,
				fix: "upgrade the coordinators to the release that submitted it",
			},
		);
	const loaded = { ...parseJob(JSON.stringify(document), `${id}/plan.json`), id };
	if (manifest === null) return { loaded, space, images: null };
	const bytes = await store.get(manifest);
	if (bytes === null)
		throw new TerminalError("DATASET_GONE", `${manifest} is not in ${store.where}, though ${id} was submitted with it`, {
			fix: "submit the job again",
		});
	return { loaded, space, images: { dataset: await decodeManifest(bytes, manifest), manifest } };
}

/** A submission whose images are known, as the plan that `run` would have made. */
export function planOf({ loaded, space }: Submission, { dataset, manifest }: Pick<JobPlan, "dataset" | "manifest">): JobPlan {
	return jobPlan(loaded, space, dataset, manifest);
}
