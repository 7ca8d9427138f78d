import { consume } from "../../lib/bus/consume.ts";
import { decodeShardTask, encodeEvent } from "../../proto/codec.ts";
import { doShard, type ShardDeps } from "./shard.ts";

export interface Extractor {
	/** Finishes or gives back what is in flight, then resolves. */
	stop(): Promise<void>;
}

/** Shards worked on at a time: while one waits for its last images or for the store, the other keeps the children busy. */
const LANES = 2;

/** Starts an extractor on the given adapters; the same service on one machine and on a cluster. */
export function startExtractor(deps: ShardDeps): Extractor {
	const stopping = new AbortController();
	const lanes = Array.from({ length: LANES }, () =>
		consume(deps.bus, "extract", {
			log: deps.log,
			signal: stopping.signal,
			decode: decodeShardTask,
			handle: (task, alive) => doShard(task, deps, alive, stopping.signal),
			dead: (task, error) =>
				deps.bus.emit(
					task.job,
					encodeEvent({
						job: task.job,
						kind: "shardFailed",
						number: task.number,
						code: error.code,
						message: error.message,
						fix: error.fix ?? "",
					}),
				),
		}),
	);
	return {
		async stop() {
			stopping.abort(new Error("the extractor is stopping"));
			await Promise.all(lanes);
		},
	};
}
