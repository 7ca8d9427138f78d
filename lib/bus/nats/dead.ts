import type { JetStreamManager, MsgRequest, StoredMsg } from "nats";
import type { DeadLetter, Queue } from "../port.ts";
import { retryable } from "./failed.ts";
import type { NatsNames } from "./names.ts";
import { isGone, isNotFound } from "./streams.ts";
import { reasonOf } from "./work.ts";

/** A queue's dead letters, oldest first. */
export async function* deadLetters(jsm: JetStreamManager, names: NatsNames, queue: Queue): AsyncGenerator<DeadLetter> {
	for (let seq = 1; ; seq++) {
		const letter = await next(jsm, names, queue, seq);
		if (letter === null) return;
		seq = letter.seq;
		yield { ...reasonOf(letter), body: letter.data };
	}
}

/** The first letter at `seq` or after it: the server knows where the gaps are. */
async function next(jsm: JetStreamManager, names: NatsNames, queue: Queue, seq: number): Promise<StoredMsg | null> {
	// The server has taken both since 2.9; the type has yet to.
	const wanted = { seq, next_by_subj: names.deadSubjects(queue) } as MsgRequest;
	try {
		return await jsm.streams.getMessage(names.deadStream, wanted);
	} catch (error) {
		if (isNotFound(error) || isGone(error)) return null;
		throw retryable(error, "dead letters could not be read");
	}
}

/** Removes all letters of an id; answers whether there were any. */
export async function forget(jsm: JetStreamManager, names: NatsNames, queue: Queue, id: string): Promise<boolean> {
	try {
		return (await jsm.streams.purge(names.deadStream, { filter: names.deadSubject(queue, id) })).purged > 0;
	} catch (error) {
		if (isNotFound(error)) return false;
		throw retryable(error, `the dead letter ${id} could not be removed`);
	}
}
