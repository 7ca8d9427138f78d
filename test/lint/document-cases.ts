import { madeUpRun } from "../report/made-up.ts";
import type { Case } from "./cases.ts";
import { afterRun, alone, augmented, backbone, CLASSES, doc, images, rate, stuck, withFit, withImages } from "./seen.ts";

const run = madeUpRun();
const relu = { dense: 16, activation: "relu" };
const sigmoid = { dense: 16, activation: "sigmoid" };
const softmaxHead = doc([{ dense: 16, activation: "softmax" }, CLASSES]);
const two = { classes: run.classes.slice(1) };

/** What a report says of kept views and passes. */
const viewsOf = (kept: number | null, fresh: number) => {
	const seen = Math.min(kept ?? fresh, fresh);
	return { kept, seen, fresh, variety: seen / fresh, cost: 0.5 };
};

/** Codes that a document alone is enough for. */
export const documentCases: Readonly<Record<string, Case>> = {
	SOFTMAX_INSIDE: {
		for: [
			alone(softmaxHead),
			alone(doc([{ dense: 16 }, { activation: "softmax" }, CLASSES])),
			afterRun(stuck(0.33), softmaxHead),
			afterRun(run, softmaxHead),
		],
		not: [
			alone(doc([{ dense: 16, activation: "log_softmax" }, CLASSES])),
			alone(doc([relu, { dense: "classes" }, { activation: "softmax" }])),
		],
	},
	SOFTMAX_TWICE: {
		for: [
			alone(doc([relu, CLASSES, { activation: "softmax" }])),
			withImages(doc([CLASSES, { activation: "softmax" }])),
			afterRun(stuck(0.33), doc([CLASSES, { activation: "softmax" }])),
		],
		not: [alone(doc([CLASSES, { activation: "linear" }])), alone(doc([relu, { dense: "classes" }, { activation: "softmax" }]))],
	},
	SIGMOID_INSIDE: {
		for: [alone(doc([sigmoid, sigmoid, sigmoid, CLASSES]))],
		not: [alone(doc([sigmoid, sigmoid, CLASSES])), afterRun(run, doc([sigmoid, sigmoid, sigmoid, CLASSES]))],
	},
	LINEAR_INSIDE: {
		for: [
			alone(doc([{ dense: 16 }, CLASSES])),
			alone(doc([relu, { dense: 16 }, "batch_norm", { dropout: 0.5 }, CLASSES])),
			alone(doc([{ dense: 16 }, { activation: "linear" }, CLASSES])),
		],
		not: [alone(doc([{ dense: 16 }, "batch_norm", { activation: "relu" }, CLASSES])), alone(doc([CLASSES]))],
	},
	OUTPUT_NOT_SOFTMAX: {
		for: [
			alone(doc([{ dense: "classes", activation: "sigmoid" }])),
			alone(doc([{ dense: "classes" }])),
			alone(doc([{ dense: "classes", activation: "relu" }, { activation: "linear" }])),
			afterRun(run, doc([{ dense: "classes", activation: "tanh" }])),
		],
		not: [alone(doc([CLASSES])), alone(doc([CLASSES, { activation: "linear" }])), alone(withFit({ loss: "mse" }, [{ dense: "classes" }]))],
	},
	OUTPUT_NOT_PROBABILITY: {
		for: [alone(withFit({ loss: "binary_crossentropy" }, [{ dense: "classes", activation: "tanh" }]))],
		not: [alone(withFit({ loss: "binary_crossentropy" }, [{ dense: "classes", activation: "sigmoid" }]))],
	},
	BINARY_LOSS_MANY_CLASSES: {
		for: [withImages(withFit({ loss: "binary_crossentropy" }))],
		not: [
			withImages(withFit({ loss: "binary_crossentropy" }, [{ dense: "classes", activation: "sigmoid" }])),
			withImages(withFit({ loss: "binary_crossentropy" }), two),
			alone(withFit({ loss: "binary_crossentropy" })), // how many classes there are is not known
		],
	},
	SQUARED_LOSS: {
		for: [alone(withFit({ loss: "mse" })), alone(withFit({ loss: "mse" }, [{ dense: "classes", activation: "sigmoid" }]))],
		not: [alone(withFit({ loss: "mse" }, [{ dense: "classes" }]))],
	},
	SAME_START: {
		for: [
			alone(doc([{ ...relu, kernelInitializer: "zeros" }, CLASSES])),
			alone(doc([relu, { ...relu, kernelInitializer: "ones" }, CLASSES])),
		],
		not: [alone(doc([relu, { ...CLASSES, kernelInitializer: "zeros" }])), alone(doc([{ ...relu, biasInitializer: "ones" }, CLASSES]))],
	},
	HEAVY_DROPOUT: {
		for: [alone(doc([relu, { dropout: 0.8 }, CLASSES]))],
		not: [alone(doc([relu, { dropout: 0.79 }, CLASSES]))],
	},
	DROPOUT_BEFORE_BATCH_NORM: {
		for: [
			alone(doc([relu, { dropout: 0.5 }, "batch_norm", CLASSES])),
			alone(doc([relu, { dropout: 0.5 }, { activation: "tanh" }, { batch_norm: { momentum: 0.9 } }, CLASSES])),
		],
		not: [
			alone(doc([relu, "batch_norm", { dropout: 0.5 }, CLASSES])),
			alone(doc([relu, { dropout: 0.5 }, relu, "batch_norm", CLASSES])),
			alone(doc([relu, { dropout: 0 }, "batch_norm", CLASSES])),
		],
	},
	BATCH_NORM_COLD: {
		for: [withImages(doc([relu, "batch_norm", CLASSES], { epochs: 22 })), afterRun(run, doc([relu, "batch_norm", CLASSES]))],
		not: [
			withImages(doc([relu, "batch_norm", CLASSES], { epochs: 23 })), // 0.99^230 < 0.1
			withImages(doc([relu, { batch_norm: { momentum: 0.9 } }, CLASSES])),
		],
	},
	NARROW_LAYER: {
		for: [withImages(doc([{ dense: 1, activation: "relu" }, CLASSES]))],
		not: [withImages(doc([{ dense: 2, activation: "relu" }, CLASSES])), withImages(doc([CLASSES]))],
	},
	HUGE_FLATTEN: {
		for: [
			withImages(doc(["flatten", relu, CLASSES], {}, { backbone: { name: "scattering", size: 64, pooling: "none" } }), {}, [7, 7, 512]),
		],
		not: [
			withImages(doc(["flatten", relu, CLASSES]), images({ train: 402 }), [7, 7, 512]), // under a thousand weights for each
			withImages(doc(["flatten", relu, CLASSES]), {}, [3, 3, 512]),
			withImages(doc([{ dense: 4096, activation: "relu" }, CLASSES]), {}, [25_088]),
		],
	},
	ADADELTA_RATE: {
		for: [
			alone(rate("adadelta", 0.001)),
			alone(rate("adadelta", 1, { schedule: { kind: "piecewise", boundaries: [10], values: [0.01, 0.001] } })),
		],
		not: [
			alone(rate("adadelta", 1)),
			alone(rate("adadelta", 0.1)),
			alone(rate("adadelta", 1, { schedule: { kind: "exponential", decaySteps: 1000, decayRate: 0.9 } })),
		],
	},
	ADAGRAD_RATE: {
		for: [alone(rate("adagrad", 0.001)), alone(rate("adagrad", 0.00001))],
		not: [alone(rate("adagrad", 0.005)), alone(rate("adam", 0.001))],
	},
	UNLIKELY_RATE: {
		for: [
			alone(rate("adam", 5)),
			alone(rate("adam", 1e-7)),
			alone(rate("sgd", 3)),
			afterRun(run, rate("adam", 0.5, { schedule: { kind: "cosine", decaySteps: 30 } })),
			afterRun(run, rate("rmsprop", 5)),
		],
		not: [
			alone(rate("adam", 0.03)),
			alone(rate("sgd", 1)),
			afterRun(run, rate("adam", 0.02, { schedule: { kind: "cosine", decaySteps: 30 } })), // ends at 0
			afterRun(run, rate("adam", 0.5, { schedule: { kind: "piecewise", boundaries: [10], values: [0.01, 0.001] } })), // never ran at 0.5
		],
	},
	RATE_NOT_WRITTEN: {
		for: [
			alone(withFit({ optimizer: "sgd" })),
			alone(withFit({ optimizer: { name: "rmsprop", momentum: 0.9 } })),
			alone(withFit({ optimizer: { name: "adamw", learningRate: 0.001 } })),
		],
		not: [
			alone(rate("sgd", 0.01)),
			alone(withFit({ optimizer: "adam" })), // all frameworks agree
			alone(withFit({ optimizer: "sgd", schedule: { kind: "piecewise", boundaries: [10], values: [0.1, 0.01] } })),
			alone(withFit({ optimizer: { name: "adamw", weightDecay: 0.004 } })),
		],
	},
	SCHEDULE_STANDS_STILL: {
		for: [
			withImages(withFit({ schedule: { kind: "cosine", decaySteps: 10 } })),
			alone(withFit({ steps: 100, schedule: { kind: "polynomial", decaySteps: 3, endLearningRate: 0 } })),
			withImages(withFit({ schedule: { kind: "piecewise", boundaries: [5], values: [0.01, 0.00001] } })),
		],
		not: [
			withImages(withFit({ schedule: { kind: "cosine", decaySteps: 30 } })),
			withImages(withFit({ schedule: { kind: "cosine", decaySteps: 10, alpha: 0.01 } })),
			alone(withFit({ schedule: { kind: "cosine", decaySteps: 10 } })), // of how many steps is not known
		],
	},
	STOPS_AT_ONCE: {
		for: [alone(withFit({ earlyStopping: {} }))],
		not: [alone(withFit({ earlyStopping: { patience: 1 } }))],
	},
	STOPS_ON_TRAINING: {
		for: [
			alone(withFit({ earlyStopping: { monitor: "loss", patience: 3 } })),
			alone(withFit({ earlyStopping: { monitor: "accuracy", patience: 3 } })),
		],
		not: [alone(withFit({ earlyStopping: { monitor: "valAccuracy", patience: 3 } }))],
	},
	FOREIGN_PREPROCESS: {
		for: [alone(backbone({ name: "vgg16", weights: "imagenet", preprocess: "tf" }))],
		not: [
			alone(backbone({ name: "vgg16", weights: "imagenet", preprocess: "caffe" })),
			alone(backbone({ name: "vgg16", weights: "imagenet" })),
			alone(backbone({ name: "vgg16", weights: "./my.h5", preprocess: "tf" })),
			alone(backbone({ file: "./model.onnx", preprocess: "tf" })),
		],
	},
	RANDOM_BACKBONE: {
		for: [alone(backbone({ name: "mobilenet", weights: "random" }))],
		not: [alone(backbone({ name: "mobilenet", weights: "./my.h5" })), alone(backbone({ name: "scattering" }))],
	},
	SMALL_INPUT: {
		for: [alone(backbone({ name: "vgg16", size: 95 })), alone(backbone({ name: "resnet50", size: [224, 64] }))],
		not: [alone(backbone({ name: "vgg16", size: 96 })), alone(backbone({ name: "scattering", size: 32 }))],
	},
	FROZEN_COST: {
		for: [
			alone(doc(undefined, {}, { way: "frozen" })),
			withImages(doc(undefined, {}, { way: "frozen" })),
			afterRun(madeUpRun({ way: "frozen" }), doc(undefined, {}, { way: "frozen" })),
			alone(augmented(2, { epochs: 3 }, "frozen")),
		],
		not: [
			alone(doc()),
			alone(augmented(null, {}, "frozen")), // a new view in every pass
			withImages(doc(undefined, { steps: 5, validationSteps: 1, epochs: 1 }, { way: "frozen" })), // a few steps only
			afterRun(
				madeUpRun({ way: "frozen", forwards: { run: 400, featuresWay: 450, frozenWay: 400 } }),
				doc(undefined, {}, { way: "frozen" }),
			),
		],
	},
	ONE_VIEW: {
		for: [alone(augmented(1, { epochs: 3 })), afterRun(madeUpRun({ views: viewsOf(1, 3) }), augmented(1, { epochs: 3 }))],
		not: [alone(augmented(1, { epochs: 1 })), alone(augmented(2, { epochs: 3 })), alone(doc())],
	},
	UNSEEN_VIEWS: {
		for: [alone(augmented(4, { epochs: 3 }))],
		not: [alone(augmented(3, { epochs: 3 })), alone(augmented(4, { epochs: 3, steps: 5 }))], // how many passes the steps are, the images say
	},
	SOME_VIEWS: {
		for: [afterRun(madeUpRun({ views: viewsOf(2, 3) }), augmented(2, { epochs: 3 }))],
		not: [
			afterRun(madeUpRun({ views: viewsOf(3, 3) }), augmented(3, { epochs: 3 })),
			afterRun(madeUpRun({ way: "frozen", views: viewsOf(2, 3) }), augmented(2, { epochs: 3 }, "frozen")),
		],
		beside: [],
	},
};
