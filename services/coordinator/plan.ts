import { fetchPublished, missingWeights } from "../../lib/backbone/published.ts";
import { digestOf } from "../../lib/base/digest.ts";
import { UserError } from "../../lib/base/errors.ts";
import type { BackboneRead } from "../../lib/compute/calls.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { encodeManifest } from "../../lib/data/manifest.ts";
import type { RemoteImages } from "../../lib/data/remote.ts";
import { scanDataset } from "../../lib/data/scan.ts";
import { backboneOf, checkSpace, type Space, viewSpace } from "../../lib/feature/space.ts";
import { checkClassNames } from "../../lib/fit/class-weights.ts";
import { buildHead } from "../../lib/head/build.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { backboneKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { located } from "./located.ts";

/** What a plan says of its backbone; the graph itself is in the store. */
export type PlannedBackbone = Omit<BackboneRead, "graph" | "engine">;

/** The backbone's part of a plan: it needs no image. */
export interface SpacePlan {
	readonly backbone: PlannedBackbone;
	readonly backboneKey: string;
	/** Conditions of the features that the head learns from. */
	readonly space: Space;
}

/** What is to be computed, and under which conditions. */
export interface JobPlan extends SpacePlan {
	readonly dataset: Dataset;
	/** Store key of its manifest. */
	readonly manifest: string;
	/** Conditions of the extraction phase: the same, or for the frozen way only "does it decode". */
	readonly extraction: Space;
	/** Conditions of the training images' views; null where they are not augmented. */
	readonly views: Space | null;
}

interface PlanDeps {
	readonly store: Store;
	readonly pool: ComputePool;
	/** Images in an S3 service; null where none is configured. */
	readonly remote: RemoteImages | null;
	/** Something that takes a while and is no progress of images. */
	readonly note?: (message: string) => void;
	/** Puts the images where those who compute them can read them, once backbone and images are known to be right. Answers where they are. */
	readonly place?: (dataset: Dataset) => Promise<Dataset>;
	/** Whether this machine will compute the job; true if not given. */
	readonly here?: boolean;
}

/** Reads images and backbone and puts both manifests into the store. Wrong documents end here, before anything costs time. */
export async function planJob(
	loaded: LoadedJob,
	deps: PlanDeps,
	onImages: (done: number, total: number) => void,
	signal: AbortSignal,
): Promise<JobPlan> {
	return located(loaded, async () => {
		// Both at once, so that whichever is wrong says so first; no image is read before the head is known to fit.
		const spacePlan = planSpace(loaded, deps, signal);
		const images = scanImages(loaded, spacePlan, deps.remote, onImages, signal);
		const [planned, found] = await Promise.all([spacePlan, images]);
		const dataset = (await deps.place?.(found)) ?? found;
		return jobPlan(loaded, planned, dataset, await keepManifest(dataset, deps.store));
	});
}

/** Reads and names the images. */
export async function scanImages(
	{ job }: LoadedJob,
	spacePlan: Promise<SpacePlan>,
	remote: RemoteImages | null,
	onImages: (done: number, total: number) => void,
	signal: AbortSignal,
): Promise<Dataset> {
	return scanDataset(job.data, job.fit.seed, {
		async onClasses(classes) {
			checkClassNames(job.fit.classWeight, classes);
			buildHead(job.head, (await spacePlan).backbone.featureShape, classes.length);
		},
		onProgress: onImages,
		signal,
		remote,
	});
}

/** Puts a dataset's manifest into the store. Answers its key. */
export async function keepManifest(dataset: Dataset, store: Store): Promise<string> {
	const { key, bytes } = encodeManifest(dataset);
	await store.put(key, bytes);
	return key;
}

export function jobPlan({ job }: Pick<LoadedJob, "job">, planned: SpacePlan, dataset: Dataset, manifest: string): JobPlan {
	return {
		...planned,
		dataset,
		manifest,
		extraction: job.way === "frozen" ? checkSpace(planned.space) : planned.space,
		views: job.augment === null ? null : viewSpace(planned.space, job.augment),
	};
}

/** Reads the backbone, puts it into the store, and says under which conditions features will be comparable. */
export async function planSpace(
	{ job }: LoadedJob,
	{ store, pool, note, here = true }: Pick<PlanDeps, "store" | "pool" | "note" | "here">,
	signal: AbortSignal,
): Promise<SpacePlan> {
	const published = await missingWeights(job.backbone);
	if (published !== null) {
		note?.(`fetching ${published.url}${published.bytes === null ? "" : ` (${Math.round(published.bytes / 1e6)} MB)`}, once`);
		await fetchPublished(job.backbone.name ?? "", published, signal);
	}
	const { graph, engine, ...backbone } = await pool.call(
		"readBackbone",
		{ section: job.backbone, seed: job.fit.seed, engine: job.engine, here },
		{ signal },
	);
	const preprocess = job.backbone.preprocess ?? backbone.preprocess;
	if (preprocess === null) {
		const message = `${backbone.source.name} does not say how its images were prepared, and a wrong guess ruins the features silently`;
		throw new UserError("PREPROCESS_UNKNOWN", message, {
			path: ["backbone"],
			fix: "add `preprocess: caffe | tf | torch | unit | none` to backbone: what the weights were trained with",
		});
	}
	const [height, width] = job.backbone.size;
	const space: Space = {
		version: 1,
		backbone: { name: backbone.source.name, topology: backbone.topology, weights: backbone.weights },
		cut: backbone.cut,
		pooling: job.backbone.pooling,
		transform: { height, width, interpolation: job.backbone.interpolation, fit: job.backbone.fit },
		preprocess,
		maxPixels: job.data.maxPixels,
		dtype: "F32",
		engine,
	};
	const key = backboneKey(backboneOf(space) ?? digestOf(space));
	await store.put(key, graph);
	return { backbone, backboneKey: key, space };
}
