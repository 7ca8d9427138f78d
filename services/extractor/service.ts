import { FrostlineError, RetryableError } from "../../lib/base/errors.ts";
import { consume, isNotHere } from "../../lib/bus/consume.ts";
import { DRAINED } from "../../lib/service/drain.ts";
import type { Metrics } from "../../lib/service/metrics.ts";
import { type Traces, traced } from "../../lib/service/traces.ts";
import { decodeShardTask, encodeEvent, encodeServiceInfo } from "../../proto/codec.ts";
import { Room } from "./room.ts";
import { type DoneShard, doShard, type ShardDeps } from "./shard.ts";

export interface ExtractorDeps extends ShardDeps {
	readonly version: string;
	readonly metrics: Metrics;
	readonly traces: Traces;
}

export interface Extractor {
	/** Takes no more shards, and finishes those in hand. */
	drain(): void;
	/** null: it takes shards; else why not. */
	ready(): string | null;
	/** Gives back what is in flight, then resolves. */
	stop(): Promise<void>;
}

/** Starts an extractor on the given adapters; the same service on one machine and on a cluster. */
export function startExtractor(deps: ExtractorDeps): Extractor {
	const { bus, log, metrics, pool, traces, worker, version } = deps;
	const stopping = new AbortController();
	const { signal } = stopping;
	const draining = new AbortController();
	let drained = false;
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
		draining: draining.signal,
		atOnce: pool.lanes,
		room: () => room.free(signal),
		decode: decodeShardTask,
		about: ({ number }) => ({ shard: number }),
		async handle(task, alive) {
			const hand = `${task.job}/${task.number}`;
			const left = (calls: number) => room.fill(hand, calls);
			left(Math.ceil(task.samples.length / pool.part)); // until its engine is known
			hands.add(hand);
			metrics.workInHand(1);
			try {
				const shard = await traced(
					traces,
					{ job: task.job, name: "shard", attributes: { "frostline.shard": task.number, "frostline.images": task.samples.length } },
					() =>
						doShard(task, deps, { alive, left, signal }).catch((error: unknown) => {
							throw deps.canary === null ? error : forOthers(error);
						}),
					(done) =>
						done === null
							? { "frostline.rows": 0 }
							: { "frostline.rows": done.rows, "frostline.skips": done.skips.length, ...stagesOf(done) },
				);
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
		refused(job, error) {
			metrics.workRefused();
			const message = `${error.message}; ${worker}, of release ${version}, leaves it to one of the newer`;
			return bus.emit(job, encodeEvent({ job, kind: "note", code: error.code, message }));
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
	void loop.then(() => {
		drained = true;
	});
	return {
		drain: () => draining.abort(),
		ready() {
			if (!draining.signal.aborted) return null;
			return drained ? DRAINED : `draining: ${hands.size} in hand`;
		},
		async stop() {
			stopping.abort(new Error("the extractor is stopping"));
			await loop;
			await serving.then((quiet) => quiet()).catch(() => {});
		},
	};
}

function stagesOf({ seconds }: DoneShard): Record<string, number> {
	return Object.fromEntries(Object.entries(seconds).map(([stage, spent]) => [`frostline.seconds.${stage}`, spent]));
}

/** An engine that this machine has not, or cannot start, others may have. */
function forOthers(error: unknown): unknown {
	if (!(error instanceof FrostlineError) || (error.code !== "ENGINE_MISSING" && error.code !== "ENGINE_REFUSED")) return error;
	return new RetryableError("ENGINE_MISSING", error.message, { cause: error, ...(error.fix === undefined ? {} : { fix: error.fix }) });
}
