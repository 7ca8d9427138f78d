import { AckPolicy, DiscardPolicy, type JetStreamManager, NatsError, nanos, RetentionPolicy, StorageType, type StreamConfig } from "nats";
import type { Queue } from "../port.ts";
import { type NatsNames, WORKERS } from "./names.ts";

/**
 * Streams and consumers, set up by the coordinator alone: workers need no right to, and cannot disagree about settings. Setting up what is there changes
 * nothing.
 */
export interface StreamSettings {
	readonly ackWaitMs: number;
	/** Copies on a cluster of servers: 1 or 3. */
	readonly replicas: number;
}

const QUEUES: readonly Queue[] = ["extract", "fit"];
const DAY_MS = 24 * 60 * 60 * 1000;
const DEAD_LETTERS_MS = 30 * DAY_MS;
const EVENTS_MS = 7 * DAY_MS;
/** Shared by all workers of a queue: more than any cluster has in hand at a time. */
const IN_HAND = 10_000;

export async function setUpQueues(jsm: JetStreamManager, names: NatsNames, { ackWaitMs, replicas }: StreamSettings): Promise<void> {
	for (const queue of QUEUES) {
		await ensureStream(jsm, {
			name: names.workStream(queue),
			subjects: [names.workSubjects(queue)],
			retention: RetentionPolicy.Workqueue,
			storage: StorageType.File,
			num_replicas: replicas,
			// One message for each id: the same work is refused while it waits or is in hand, and taken again once it was answered.
			max_msgs_per_subject: 1,
			discard: DiscardPolicy.New,
			discard_new_per_subject: true,
		});
		const consumer = { ack_wait: nanos(ackWaitMs), max_deliver: -1, max_ack_pending: IN_HAND };
		// The most deliveries are counted by the one who pulls: past the server's own limit a message would lie in the stream for ever, seen by nobody.
		await jsm.consumers
			.add(names.workStream(queue), { durable_name: WORKERS, ack_policy: AckPolicy.Explicit, ...consumer })
			.catch(() => jsm.consumers.update(names.workStream(queue), WORKERS, consumer));
	}
	await ensureStream(jsm, {
		name: names.deadStream,
		subjects: QUEUES.map((queue) => names.deadSubjects(queue)),
		retention: RetentionPolicy.Limits,
		storage: StorageType.File,
		num_replicas: replicas,
		max_age: nanos(DEAD_LETTERS_MS),
	});
}

/** A job's events have a stream of their own, so that its sequence numbers are the job's. */
export async function setUpEvents(jsm: JetStreamManager, names: NatsNames, job: string, replicas: number): Promise<void> {
	await ensureStream(jsm, {
		name: names.eventStream(job),
		subjects: [names.eventSubject(job)],
		retention: RetentionPolicy.Limits,
		storage: StorageType.File,
		num_replicas: replicas,
		max_age: nanos(EVENTS_MS),
	});
}

async function ensureStream(jsm: JetStreamManager, config: Partial<StreamConfig> & { name: string }): Promise<void> {
	try {
		await jsm.streams.add(config);
	} catch (error) {
		if (!isStreamNameInUse(error)) throw error;
		await jsm.streams.update(config.name, config);
	}
}

/** JetStream's own codes (nats-server, server/errors.json). */
const STREAM_NAME_IN_USE = 10058;
const STREAM_NOT_FOUND = 10059;
const CONSUMER_NOT_FOUND = 10014;
const MESSAGE_NOT_FOUND = 10037;
const MAXIMUM_PER_SUBJECT = 10077;
const WRONG_LAST_SEQUENCE = 10071;
const WRONG_LAST_SEQUENCE_IN_FLIGHT = 10164;

function apiCode(error: unknown): number | undefined {
	return error instanceof NatsError ? error.api_error?.err_code : undefined;
}

function isStreamNameInUse(error: unknown): boolean {
	return apiCode(error) === STREAM_NAME_IN_USE;
}

/** Nobody has set it up yet, or somebody deleted it: nobody takes what is published to it. */
export function isAbsent(error: unknown): boolean {
	if (isNotFound(error)) return true;
	// Nobody answered. An answer of JetStream's can have the same code, as where it refuses work that is known.
	return error instanceof NatsError && error.api_error === undefined && (error.code === "503" || error.code === "404");
}

/** The server says that there is no such stream or consumer. A server without JetStream cannot say that. */
export function isNotFound(error: unknown): boolean {
	const code = apiCode(error);
	return code === STREAM_NOT_FOUND || code === CONSUMER_NOT_FOUND;
}

/** Somebody else has written since. */
export function isOverwritten(error: unknown): boolean {
	const code = apiCode(error);
	return code === WRONG_LAST_SEQUENCE || code === WRONG_LAST_SEQUENCE_IN_FLIGHT;
}

/** The stream is there, the message is not. */
export function isGone(error: unknown): boolean {
	return apiCode(error) === MESSAGE_NOT_FOUND;
}

/** The id is waiting or in hand already. */
export function isKnown(error: unknown): boolean {
	return apiCode(error) === MAXIMUM_PER_SUBJECT || (error instanceof Error && /maximum messages per subject/i.test(error.message));
}
