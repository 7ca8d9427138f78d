import { RetryableError, TerminalError } from "../lib/base/errors.ts";
import { frostline } from "./gen/frostline.js";

/**
 * Messages between plain objects and bytes. Sizes are capped before decoding, the protocol version is checked, and what does not
 * decode is a dead letter, never a crash.
 *
 * Each message says which protocol its reader has to know. A release writes the lowest that can say it, and reads all from OLDEST_PROTOCOL on: so old and
 * new services work side by side while a cluster is upgraded, and what an old one cannot read it leaves to the new (docs/cluster.md, "Upgrades").
 */
export const PROTOCOL = 1;
/** What the release before wrote is still read. */
const OLDEST_PROTOCOL = 1;
/** What a reader of each message has to know. Raise one where older readers would misread it, and PROTOCOL with it; a field that they may pass over raises nothing. */
const NEEDS = { shardTask: 1, fitTask: 1, event: 1, jobRequest: 1, jobReply: 1, serviceInfo: 1 };
/** A shard of 1,024 samples with long paths stays below this; so does NATS' default payload. */
const MAX_TASK = 1024 * 1024;
const MAX_EVENT = 256 * 1024;
const MAX_REQUEST = 4 * 1024;
const ID_BYTES = 16;
const DIGEST_BYTES = 32;

export interface Sample {
	/** 16 bytes: names the row in a feature file. */
	readonly id: Uint8Array;
	/** 32 bytes: SHA-256 of the image's bytes. */
	readonly image: Uint8Array;
	readonly view: number;
	readonly origin: string;
}

export interface ShardTask {
	readonly job: string;
	readonly number: number;
	readonly key: string;
	/** Canonical JSON of the space. */
	readonly space: string;
	readonly maxPixels: number;
	readonly samples: readonly Sample[];
}

export interface FitTask {
	readonly job: string;
	readonly plan: string;
	/** Start anew, leaving checkpoints aside. */
	readonly fresh: boolean;
}

export type Event = { readonly job: string; readonly time?: number } & (
	| { readonly kind: "phase"; readonly name: string; readonly total: number; readonly unit: string }
	| {
			readonly kind: "progress";
			readonly phase: string;
			readonly done: number;
			readonly total: number;
			readonly shard: number;
			readonly worker: string;
			readonly skips: number;
	  }
	| {
			readonly kind: "shardDone";
			readonly number: number;
			readonly key: string;
			readonly rows: number;
			readonly skips: number;
			readonly worker: string;
			readonly seconds: Readonly<Record<string, number>>;
	  }
	| { readonly kind: "shardFailed"; readonly number: number; readonly code: string; readonly message: string; readonly fix: string }
	| {
			readonly kind: "epoch";
			readonly number: number;
			readonly of: number;
			readonly loss: number;
			readonly accuracy: number;
			readonly valLoss: number;
			readonly valAccuracy: number;
			readonly seconds: number;
			readonly learningRate: number;
			readonly resumed: boolean;
	  }
	| { readonly kind: "fitDone"; readonly key: string }
	| { readonly kind: "failed"; readonly code: string; readonly message: string; readonly fix: string }
	| { readonly kind: "note"; readonly code: string; readonly message: string }
	| { readonly kind: "state"; readonly state: string; readonly detail: string }
	| { readonly kind: "fitReturned"; readonly code: string; readonly message: string; readonly keys: readonly string[] }
);

export interface JobReply {
	readonly state: string;
	/** Empty when the request was granted. */
	readonly code: string;
	readonly message: string;
	readonly fix: string;
}

export interface ServiceInfo {
	readonly service: string;
	readonly worker: string;
	readonly version: string;
	/** Milliseconds since 1970, for people only. */
	readonly started: number;
	/** What it works on, as job/shard. */
	readonly hands: readonly string[];
	/** Pieces of work since it started. */
	readonly done: number;
	readonly leads: boolean;
}

export function encodeShardTask(task: ShardTask): Uint8Array {
	const bytes = frostline.ShardTask.encode({ ...task, samples: [...task.samples], protocol: NEEDS.shardTask }).finish();
	if (bytes.length > MAX_TASK)
		throw new TerminalError("MESSAGE_TOO_LARGE", `shard ${task.number} takes ${bytes.length} bytes as a message, more than ${MAX_TASK}`, {
			fix: "make extract.shard smaller",
		});
	return bytes;
}

export function decodeShardTask(bytes: Uint8Array): ShardTask {
	const { job, number, key, space, maxPixels, samples } = decode("shard task", frostline.ShardTask, bytes, MAX_TASK);
	if (job === "" || key === "" || space === "") throw bad("shard task", bytes, "names no job, key or space");
	return {
		job,
		number,
		key,
		space,
		maxPixels: Number(maxPixels),
		samples: samples.map(({ id, image, view, origin }) => {
			if (id?.length !== ID_BYTES || image?.length !== DIGEST_BYTES)
				throw bad("shard task", bytes, "has a sample without a whole id and digest");
			return { id, image, view: view ?? 0, origin: origin ?? "" };
		}),
	};
}

export function encodeFitTask(task: FitTask): Uint8Array {
	return frostline.FitTask.encode({ ...task, protocol: NEEDS.fitTask }).finish();
}

export function decodeFitTask(bytes: Uint8Array): FitTask {
	const { job, plan, fresh } = decode("fit task", frostline.FitTask, bytes, MAX_TASK);
	if (job === "" || plan === "") throw bad("fit task", bytes, "names no job or plan");
	return { job, plan, fresh };
}

export function encodeEvent({ job, time, kind, ...body }: Event): Uint8Array {
	const bytes = frostline.Event.encode({ protocol: NEEDS.event, job, time: time ?? Date.now(), [kind]: body }).finish();
	if (bytes.length > MAX_EVENT)
		throw new TerminalError("MESSAGE_TOO_LARGE", `a "${kind}" event takes ${bytes.length} bytes, more than ${MAX_EVENT}`);
	return bytes;
}

/** The same for who follows a job: news that only a later release can tell is stepped over (null). */
export function decodeKnownEvent(bytes: Uint8Array): Event | null {
	return unlessNewer(() => decodeEvent(bytes));
}

/** null for what a later release wrote. */
function unlessNewer<T>(read: () => T): T | null {
	try {
		return read();
	} catch (error) {
		if (error instanceof RetryableError) return null;
		throw error;
	}
}

export function decodeEvent(bytes: Uint8Array): Event {
	const event = decode("event", frostline.Event, bytes, MAX_EVENT);
	const kind = event.kind as Event["kind"] | undefined;
	if (kind === undefined)
		throw new RetryableError("UNKNOWN_EVENT", "an event of a kind that this release does not know", { fix: "upgrade this side" });
	const body = frostline.Event.toObject(event, { defaults: true, longs: Number })[kind] as object;
	return { job: event.job, time: event.time, kind, ...body } as Event;
}

/** A person's request about one job. */
export function encodeJobRequest(job: string): Uint8Array {
	return frostline.JobRequest.encode({ protocol: NEEDS.jobRequest, job }).finish();
}

export function decodeJobRequest(bytes: Uint8Array): string {
	const { job } = decode("job request", frostline.JobRequest, bytes, MAX_REQUEST);
	if (job === "") throw bad("job request", bytes, "names no job");
	return job;
}

export function encodeJobReply(reply: JobReply): Uint8Array {
	return frostline.JobReply.encode({ protocol: NEEDS.jobReply, ...reply }).finish();
}

export function decodeJobReply(bytes: Uint8Array): JobReply {
	const { state, code, message, fix } = decode("job reply", frostline.JobReply, bytes, MAX_EVENT);
	return { state, code, message, fix };
}

export function encodeServiceInfo(info: ServiceInfo): Uint8Array {
	return frostline.ServiceInfo.encode({ protocol: NEEDS.serviceInfo, ...info, hands: [...info.hands] }).finish();
}

export function decodeServiceInfo(bytes: Uint8Array): ServiceInfo {
	const { service, worker, version, started, hands, done, leads } = decode("service info", frostline.ServiceInfo, bytes, MAX_EVENT);
	return { service, worker, version, started, hands, done, leads };
}

/** Those of all that services answered: one of a later release may say what this one cannot read. */
export function decodeServiceInfos(answers: readonly Uint8Array[]): ServiceInfo[] {
	return answers.flatMap((bytes) => unlessNewer(() => decodeServiceInfo(bytes)) ?? []);
}

function bad(what: string, bytes: Uint8Array, why: string, cause?: unknown): TerminalError {
	return new TerminalError("BAD_MESSAGE", `a ${what} of ${bytes.length} bytes came that ${why}`, { cause });
}

interface Coded<T> {
	decode(bytes: Uint8Array): T;
}

function decode<T extends { protocol: number }>(what: string, type: Coded<T>, bytes: Uint8Array, cap: number): T {
	if (bytes.length > cap)
		throw new TerminalError("BAD_MESSAGE", `a ${what} of ${bytes.length} bytes came; more than ${cap} are refused unread`);
	let message: T;
	try {
		message = type.decode(bytes);
	} catch (cause) {
		throw bad(what, bytes, "does not decode", cause);
	}
	const { protocol } = message;
	const came = `a ${what} of protocol ${protocol} came; it was read by a release that knows ${OLDEST_PROTOCOL === PROTOCOL ? PROTOCOL : `${OLDEST_PROTOCOL} to ${PROTOCOL}`}`;
	// A newer reader may be there, or come: the same work succeeds with it.
	if (protocol > PROTOCOL)
		throw new RetryableError("PROTOCOL_MISMATCH", came, { fix: "upgrade it to the release that the message came from" });
	if (protocol < OLDEST_PROTOCOL) throw new TerminalError("PROTOCOL_MISMATCH", came, { fix: "upgrade whoever sent it" });
	return message;
}
