import type { Logger } from "../../lib/base/log.ts";
import type { Bus } from "../../lib/bus/port.ts";
import { embedMany } from "../../lib/compute/embed-many.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { RemoteImages } from "../../lib/data/remote.ts";
import { encodeFeatureFile } from "../../lib/feature/file.ts";
import { parseSpace, spaceId } from "../../lib/feature/space.ts";
import { embeddingOf } from "../../lib/plan/embedding.ts";
import { imageFiles } from "../../lib/plan/image-file.ts";
import type { Store } from "../../lib/store/port.ts";
import { encodeEvent, type ShardTask } from "../../proto/codec.ts";
import type { Canary } from "./canary.ts";

export interface ShardDeps {
	readonly bus: Bus;
	readonly store: Store;
	/** Images in an S3 service; null where none is configured. */
	readonly remote: RemoteImages | null;
	readonly pool: ComputePool;
	readonly worker: string;
	readonly log: Logger;
	/** Compares this worker with the space's planner before its first shard; null where planner and worker are one machine. */
	readonly canary: Pick<Canary, "check"> | null;
}

/** How its worker follows a shard. */
export interface Watched {
	/** It makes progress. */
	alive(): void;
	/** So many calls of a compute process its images still need. */
	left(calls: number): void;
	readonly signal: AbortSignal;
}

/** Progress of a shard is told this often: hundreds of extractors tell it through one bus. */
const TOLD_MS = 500;

export interface DoneShard {
	readonly rows: number;
	/** Reason codes, one for each skipped image. */
	readonly skips: readonly string[];
	/** Of its feature file. */
	readonly bytes: number;
	/** By stage. */
	readonly seconds: Readonly<Record<string, number>>;
}

/**
 * Embeds one shard and puts its feature file; resolves only after the file is in the store (F4). Doing it twice changes nothing (F2). null: it was there
 * already.
 */
export async function doShard(task: ShardTask, deps: ShardDeps, { alive, left, signal }: Watched): Promise<DoneShard | null> {
	const { bus, store, pool, worker, log } = deps;
	let told = 0;
	const began = performance.now();
	if ((await store.size(task.key)) !== null) {
		log.info({ job: task.job, shard: task.number }, "shard is already in the store");
		await bus.emit(
			task.job,
			encodeEvent({ job: task.job, kind: "shardDone", number: task.number, key: task.key, rows: 0, skips: 0, worker, seconds: {} }),
		);
		return null;
	}
	const space = parseSpace(task.space);
	await deps.canary?.check(space, signal);
	const embedding = await embeddingOf(space, task.maxPixels, store);
	const callsFor = (images: number) => Math.ceil(images / pool.partFor(embedding.engine));
	left(callsFor(task.samples.length));
	const named = task.samples.map(({ origin, image, view }) => ({ origin, image: Buffer.from(image).toString("hex"), view }));
	const files = await imageFiles(named, deps, alive);
	const images = named.map(({ image, view }, i) => ({ file: files[i]!, image, view }));
	const embedded = await embedMany(
		pool,
		{ embedding, images },
		{
			signal,
			onQueue: alive,
			onProgress: (progress) => {
				alive();
				if (progress.kind !== "images") return;
				left(callsFor(images.length - progress.done));
				const now = performance.now();
				if (now - told < TOLD_MS) return;
				told = now;
				// News that cannot be told is lost, and nothing with it (F1).
				void bus
					.emit(
						task.job,
						encodeEvent({
							job: task.job,
							kind: "progress",
							phase: "extract",
							done: progress.done,
							total: images.length,
							shard: task.number,
							worker,
							skips: progress.skips,
						}),
					)
					.catch(() => {});
			},
		},
	);
	const skipped = new Map(embedded.skips.map((skip) => [skip.index, skip]));
	const bytes = encodeFeatureFile({
		space: spaceId(space),
		dim: embedded.dim,
		rows: embedded.rows,
		samples: task.samples.filter((_, i) => !skipped.has(i)).map((sample) => sample.id),
		skips: [...skipped.values()].map((skip) => ({
			sample: Buffer.from(task.samples[skip.index]!.id).toString("hex"),
			image: images[skip.index]!.image,
			code: skip.code,
			detail: skip.detail,
		})),
	});
	await store.put(task.key, bytes);
	const seconds = { ...embedded.seconds, all: (performance.now() - began) / 1000 };
	log.info({ job: task.job, shard: task.number, rows: images.length - skipped.size, skips: skipped.size, seconds }, "shard done");
	await bus.emit(
		task.job,
		encodeEvent({
			job: task.job,
			kind: "shardDone",
			number: task.number,
			key: task.key,
			rows: images.length - skipped.size,
			skips: skipped.size,
			worker,
			seconds,
		}),
	);
	return { rows: images.length - skipped.size, skips: embedded.skips.map(({ code }) => code), bytes: bytes.length, seconds };
}
