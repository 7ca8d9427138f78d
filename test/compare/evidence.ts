import { sha256 } from "../../lib/base/digest.ts";
import type { Cost } from "../../lib/compare/certificate.ts";
import type { Evidence, WayEvidence } from "../../lib/compare/certify.ts";
import type { EpochRecord } from "../../lib/fit/epoch-record.ts";
import { parseJob } from "../../lib/job/load.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";

const { job } = parseJob(
	JSON.stringify({
		version: 1,
		name: "made-up",
		data: { train: "." },
		backbone: { name: "scattering" },
		head: [{ dense: "classes", activation: "softmax" }],
		fit: { optimizer: { name: "adam", learningRate: 0.01 }, epochs: 3, batch: 4, seed: 4 },
	}),
	"made-up.json",
);
const IMAGES = 20;
const HELD = 6;

/** A fit of twenty images. */
export function plan(way: "features" | "frozen"): FitPlan {
	return {
		version: 1,
		job: `made-up-${way}`,
		fit: "0",
		way,
		frozen: { ...job.frozen, shard: 64 },
		space: {
			version: 1,
			backbone: { name: "scattering", topology: "t", weights: "w" },
			cut: "out",
			pooling: "avg",
			transform: { height: 64, width: 64, interpolation: "bilinear", fit: "stretch" },
			preprocess: "none",
			maxPixels: 1e6,
			dtype: "F32",
			engine: "onnx",
		},
		backbone: "backbones/0/graph.safetensors",
		maxPixels: 1e6,
		featureShape: [5],
		head: job.head,
		section: job.fit,
		classes: ["a", "b"],
		files: [],
		entries: Array.from({ length: IMAGES }, (_, i) => ({
			image: sha256(`image ${i}`),
			label: i % 2,
			split: i < HELD ? "validation" : "train",
			origin: `${i % 2 === 0 ? "a" : "b"}/${i}.png`,
		})),
		metadata: {},
	};
}

export function epochs(count = 3): EpochRecord[] {
	return Array.from({ length: count }, (_, i) => ({
		epoch: i + 1,
		loss: 1,
		accuracy: 0.5,
		valLoss: 1,
		valAccuracy: 0.5,
		seconds: 1,
		learningRate: 0.01,
		firstLoss: 0.7,
		order: sha256(`order ${i}`),
		weights: sha256(`head ${i}`),
	}));
}

const cost: Cost = {
	seconds: {},
	forwards: { run: 0, fromNothing: 0 },
	bytes: { written: 0, features: 0 },
	reused: { rows: 0, epochs: 0 },
};

function way(name: "features" | "frozen"): WayEvidence {
	return { plan: plan(name), epochs: epochs(), cost };
}

/** Of two ways that are the same. */
export function evidence(changes: Partial<Evidence> = {}): Evidence {
	return {
		name: "made-up",
		features: way("features"),
		frozen: way("frozen"),
		rows: { rows: 60, samples: IMAGES, differing: 0, maxAbs: 0, maxRelative: 0, worst: null },
		besides: 0,
		heads: new Map(),
		pathOf: (sample) => `image ${sample}`,
		dataset: "d",
		environment: {},
		...changes,
	};
}
