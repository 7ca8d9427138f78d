import { describe, expect, test } from "vitest";
import { parseJob } from "../../lib/job/load.ts";
import { flowers, flowersWith } from "./flowers.ts";

const SHORTEST = `
version: 1
name: shortest
data: { train: ./images }
backbone: { name: vgg16 }
head: [{ dense: classes }]
fit: { optimizer: adam }
`;

test("the shortest document is a whole job: every setting has its value", () => {
	const { job } = parseJob(SHORTEST, "/jobs/shortest.yaml");
	expect(job).toEqual({
		version: 1,
		name: "shortest",
		data: { train: "/jobs/images", validation: { split: 0.2 }, maxSkipRatio: 0.5, maxPixels: 50_000_000 },
		backbone: {
			name: "vgg16",
			file: null,
			weights: "imagenet",
			sha256: null,
			alpha: 1,
			size: [224, 224],
			cut: null,
			pooling: "avg",
			preprocess: null,
			interpolation: "bilinear",
			fit: "stretch",
		},
		augment: null,
		way: "features",
		views: null,
		extract: { shard: 64 },
		frozen: { backbone: "trainer" },
		engine: "onnx",
		head: [
			{
				kind: "dense",
				units: "classes",
				activation: "linear",
				useBias: true,
				kernelInitializer: "glorot_uniform",
				biasInitializer: "zeros",
				kernelRegularizer: { l1: 0, l2: 0 },
				biasRegularizer: { l1: 0, l2: 0 },
			},
		],
		fit: {
			loss: "categorical_crossentropy",
			optimizer: { name: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
			schedule: { kind: "constant" },
			epochs: 10,
			batch: 32,
			steps: null,
			validationSteps: null,
			classWeight: null,
			earlyStopping: null,
			seed: 0,
		},
	});
});

describe("defaults are Keras 3's", () => {
	// keras/src/optimizers/*.py, constructor defaults; learning rates of adadelta and adagrad have none here (F9).
	test.each([
		["sgd", { name: "sgd", learningRate: 0.01, momentum: 0, nesterov: false }],
		["adam", { name: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }],
		["adamw", { name: "adamw", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 }],
		["rmsprop", { name: "rmsprop", learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }],
		["{ name: adagrad, learningRate: 0.1 }", { name: "adagrad", learningRate: 0.1, initialAccumulator: 0.1, epsilon: 1e-7 }],
		["{ name: adadelta, learningRate: 1 }", { name: "adadelta", learningRate: 1, rho: 0.95, epsilon: 1e-7 }],
	])("optimizer: %s", (written, optimizer) => {
		expect(parseJob(flowers("{ name: adam, learningRate: 0.001 }", written), "job.yaml").job.fit.optimizer).toEqual(optimizer);
	});

	test.each([
		["{ kind: exponential, decaySteps: 9, decayRate: 0.5 }", { kind: "exponential", decaySteps: 9, decayRate: 0.5, staircase: false }],
		["{ kind: cosine, decaySteps: 9 }", { kind: "cosine", decaySteps: 9, alpha: 0, warmupSteps: 0 }],
		["{ kind: inverse_time, decaySteps: 9, decayRate: 2 }", { kind: "inverse_time", decaySteps: 9, decayRate: 2, staircase: false }],
		["{ kind: polynomial, decaySteps: 9 }", { kind: "polynomial", decaySteps: 9, endLearningRate: 0.0001, power: 1, cycle: false }],
		["{ kind: piecewise, boundaries: [5], values: [1, 0.1] }", { kind: "piecewise", boundaries: [5], values: [1, 0.1] }],
	])("schedule: %s", (written, schedule) => {
		expect(parseJob(flowersWith(`  schedule: ${written}`), "job.yaml").job.fit.schedule).toEqual(schedule);
	});

	test.each([
		["batch_norm", { kind: "batch_norm", momentum: 0.99, epsilon: 1e-3, center: true, scale: true }],
		["{ batch_norm: true }", { kind: "batch_norm", momentum: 0.99, epsilon: 1e-3, center: true, scale: true }],
		["{ batch_norm: { momentum: 0.9 } }", { kind: "batch_norm", momentum: 0.9, epsilon: 1e-3, center: true, scale: true }],
		["flatten", { kind: "flatten" }],
		["{ flatten: true }", { kind: "flatten" }],
		["{ activation: gelu }", { kind: "activation", activation: "gelu" }],
		["{ dropout: 0 }", { kind: "dropout", rate: 0 }],
	])("a layer written %s", (written, layer) => {
		expect(parseJob(flowers("{ dropout: 0.5 }", written), "job.yaml").job.head[1]).toEqual(layer);
	});

	test("earlyStopping: {}", () => {
		const { earlyStopping } = parseJob(flowersWith("  earlyStopping: {}"), "job.yaml").job.fit;
		expect(earlyStopping).toEqual({ monitor: "valLoss", patience: 0, minDelta: 0, restoreBest: false });
	});
});

test.each([
	["vgg19", 224],
	["squeezenet", 227],
	["scattering", 64],
])("the size of %s, where none is given, is what it was made for", (name, side) => {
	const { job } = parseJob(flowers("name: squeezenet\n  size: 128", `name: ${name}`), "job.yaml");
	expect(job.backbone.size).toEqual([side, side]);
});

test.each([
	["name: scattering", null],
	["name: vgg16", "imagenet"],
	["name: vgg16\n  weights: random", "random"],
	["name: vgg16\n  weights: ./w.h5", "/jobs/w.h5"],
	["file: ./m.keras", null],
])("weights of a backbone written %j", (written, weights) => {
	expect(parseJob(flowers("name: squeezenet", written), "/jobs/job.yaml").job.backbone.weights).toBe(weights);
});
