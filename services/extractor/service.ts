import { FrostlineError, RetryableError } from "../../lib/base/errors.ts";
import { consume, isNotHere } from "../../lib/bus/consume.ts";
import type { Metrics } from "../../lib/service/metrics.ts";
import { decodeShardTask, encodeEvent, encodeServiceInfo } from "../../proto/codec.ts";
import { Room } from "./room.ts";
import { doShard, type ShardDeps } from "./shard.ts";

export interface ExtractorDeps extends ShardDeps {
	readonly version: string;
	readonly metrics: Metrics;
}

export interface Extractor {
	/** Gives back what is in flight, then resolves. */
	stop(): Promise<void>;
}

/** Starts an extractor on the given adapters; the same service on one machine and on a cluster. */
export function startExtractor(deps: ExtractorDeps): Extractor {
	const { bus, log, metrics, pool, worker, version } = deps;
	const stopping = new AbortController();
	const { signal } = stopping;
	const room = new Room(pool.lanes, signal);
	const started = Date.now();
	const hands = new Set<string>();
	const told = new Set<string>();
	let done = 0;
	const serving = bus.serve(
		"services",
		async () => encodeServiceInfo({ service: "extractor", worker, version, started, hands: [...hands], done, leads: false }),
		{ everyone: true },
	);
	serving.catch((error: unknown) => log.warn({ err: error }, "cannot be asked how it is"));
	const loop = consume(bus, "extract", {
		log,
		signal,
		atOnce: pool.lanes,
		room: () => room.free(signal),
		decode: decodeShardTask,
		async handle(task, alive) {
			const hand = `${task.job}/${task.number}`;
			const left = (images: number) => room.fill(hand, Math.ceil(images / pool.part));
			left(task.samples.length);
			hands.add(hand);
			metrics.workInHand(1);
			try {
				const shard = await doShard(task, deps, { alive, left, signal }).catch((error: unknown) => {
					throw deps.canary === null ? error : forOthers(error);
				});
				done++;
				metrics.shard(shard === null ? "present" : "done");
				if (shard === null) return;
				metrics.embedded(shard.rows);
				metrics.spent(shard.seconds);
				metrics.featureBytes("written", shard.bytes);
				for (const code of shard.skips) metrics.skipped(code);
			} finally {
				left(0);
				hands.delete(hand);
				metrics.workInHand(-1);
			}
		},
		async waiting(task, error) {
			// Of a worker that passes shards on, a job hears once.
			const said = `${task.job} ${error.code}`;
			if (isNotHere(error.code) && told.has(said)) return;
			told.add(said);
			await bus.emit(
				task.job,
				encodeEvent({
					job: task.job,
					kind: "note",
					code: error.code,
					message: isNotHere(error.code)
						? `${error.message}. Its shards go to other extractors`
						: `${error.message}; shard ${task.number} waits and goes on by itself`,
				}),
			);
		},
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
	});
	return {
		async stop() {
			stopping.abort(new Error("the extractor is stopping"));
			await loop;
			await serving.then((quiet) => quiet()).catch(() => {});
		},
	};
}

/** An engine that this machine has not, or cannot start, others may have. */
function forOthers(error: unknown): unknown {
	if (!(error instanceof FrostlineError) || (error.code !== "ENGINE_MISSING" && error.code !== "ENGINE_REFUSED")) return error;
	return new RetryableError("ENGINE_MISSING", error.message, { cause: error, ...(error.fix === undefined ? {} : { fix: error.fix }) });
}
