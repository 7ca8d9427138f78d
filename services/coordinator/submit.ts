import { RetryableError, UserError } from "../../lib/base/errors.ts";
import type { Bus } from "../../lib/bus/port.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { isRemote, type RemoteImages } from "../../lib/data/remote.ts";
import { differences } from "../../lib/job/differences.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { publishCanary } from "../../lib/plan/canary.ts";
import { hasEnded, type JobState, readState, writeState } from "../../lib/plan/job-state.ts";
import { packImages } from "../../lib/plan/packs.ts";
import type { Store } from "../../lib/store/port.ts";
import { decodeJobReply, encodeJobRequest } from "../../proto/codec.ts";
import { planJob, planSpace } from "./plan.ts";
import { readSubmission, type Submission, writeSubmission } from "./submission.ts";

export interface SubmitDeps {
	readonly bus: Bus;
	readonly store: Store;
	readonly remote: RemoteImages | null;
	readonly pool: ComputePool;
	readonly signal: AbortSignal;
	readonly fresh: boolean;
	onImages(done: number, total: number): void;
	onUpload(done: number, total: number, bytes: number): void;
	note(message: string): void;
}

export interface Submitted {
	readonly id: string;
	/** "new": it begins now; "known": it was there already; "again": it had failed or was cancelled, and goes on. */
	readonly how: "new" | "known" | "again";
	/** Whether a coordinator answered; without one the job waits in the store. */
	readonly heard: boolean;
}

/** The coordinator's answer is awaited this long. */
const REPLY_MS = 5_000;

/**
 * Puts a job's document, backbone and images into the store and tells the coordinator. Submitting the same job twice is one job; the same id with another
 * document or other images is a JOB_CONFLICT that shows the difference.
 */
export async function submitJob(loaded: LoadedJob, deps: SubmitDeps): Promise<Submitted> {
	const { bus, store, signal } = deps;
	const { id, job } = loaded;
	const before = await readSubmission(store, id);
	if (before !== null) refuseOther(before, loaded);
	const remote = isRemote(job.data.train);
	if (remote && "path" in job.data.validation && !isRemote(job.data.validation.path))
		throw new UserError("BAD_DATA_SOURCE", `data.train is read in place at ${job.data.train}, and data.validation lies on this machine`, {
			at: loaded.locate(["data", "validation"]),
			fix: "put both into the S3 service, or both on this machine; or use validation: { split: 0.2 }",
		});
	if (remote) {
		const space = await planSpace(loaded, { ...deps, here: false }, signal);
		await publishCanary(space.space, store, deps.pool, signal);
		if (before === null && !(await writeSubmission(store, loaded, space, null))) await refuseOtherThanStored(store, loaded);
	} else {
		const place = async (dataset: Dataset): Promise<Dataset> => {
			if (before?.images && before.images.dataset.digest !== dataset.digest) refuseOtherImages(id, before.images.dataset, dataset);
			const local = dataset.entries.filter(({ file }) => !isRemote(file));
			const places = await packImages(local, store, deps);
			return { ...dataset, entries: dataset.entries.map((entry) => ({ ...entry, file: places.get(entry.image) ?? entry.file })) };
		};
		const { dataset, manifest, extraction: _, ...space } = await planJob(loaded, { ...deps, here: false, place }, deps.onImages, signal);
		await publishCanary(space.space, store, deps.pool, signal);
		if (before === null && !(await writeSubmission(store, loaded, space, manifest))) await refuseOtherThanStored(store, loaded, dataset);
	}
	const state = await readState(store, id);
	const how = state === null ? "new" : state.state === "failed" || state.state === "cancelled" || deps.fresh ? "again" : "known";
	if (how !== "known") {
		const queued: JobState = {
			version: 1,
			id,
			name: job.name,
			way: job.way,
			state: "queued",
			submitted: Date.now(),
			ended: null,
			error: null,
			fresh: deps.fresh,
		};
		if (state !== null && !hasEnded(state))
			throw new UserError("JOB_RUNNING", `${id} is ${state.state}`, { fix: `frostline cancel ${id}, then submit it afresh` });
		await writeState(store, queued);
	}
	return { id, how, heard: await tell(bus, "submit", id) };
}

/** Tells the coordinator about a job; false: none answered. Its refusal is thrown. */
export async function tell(bus: Bus, subject: "submit" | "cancel", id: string): Promise<boolean> {
	try {
		const { code, message, fix } = decodeJobReply(await bus.request(subject, encodeJobRequest(id), REPLY_MS));
		if (code !== "") throw new UserError(code, message, { fix, exitCode: 1 });
		return true;
	} catch (error) {
		if (error instanceof RetryableError) return false;
		throw error;
	}
}

/** Somebody else's submission of this id came first: it must be the same job. */
async function refuseOtherThanStored(store: Store, loaded: LoadedJob, dataset?: Dataset): Promise<void> {
	const first = await readSubmission(store, loaded.id);
	if (first === null) return;
	refuseOther(first, loaded);
	if (dataset !== undefined && first.images !== null && first.images.dataset.digest !== dataset.digest)
		refuseOtherImages(loaded.id, first.images.dataset, dataset);
}

function refuseOther(before: Submission, { id, canonical }: LoadedJob): void {
	const found = differences(before.loaded.canonical, canonical);
	if (found.length === 0) return;
	const shown = found.map(({ path, a, b }) => `\n  ${path}: ${shownValue(a)} → ${shownValue(b)}`);
	throw new UserError("JOB_CONFLICT", `${id} is another job's id: its document differs from this one${shown.join("")}`, {
		fix: "leave --id out, and the document's own digest names the job; or choose another --id",
	});
}

function refuseOtherImages(id: string, before: Dataset, now: Dataset): void {
	const was = new Set(before.entries.map(({ image, label, split }) => `${image} ${label} ${split}`));
	const is = new Set(now.entries.map(({ image, label, split }) => `${image} ${label} ${split}`));
	const added = [...is].filter((each) => !was.has(each)).length;
	const removed = [...was].filter((each) => !is.has(each)).length;
	throw new UserError(
		"JOB_CONFLICT",
		`${id} was submitted with other images: ${added} of these (image, label, split) were not among them, ${removed} of them are not here`,
		{ fix: "give it an id of its own, as in --id flowers-2; features that are there already are not computed again" },
	);
}

function shownValue(value: unknown): string {
	return value === undefined ? "(not set)" : JSON.stringify(value);
}
