import { setTimeout as pause } from "node:timers/promises";
import { type ConsumerMessages, DeliverPolicy, type JetStreamClient, type JetStreamManager } from "nats";
import type { NatsNames } from "./names.ts";

/** Between two tries when the job's stream is not there yet, or the server is away. */
const AWAY_MS = 300;
/** A request to the server lasts this long; one that got lost with a connection or a server is noticed and repeated in as much time. */
const ASK_MS = 5_000;

/** A job's events from `from`, then live ones, until a signal. Goes on by itself after a lost connection, and from the start when the stream was made anew. */
export async function* follow(
	js: JetStreamClient,
	jsm: JetStreamManager,
	names: NatsNames,
	job: string,
	from: number,
	stop: AbortSignal,
): AsyncGenerator<{ seq: number; body: Uint8Array }> {
	let next = Math.max(1, from);
	let made: string | null = null;
	while (!stop.aborted) {
		let messages: ConsumerMessages | null = null;
		const end = () => void messages?.close();
		try {
			const { state, created } = await jsm.streams.info(names.eventStream(job));
			if (state.last_seq < next - 1 || (made !== null && made !== String(created))) next = 1; // another stream of the same name: the old one was deleted
			made = String(created);
			const consumer = await js.consumers.get(names.eventStream(job), { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next });
			messages = await consumer.consume({
				max_messages: 500,
				expires: ASK_MS,
				abort_on_missing_resource: true, // and look again here: the client would wait for the old numbers of a stream that was made anew
			});
			stop.addEventListener("abort", end, { once: true });
			if (stop.aborted) return;
			for await (const message of messages) {
				if (stop.aborted) return;
				if (message.seq < next) continue;
				next = message.seq + 1;
				yield { seq: message.seq, body: message.data };
			}
		} catch {
			// not there yet, or away: look again
		} finally {
			stop.removeEventListener("abort", end);
			await messages?.close().catch(() => {});
		}
		await pause(AWAY_MS, undefined, { signal: stop }).catch(() => {});
	}
}
