import { UserError } from "../base/errors.ts";
import type { Embedding } from "../compute/calls.ts";
import type { ComputeHost } from "../compute/host.ts";
import type { ComputePool } from "../compute/pool.ts";
import type { RemoteImages } from "../data/remote.ts";
import { sampleId } from "../data/samples.ts";
import type { ListedDataset } from "../data/scan.ts";
import { encodeFeatureFile } from "../feature/file.ts";
import { openRowIndex, type RowIndex } from "../feature/row-index.ts";
import { checkSpace, type Space, spaceId, viewSpace } from "../feature/space.ts";
import { buildHead } from "../head/build.ts";
import type { Job } from "../job/document.ts";
import { imageFiles } from "../plan/image-file.ts";
import { featureKey, jobKey } from "../store/keys.ts";
import type { Store } from "../store/port.ts";
import type { Measured } from "./measured.ts";
import { probeBackbone } from "./probe-backbone.ts";
import { probeHead } from "./probe-head.ts";
import { type ImagesProbe, probeImages } from "./probe-images.ts";

export interface ProbeDeps {
	readonly pool: ComputePool;
	readonly host: ComputeHost;
	/** Where the job would run. Only read. */
	readonly store: Store;
	/** Images in an S3 service; null where none is configured. */
	readonly remote: RemoteImages | null;
	/** An empty store for what the probe writes, on the disk that the job would use. */
	readonly scratch: Store;
	readonly threads: number;
	/** For reading images, and again for the backbone. */
	readonly seconds: number;
	/** Kept of each training image, where there is augmentation. */
	readonly views: number;
	readonly signal: AbortSignal;
}

export interface ProbedSpace {
	readonly space: Space;
	readonly embedding: Embedding;
	readonly featureShape: readonly number[];
	/** For reading the backbone's files. */
	readonly readSeconds: number;
}

/** Images of a probe at most: of a fast backbone more would be read than its seconds can use. */
const MOST_IMAGES = 2048;
/** Of images that a service would have to send. */
const MOST_FETCHED = 256;
/** Feature files that are written to see what it takes. */
const SHARDS = 8;
/** Images that an exported model is checked with. */
const CHECKED = 8;

/** Does a few seconds of a job's own work on its own images: reads, decodes, embeds, fits and exports. Nothing of it is kept. */
export async function probe(job: Job, listed: ListedDataset, space: ProbedSpace, deps: ProbeDeps): Promise<Measured> {
	const { pool, host, store, scratch, remote, threads, seconds, views, signal } = deps;
	const began = performance.now();
	const images = await probeImages(listed, job.fit.seed, seconds, remote);
	if (images.read.length === 0)
		throw new UserError("NO_IMAGES", `no image of ${job.data.train} can be read`, { fix: "check the files and the right to read them" });
	const sample = images.read.slice(0, remote === null ? MOST_IMAGES : MOST_FETCHED);
	const files = await imageFiles(
		sample.map(({ file, image }) => ({ origin: file, image })),
		{ store, remote },
	);
	const probed = files.map((file, i) => ({ file, image: sample[i]!.image }));
	const augment = job.augment === null ? {} : { augment: job.augment };
	const backbone = await probeBackbone(pool, { ...space.embedding, ...augment }, probed, views, seconds, signal);
	if (backbone.dim === 0)
		throw new UserError("NO_IMAGES", `none of ${probed.length} images of ${job.data.train} decodes`, {
			fix: "docs/images.md says what can be read",
		});
	const rows = backbone.images.length;
	const written = (name: string, count: number) =>
		scratch.put(
			featureKey("probe", name),
			encodeFeatureFile({
				space: spaceId(space.space),
				dim: backbone.dim,
				rows: backbone.rows.subarray(0, count * backbone.dim),
				samples: backbone.images.slice(0, count).map(({ image }) => sampleId(image, 0)),
				skips: [],
			}),
		);
	await written("rows", rows);
	const shard = Math.min(rows, job.extract.shard);
	const writing = performance.now();
	for (let i = 0; i < SHARDS; i++) await written(`shard-${i}`, shard);
	const writeSeconds = (performance.now() - writing) / 1000 / (SHARDS * shard);
	const file = (await scratch.localFile(featureKey("probe", "rows"))) ?? "";
	const spec = buildHead(job.head, space.featureShape, listed.classes.length);
	const { head, outcome } = await probeHead(
		host,
		{
			spec,
			fit: job.fit,
			classes: listed.classes,
			threads,
			engine: space.space.engine,
			file,
			rows,
			dim: backbone.dim,
			train: images.train,
			validation: images.validation,
		},
		seconds,
		signal,
	);
	const exporting = performance.now();
	const checked = Math.min(CHECKED, rows, images.validation);
	const { graph, ...embedding } = space.embedding;
	const { model } = await pool.call(
		"exportModel",
		{
			graph: graph ?? "",
			embedding,
			spec,
			head: outcome.head,
			classes: listed.classes,
			check: {
				files: backbone.images.slice(0, checked).map((each) => each.file),
				outputs: outcome.validation.subarray(0, checked * listed.classes.length),
			},
			metadata: {},
		},
		{ signal },
	);
	await scratch.put(jobKey("probe", "model.onnx"), model);
	const ended = performance.now();
	const { train, validation, distinct, exact, readSeconds } = images;
	return {
		images: { train, validation, distinct, exact, readSeconds },
		cached: await cachedOf(images, job, space.space, views, store),
		dim: backbone.dim,
		backbone: {
			readSeconds: space.readSeconds,
			processSeconds: backbone.processSeconds,
			compileSeconds: backbone.compileSeconds,
			writeSeconds,
			imagesPerSecond: backbone.imagesPerSecond,
			viewsPerSecond: backbone.viewsPerSecond,
			passPerSecond: backbone.passPerSecond,
			freshPerSecond: backbone.freshPerSecond,
			decodesPerSecond: backbone.decodesPerSecond,
		},
		head,
		exportSeconds: (ended - exporting) / 1000,
		modelBytes: model.length,
		threads,
		probeSeconds: (ended - began) / 1000,
		probedImages: rows,
	};
}

/** What of all images is in the store, by those that were read. */
async function cachedOf({ read, distinct }: ImagesProbe, job: Job, space: Space, views: number, store: Store): Promise<Measured["cached"]> {
	const names = (split?: string) => [
		...new Set(read.filter((each) => split === undefined || each.split === split).map(({ image }) => image)),
	];
	/** Of `count` samples, those whose row of `of` is there: images as they are, or the views 1 to `kept` of each. */
	const there = async (of: Space, images: readonly string[], count: number, kept = 0): Promise<number> => {
		if (images.length === 0) return 0;
		const index: RowIndex = await openRowIndex(store, spaceId(of));
		const samples = images.flatMap((image) =>
			kept === 0 ? [sampleId(image, 0)] : Array.from({ length: kept }, (_, i) => sampleId(image, i + 1)),
		);
		return Math.round((samples.filter((sample) => index.find(sample) !== null).length / samples.length) * count);
	};
	const { train, validation } = distinct;
	return {
		train: await there(space, names("train"), train),
		validation: await there(space, names("validation"), validation),
		views: job.augment === null ? 0 : await there(viewSpace(space, job.augment), names("train"), views * train, views),
		checks: await there(checkSpace(space), names(), train + validation),
	};
}
