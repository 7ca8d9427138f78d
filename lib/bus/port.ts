/**
 * The bus is only news (F1): everything on it may be lost, repeated or reordered, and is rebuilt from the store.
 * Bodies are encoded protocol messages (proto/codec.ts). The local bus and JetStream pass the same contract suite.
 */
export interface Bus {
	/** False while there is no connection. What waits goes on waiting and resumes by itself; what must be answered now fails with a RetryableError. */
	readonly connected: boolean;
	/**
	 * Adds work to a queue. The id is `<job>/<rest>` (work-id.ts). The same id is the same work, and is not added twice while it waits or is in hand.
	 */
	publish(queue: Queue, id: string, body: Uint8Array): Promise<void>;
	/** Takes the next work, waiting up to `waitMs`; null when none came. Unacknowledged work comes again after the queue's ack wait. */
	pull(queue: Queue, waitMs: number, signal?: AbortSignal): Promise<Work | null>;
	/**
	 * Takes back a job's work. What waits is never handed out; what is in hand can be finished, but never comes again, and its answers change nothing (a
	 * `term` still leaves its dead letter). Every id of the job can be published anew at once. Answers how much was taken back, at least all that waited:
	 * an adapter may count what is in hand too.
	 */
	purge(queue: Queue, job: string): Promise<number>;
	/** How much there is of a queue's work: for scaling, and for people. A queue that nobody has set up has none. */
	backlog(queue: Queue): Promise<Backlog>;
	/** Appends to a job's events; answers its sequence number, which counts up from 1 within the job. */
	emit(job: string, body: Uint8Array): Promise<number>;
	/** A job's events from `from` (1: all, late joiners see everything), then live ones until the signal. */
	events(job: string, from: number, signal: AbortSignal): AsyncIterable<{ seq: number; body: Uint8Array }>;
	/** Asks whoever serves the subject; throws BUS_NO_REPLY (RetryableError) after `timeoutMs`. */
	request(subject: string, body: Uint8Array, timeoutMs: number): Promise<Uint8Array>;
	/** Asks everyone who serves the subject; answers what came within `waitMs`, in the order of coming. Nobody there: nothing, and at once. */
	survey(subject: string, body: Uint8Array, waitMs: number): Promise<Uint8Array[]>;
	/**
	 * Answers requests to a subject, until the function that it resolves with is called. Of several who serve it one answers; with `everyone` each
	 * gets every request, as `survey` needs. An answer that fails is no answer: the asker's time runs out.
	 */
	serve(subject: string, answer: Answer, options?: ServeOptions): Promise<() => Promise<void>>;
	/**
	 * Resolves once this process leads the role: one does at a time, and another follows when it releases the lease or does not renew it for `leaseMs`.
	 * Rejects with the signal's reason when that comes first, and with BUS_FAILED (RetryableError) when the bus is closed.
	 */
	lead(role: string, options: LeadOptions): Promise<Lease>;
	/** Work that will not be done, oldest first, with the reasons. */
	deadLetters(queue: Queue): AsyncIterable<DeadLetter>;
	/** Removes a dead letter, all letters of that id; answers whether there was one. */
	forget(queue: Queue, id: string): Promise<boolean>;
	/** Stops pulls, releases leases, waits for what is in flight, and lets go. */
	close(): Promise<void>;
}

export type Queue = "extract" | "fit";

export type Answer = (body: Uint8Array) => Promise<Uint8Array>;

export interface ServeOptions {
	readonly everyone?: boolean;
}

export interface Backlog {
	/** Nobody has had it yet. */
	readonly waiting: number;
	/** Somebody has it, or it was given back and comes again. */
	readonly inHand: number;
	/** Since the oldest of both was published; 0 where there is none. */
	readonly oldestMs: number;
}

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

export interface LeadOptions {
	/** Who wants to lead, for people: service, host, process. */
	readonly holder: string;
	/** How long a leader that does not say anything keeps the role. */
	readonly leaseMs: number;
	readonly signal: AbortSignal;
}

/**
 * The lead of a role, renewed by itself. A lease cannot keep a stopped process from waking in the middle of a write: what it guards carries the term, and
 * whoever keeps it refuses a term lower than one it has seen.
 */
export interface Lease {
	/** Grows with each change of leader, even when the bus has forgotten everything in between: the fencing number. */
	readonly term: number;
	/** Aborted when the lead was lost; not when it was released. */
	readonly lost: AbortSignal;
	/** False as soon as `leaseMs` have gone by since the last renewal, however late the timers of this process are. Ask before each step that only a leader may do. */
	holds(): boolean;
	/** Gives the role to the next who waits, at once. */
	release(): Promise<void>;
}
