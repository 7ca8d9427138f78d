import { TerminalError, UserError } from "../../lib/base/errors.ts";
import type { Bus } from "../../lib/bus/port.ts";
import { decodeKnownEvent, type Event, encodeEvent } from "../../proto/codec.ts";

/** News can be lost (F1): after so long without any the wait looks for itself, */
export const LOOK_MS = 5_000;
/** and now and then while there is other news: a look asks for each shard that is out, which is no small work for bus and store. */
const LOOK_ANYWAY_MS = 30_000;
const QUIET_MS = 30_000;

/**
 * Follows a job's events until `seen` answers true. `look` is asked at the start and whenever no news came for a while: it
 * reads the store and answers whether the awaited thing is there, and now and then besides. A failure that the job is told of ends the wait.
 */
export async function awaitEvents(
	bus: Bus,
	job: string,
	from: number,
	signal: AbortSignal,
	seen: (event: Event, seq: number) => Promise<boolean>,
	look: () => Promise<boolean>,
): Promise<void> {
	const over = new AbortController();
	const stop = AbortSignal.any([signal, over.signal]);
	let found = await look();
	let heard = performance.now();
	let looked = heard;
	const timer = setInterval(() => {
		const now = performance.now();
		if (now - heard < LOOK_MS && now - looked < LOOK_ANYWAY_MS) return;
		looked = now;
		if (now - heard > QUIET_MS) {
			heard = now;
			// Somebody watches, and wants to know why nothing happens; and where the job's events were lost, this begins them anew (F1).
			const message = `no news for ${QUIET_MS / 1000} s; still waiting (on a cluster, frostline workers shows who is there)`;
			void bus.emit(job, encodeEvent({ job, kind: "note", code: "WAITING", message })).catch(() => {});
		}
		void look().then(
			(there) => {
				found ||= there;
				if (found) over.abort();
			},
			() => {},
		); // a store that does not answer is asked again
	}, LOOK_MS);
	try {
		if (found) return;
		for await (const { seq, body } of bus.events(job, from, stop)) {
			heard = performance.now();
			const event = decodeKnownEvent(body);
			if (event === null) continue;
			if (event.kind === "failed" || event.kind === "shardFailed") throw failureOf(event);
			if (await seen(event, seq)) return;
		}
		signal.throwIfAborted();
		if (!found) throw new TerminalError("EVENTS_ENDED", `the events of ${job} ended before its work was done`);
	} finally {
		clearInterval(timer);
		over.abort();
	}
}

/** Codes that name something of the person's: their document, files or arguments. */
const PERSONS_OWN = new Set(["IMAGE_GONE", "IMAGE_CHANGED", "IMAGE_LOST", "BAD_HEAD", "DIVERGED"]);

function failureOf(event: Extract<Event, { kind: "failed" | "shardFailed" }>): Error {
	const detail = event.fix === "" ? {} : { fix: event.fix };
	if (PERSONS_OWN.has(event.code))
		return new UserError(event.code, event.message, { ...detail, exitCode: event.code === "BAD_HEAD" ? 2 : 1 });
	return new TerminalError(event.code, event.message, detail);
}
