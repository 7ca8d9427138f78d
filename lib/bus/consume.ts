import { setTimeout as pause } from "node:timers/promises";
import { backoffMs } from "../base/backoff.ts";
import { FrostlineError, RetryableError, TerminalError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { Bus, Queue, Work } from "./port.ts";
import { StandAside } from "./stand-aside.ts";
import { workId } from "./work-id.ts";

/**
 * The loop of every worker: pull, do, answer. An error's class decides the answer (docs/failures.md): retryable goes back with
 * a delay, anything else is a dead letter with its reason, told to the job. Work of a newer release is left to its own workers, however long they take to come.
 */
export interface Consumer<Task> {
	readonly log: Logger;
	/** Gives back what is in hand. */
	readonly signal: AbortSignal;
	/** Takes no more, and finishes what is in hand. */
	readonly draining?: AbortSignal;
	/** Until another worker can have work that is not for this one, so that it does not spin between workers of whom none can do it; 3 s if not given. */
	readonly passOnMs?: number;
	/** Work in hand at a time; 1 if not given. */
	readonly atOnce?: number;
	/** Resolves when more work is welcome beside what is in hand, or the signal came. */
	room?(): Promise<void>;
	decode(body: Uint8Array): Task;
	/** Does the work; returns only when its outcome is in the store (F4). `alive` says that it makes progress. */
	handle(task: Task, alive: () => void): Promise<void>;
	/** Beside the job's id, what log lines about a task say. */
	about?(task: Task): Readonly<Record<string, unknown>>;
	/** Tells the job that its work needs a newer release than this worker's. */
	refused?(job: string, error: FrostlineError): Promise<unknown>;
	/** Tells the job why this work waits: the store is full, or away. */
	waiting?(task: Task, error: FrostlineError): Promise<unknown>;
	/** Tells the job that this work will never be done. */
	dead(task: Task, error: FrostlineError): Promise<unknown>;
}

const WAIT_MS = 5_000;
/** Tries before retryable work is given up: with the delays between them, about a minute of trouble. */
const TRIES = 6;
/** Between two pulls when the bus refuses them: long enough not to spin, short enough not to be noticed once it is back. */
const REFUSED_MS = 300;

/** Codes that are about this worker and not about the work: others may do it, so it is left to them, and never becomes a dead letter for it. */
const NOT_HERE = new Set(["ENGINE_MISSING", "WORKER_SET_ASIDE"]);

export function isNotHere(code: string): boolean {
	return NOT_HERE.has(code);
}

/** Resolves once a signal came and the work in hand is answered. */
export async function consume<Task>(bus: Bus, queue: Queue, consumer: Consumer<Task>): Promise<void> {
	const { signal, log } = consumer;
	const ending = consumer.draining === undefined ? signal : AbortSignal.any([signal, consumer.draining]);
	const inHand = new Set<Promise<void>>();
	const aside = new StandAside(ending);
	const guarded = async (step: () => Promise<void>): Promise<void> => {
		try {
			await step();
		} catch (error) {
			// Nothing is lost: what the bus did not take as an answer it delivers again (F1).
			if (!signal.aborted) log.warn({ err: error, queue }, "the bus cannot be reached; trying again");
			await pause(REFUSED_MS, undefined, { signal: ending }).catch(() => {});
		}
	};
	while (!ending.aborted) {
		await guarded(async () => {
			if (inHand.size >= (consumer.atOnce ?? 1)) await Promise.race(inHand);
			await consumer.room?.();
			await aside.over();
			if (ending.aborted) return;
			const work = await bus.pull(queue, WAIT_MS, ending);
			if (work === null) return;
			const one = guarded(() => attempt(work, consumer, aside)).finally(() => inHand.delete(one));
			inHand.add(one);
		});
	}
	await Promise.all(inHand);
}

/** One delivery: does the work and answers. Throws only what the bus throws. */
async function attempt<Task>(work: Work, consumer: Consumer<Task>, aside: StandAside): Promise<void> {
	const { signal, log } = consumer;
	let task: Task | null = null;
	let about = fields(work);
	try {
		task = consumer.decode(work.body);
		about = { ...about, ...consumer.about?.(task) };
		await handle(task, work, consumer, about);
		aside.end();
	} catch (thrown) {
		if (signal.aborted) return work.nak(0); // given back for another worker
		const error = known(thrown);
		if (error instanceof RetryableError && NEWER.has(error.code)) return refuse(work, error, consumer, aside);
		if (error instanceof RetryableError && isNotHere(error.code)) {
			log.warn({ ...about, code: error.code }, `${error.message}; it is left to others`);
			if (task !== null) await consumer.waiting?.(task, error).catch(() => {}); // news that cannot be told is lost, and nothing with it
			return leave(work, consumer);
		}
		if (error instanceof RetryableError && work.deliveries < TRIES) {
			log.warn({ ...about, code: error.code, tries: work.deliveries }, error.message);
			return work.nak(Math.max(error.delayMs, backoffMs(work.deliveries, Math.random())));
		}
		log.error({ ...about, code: error.code }, error.message);
		if (task !== null) await consumer.dead(task, error);
		return work.term(`${error.code}: ${error.message}`);
	}
	// Outside the try: work that is done is not dead because its acknowledgement got lost.
	return work.ack();
}

function fields({ id }: Work): Record<string, unknown> {
	return { job: workId(id).job, work: id };
}

/** Only a newer release can read it. */
const NEWER = new Set(["PROTOCOL_MISMATCH", "PLAN_VERSION"]);
/** Until another worker can have it: soon, and not so soon that it spins between workers of whom none can do it. */
const LEFT_MS = 3_000;

/** Leaves work to a worker of a newer release. However often that happens it is no failure of the work. */
async function refuse<Task>(work: Work, error: FrostlineError, consumer: Consumer<Task>, aside: StandAside): Promise<void> {
	const seconds = Math.round(aside.begin() / 1000);
	consumer.log.warn({ ...fields(work), code: error.code, aside: seconds }, `${error.message}; it is left to others, for ${seconds} s`);
	await consumer.refused?.(workId(work.id).job, error).catch(() => {}); // news that cannot be told is lost, and nothing with it
	return leave(work, consumer);
}

async function leave(work: Work, { passOnMs = LEFT_MS }: Pick<Consumer<unknown>, "passOnMs">): Promise<void> {
	if (work.deliveries < TRIES) return work.nak(passOnMs);
	// Taken off the bus, not done: whoever published it finds it missing in the store and publishes it anew, with all of its tries (F1).
	return work.ack();
}

/** The store's own troubles are no fault of the work: it is kept in hand and done again until they are over, and no try is counted. */
const OUTSIDE = new Set(["STORE_FULL", "STORE_FAILED"]);

async function handle<Task>(task: Task, work: Work, consumer: Consumer<Task>, about: Readonly<Record<string, unknown>>): Promise<void> {
	const { signal, log } = consumer;
	const alive = () => void work.working().catch(() => {}); // a sign of life that is lost is followed by others
	for (let tries = 1; ; tries++) {
		try {
			return await consumer.handle(task, alive);
		} catch (error) {
			if (signal.aborted || !(error instanceof RetryableError) || !OUTSIDE.has(error.code)) throw error;
			log.warn({ ...about, code: error.code, tries }, error.message);
			alive();
			await consumer.waiting?.(task, error).catch(() => {}); // news that cannot be told is lost, and nothing with it
			await pause(Math.max(error.delayMs, backoffMs(tries, Math.random())), undefined, { signal }).catch(() => {});
			alive();
		}
	}
}

function known(thrown: unknown): FrostlineError {
	if (thrown instanceof FrostlineError) return thrown;
	return new TerminalError("INTERNAL", thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown), { cause: thrown });
}
