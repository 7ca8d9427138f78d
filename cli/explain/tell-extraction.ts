import type { Bus } from "../../lib/bus/port.ts";
import { count } from "../../lib/report/figures.ts";
import { decodeKnownEvent } from "../../proto/codec.ts";

/** A line of progress comes at most this often. */
const TOLD_MS = 10_000;

/** Says how many features are being computed for a trial, where any are: that takes longer than its fit. */
export function tellExtraction(bus: Bus, job: string, say: (text: string) => void): { finish(): Promise<void> } {
	const stop = new AbortController();
	const shards = new Map<number, number>();
	let total = 0;
	let told = performance.now();
	const loop = (async () => {
		for await (const { body } of bus.events(job, 1, stop.signal)) {
			const event = decodeKnownEvent(body);
			if (event?.kind === "phase") {
				total = event.name === "extract" ? event.total : 0;
				if (total > 0) say(`  computing the features of ${count(total)} images …`);
			} else if (event?.kind === "progress" && event.phase === "extract") shards.set(event.shard, event.done);
			else if (event?.kind === "shardDone") shards.set(event.number, event.rows + event.skips);
			if (total === 0 || performance.now() - told < TOLD_MS) continue;
			told = performance.now();
			say(`  ${count([...shards.values()].reduce((sum, done) => sum + done, 0))} of ${count(total)}`);
		}
	})();
	return {
		async finish() {
			await new Promise((resolve) => setImmediate(resolve)); // events already emitted are delivered first
			stop.abort();
			await loop.catch(() => {});
		},
	};
}
