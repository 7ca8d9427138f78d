import { consume } from "../../lib/bus/consume.ts";
import type { Metrics } from "../../lib/service/metrics.ts";
import { decodeShardTask, encodeEvent, encodeServiceInfo } from "../../proto/codec.ts";
import { doShard, type ShardDeps } from "./shard.ts";

export interface ExtractorDeps extends ShardDeps {
	readonly version: string;
	readonly metrics: Metrics;
}

export interface Extractor {
	/** Gives back what is in flight, then resolves. */
	stop(): Promise<void>;
}

/** Shards worked on at a time: while one waits for its last images or for the store, the other keeps the children busy. */
const LANES = 2;

/** Starts an extractor on the given adapters; the same service on one machine and on a cluster. */
export function startExtractor(deps: ExtractorDeps): Extractor {
	const { bus, log, metrics, worker, version } = deps;
	const stopping = new AbortController();
	const started = Date.now();
	const hands = new Set<string>();
	let done = 0;
	const serving = bus.serve(
		"services",
		async () => encodeServiceInfo({ service: "extractor", worker, version, started, hands: [...hands], done, leads: false }),
		{ everyone: true },
	);
	serving.catch((error: unknown) => log.warn({ err: error }, "cannot be asked how it is"));
	const lanes = Array.from({ length: LANES }, () =>
		consume(bus, "extract", {
			log,
			signal: stopping.signal,
			decode: decodeShardTask,
			async handle(task, alive) {
				const hand = `${task.job}/${task.number}`;
				hands.add(hand);
				metrics.workInHand(1);
				try {
					const shard = await doShard(task, deps, alive, stopping.signal);
					done++;
					metrics.shard(shard === null ? "present" : "done");
					if (shard === null) return;
					metrics.embedded(shard.rows);
					metrics.spent(shard.seconds);
					metrics.featureBytes("written", shard.bytes);
					for (const code of shard.skips) metrics.skipped(code);
				} finally {
					hands.delete(hand);
					metrics.workInHand(-1);
				}
			},
			waiting: (task, error) =>
				bus.emit(
					task.job,
					encodeEvent({
						job: task.job,
						kind: "note",
						code: error.code,
						message: `${error.message}; shard ${task.number} waits and goes on by itself`,
					}),
				),
			dead(task, error) {
				metrics.shard("failed");
				return bus.emit(
					task.job,
					encodeEvent({
						job: task.job,
						kind: "shardFailed",
						number: task.number,
						code: error.code,
						message: error.message,
						fix: error.fix ?? "",
					}),
				);
			},
		}),
	);
	return {
		async stop() {
			stopping.abort(new Error("the extractor is stopping"));
			await Promise.all(lanes);
			await serving.then((quiet) => quiet()).catch(() => {});
		},
	};
}
