import type { JetStreamManager, StreamInfo } from "nats";
import type { Backlog, Queue } from "../port.ts";
import { retryable } from "./failed.ts";
import { type NatsNames, WORKERS } from "./names.ts";
import { isNotFound } from "./streams.ts";

/** What is left of a queue's work. The server counts what was given back as in hand until somebody acknowledges it. */
export async function backlog(jsm: JetStreamManager, names: NatsNames, queue: Queue): Promise<Backlog> {
	try {
		const stream = names.workStream(queue);
		const { num_pending, num_ack_pending } = await jsm.consumers.info(stream, WORKERS);
		return { waiting: num_pending, inHand: num_ack_pending, oldestMs: ageOf(await jsm.streams.info(stream)) };
	} catch (error) {
		if (isNotFound(error)) return { waiting: 0, inHand: 0, oldestMs: 0 };
		throw retryable(error, `the backlog of ${queue} could not be read`);
	}
}

/** By the server's clock alone, which its answers carry though their type does not say so: clocks of machines are never compared. */
function ageOf(info: StreamInfo): number {
	const { ts } = info as StreamInfo & { readonly ts?: string };
	if (info.state.messages === 0 || ts === undefined) return 0;
	return Math.max(0, Date.parse(ts) - Date.parse(info.state.first_ts));
}

/**
 * Takes a job's messages off the stream, those in hand too: the server then forgets who has them, so that whatever is answered about them later is about
 * nothing, and a new message of the same id is other work.
 */
export async function purge(jsm: JetStreamManager, names: NatsNames, queue: Queue, job: string): Promise<number> {
	try {
		return (await jsm.streams.purge(names.workStream(queue), { filter: names.jobSubjects(queue, job) })).purged;
	} catch (error) {
		if (isNotFound(error)) return 0;
		throw retryable(error, `the work of ${job} could not be taken back`);
	}
}
