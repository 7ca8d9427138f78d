import { digestOf } from "../../lib/base/digest.ts";
import { UserError } from "../../lib/base/errors.ts";
import type { BackboneRead } from "../../lib/compute/calls.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { encodeManifest } from "../../lib/data/manifest.ts";
import { scanDataset } from "../../lib/data/scan.ts";
import { backboneOf, checkSpace, type Space } from "../../lib/feature/space.ts";
import { buildHead } from "../../lib/head/build.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { backboneKey, datasetKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";

/** What is to be computed, and under which conditions. */
export interface JobPlan {
	readonly dataset: Dataset;
	readonly backbone: BackboneRead;
	readonly backboneKey: string;
	/** Conditions of the features that the head learns from. */
	readonly space: Space;
	/** Conditions of the extraction phase: the same, or for the frozen way only "does it decode". */
	readonly extraction: Space;
}

/** Reads images and backbone and puts both manifests into the store. Wrong documents end here, before anything costs time. */
export async function planJob(
	{ job, locate }: LoadedJob,
	deps: { store: Store; pool: ComputePool },
	onImages: (done: number, total: number) => void,
	signal: AbortSignal,
): Promise<JobPlan> {
	const { store, pool } = deps;
	// The backbone first: it is the quicker to be wrong.
	const backbone = await pool.call("readBackbone", { section: job.backbone, seed: job.fit.seed }, { signal });
	const preprocess = job.backbone.preprocess ?? backbone.preprocess;
	if (preprocess === null) {
		throw new UserError(
			"PREPROCESS_UNKNOWN",
			`${backbone.source.name} does not say how its images were prepared, and a wrong guess ruins the features silently`,
			{
				at: locate(["backbone"]),
				fix: "add `preprocess: caffe | tf | torch | none` to backbone: what the weights were trained with",
			},
		);
	}
	const dataset = await scanDataset(job.data, job.fit.seed, { onProgress: onImages, signal });
	buildHead(job.head, backbone.featureShape, dataset.classes.length);
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
		engine: "onnx",
	};
	const key = backboneKey(backboneOf(space) ?? digestOf(space));
	await store.put(key, backbone.graph);
	await store.put(datasetKey(dataset.digest), encodeManifest(dataset));
	return { dataset, backbone, backboneKey: key, space, extraction: job.way === "frozen" ? checkSpace(space) : space };
}
