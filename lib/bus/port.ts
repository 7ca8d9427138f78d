/**
 * The bus is only news (F1): everything on it may be lost, repeated or reordered, and is rebuilt from the store.
 * Bodies are encoded protocol messages (proto/codec.ts). The local bus and JetStream pass the same contract suite.
 */
export interface Bus {
	/** Adds work to a queue. The same id within the bus's memory is the same work and is not added twice. */
	publish(queue: Queue, id: string, body: Uint8Array): Promise<void>;
	/** Takes the next work, waiting up to `waitMs`; null when none came. Unacknowledged work comes again after the queue's ack wait. */
	pull(queue: Queue, waitMs: number, signal?: AbortSignal): Promise<Work | null>;
	/** Appends to a job's events; answers its sequence number, which counts up from 1 within the job. */
	emit(job: string, body: Uint8Array): Promise<number>;
	/** A job's events from `from` (1: all, late joiners see everything), then live ones until the signal. */
	events(job: string, from: number, signal: AbortSignal): AsyncIterable<{ seq: number; body: Uint8Array }>;
	/** Asks whoever serves the subject; throws BUS_NO_REPLY (RetryableError) after `timeoutMs`. */
	request(subject: string, body: Uint8Array, timeoutMs: number): Promise<Uint8Array>;
	serve(subject: string, answer: (body: Uint8Array) => Promise<Uint8Array>): Promise<() => Promise<void>>;
	/** Work that will not be done, oldest first, with the reasons. */
	deadLetters(queue: Queue): AsyncIterable<DeadLetter>;
	/** Stops pulls, waits for what is in flight, and lets go. */
	close(): Promise<void>;
}

export type Queue = "extract" | "fit";

export interface DeadLetter {
	readonly id: string;
	readonly body: Uint8Array;
	readonly reason: string;
	readonly deliveries: number;
}

export interface Work {
	readonly id: string;
	readonly body: Uint8Array;
	/** 1 at the first delivery. */
	readonly deliveries: number;
	/** Done, and its outcome is in the store (F4). */
	ack(): Promise<void>;
	/** Not now: again after the delay. */
	nak(delayMs: number): Promise<void>;
	/** Still at it: the ack wait starts anew. Call it only while the compute child makes progress. */
	working(): Promise<void>;
	/** Never again: a dead letter with its reason. */
	term(reason: string): Promise<void>;
}
