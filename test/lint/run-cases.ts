import { madeUpRun } from "../report/made-up.ts";
import type { Case } from "./cases.ts";
import { afterRun, CLASSES, classes, course, doc, epochs, layer, losses, stuck, withFit } from "./seen.ts";

const run = madeUpRun();
const job = doc();
const constant = (accuracy: number) => stuck(accuracy, { confusion: run.classes.map(({ validation }) => [validation, 0, 0]) });
const valLoss = (value: number) => madeUpRun({ epochs: run.epochs.map((epoch, i) => (i === 1 ? { ...epoch, valLoss: value } : epoch)) });
const sigmoids = doc([{ dense: 16, activation: "sigmoid" }, CLASSES]);

/** Codes that need a run that ended. */
export const runCases: Readonly<Record<string, Case>> = {
	NOT_LEARNED: { for: [afterRun(stuck(0.35), job)], not: [afterRun(madeUpRun({ epochs: epochs(0.42) }), job)] },
	CONSTANT_PREDICTIONS: {
		for: [afterRun(constant(0.33), job)],
		not: [
			afterRun(stuck(0.33), job),
			afterRun(madeUpRun({ ...constant(1), classes: classes((i) => ({ validation: i === 0 ? 210 : 0 })) }), job),
		],
		beside: ["NOT_LEARNED"],
	},
	CLASS_NEVER_FOUND: {
		for: [afterRun(madeUpRun({ confusion: [...run.confusion.slice(0, 2), [40, 30, 0]] }), job)],
		not: [
			afterRun(madeUpRun({ confusion: [...run.confusion.slice(0, 2), [40, 29, 1]] }), job),
			afterRun(
				madeUpRun({ classes: classes((i) => (i === 2 ? { validation: 4 } : {})), confusion: [...run.confusion.slice(0, 2), [2, 2, 0]] }),
				job,
			),
		],
	},
	OVERFIT: {
		for: [afterRun(madeUpRun({ epochs: epochs(0.7, 0.86) }), job)],
		not: [afterRun(madeUpRun({ epochs: epochs(0.7, 0.84) }), job)],
	},
	DEAD_UNITS: {
		for: [afterRun(madeUpRun(layer({ constant: 8 })), job)],
		not: [
			afterRun(madeUpRun(layer({ constant: 7 })), job),
			afterRun(madeUpRun({ layers: [run.layers[0]!, { ...run.layers[1]!, constant: 3 }] }), job),
		],
	},
	SATURATED_UNITS: {
		for: [afterRun(madeUpRun(layer({ saturated: 0.9 })), sigmoids)],
		not: [
			afterRun(madeUpRun(layer({ saturated: 0.89 })), sigmoids),
			afterRun(madeUpRun(layer({ saturated: 0.95 })), job), // relu has no bound there
		],
	},
	LAYER_NOT_MOVED: {
		for: [afterRun(madeUpRun(layer({ moved: 0.009 })), job)],
		not: [afterRun(madeUpRun(layer({ moved: 0.01 })), job), afterRun(madeUpRun(layer({ moved: null })), job)],
	},
	WEIGHTS_EXPLODED: {
		for: [afterRun(madeUpRun(layer({ moved: 31 })), job), afterRun(madeUpRun(layer({ moved: Number.NaN })), job)],
		not: [afterRun(madeUpRun(layer({ moved: 30 })), job)],
	},
	LOSS_NOT_FINITE: {
		for: [
			afterRun(valLoss(Number.NaN), job),
			afterRun(valLoss(Number.POSITIVE_INFINITY), job),
			afterRun(stuck(0.33, { epochs: epochs(0.33).map((epoch) => ({ ...epoch, valLoss: Number.NaN })) }), job), // and no NOT_LEARNED beside it
		],
		not: [afterRun(valLoss(1e30), job)],
	},
	LOSS_AT_CHANCE: {
		for: [afterRun(stuck(0.33, { epochs: losses(1.2, 1.11, 1.1).map((epoch) => ({ ...epoch, accuracy: 0.34, valAccuracy: 0.33 })) }), job)],
		not: [
			afterRun(stuck(0.33, { epochs: losses(1.2, 1.11, 1.07).map((epoch) => ({ ...epoch, accuracy: 0.34, valAccuracy: 0.33 })) }), job),
			afterRun(madeUpRun({ epochs: losses(1.2, 1.11, 1.1) }), job), // it learned all the same
			afterRun(
				stuck(0.33, { epochs: losses(1.2, 1.1, 1.1).map((epoch) => ({ ...epoch, accuracy: 0.34, valAccuracy: 0.33 })) }),
				withFit({ classWeight: "balanced" }),
			),
		],
		beside: ["NOT_LEARNED"],
	},
	LOSS_JUMPED: {
		for: [afterRun(madeUpRun({ epochs: losses(0.9, 0.5, 1.2) }), job)],
		not: [
			afterRun(madeUpRun({ epochs: losses(0.9, 0.61, 1.2) }), job), // less than twice
			afterRun(madeUpRun({ epochs: losses(0.9, 0.5, 1.09) }), job), // still better than chance, ln 3
		],
	},
	STILL_LEARNING: {
		for: [afterRun(madeUpRun({ epochs: course(0.5, 0.6, 0.7) }), job)],
		not: [
			afterRun(madeUpRun({ epochs: course(0.5, 0.7, 0.7) }), job),
			afterRun(madeUpRun({ epochs: course(0.5, 0.6, 0.7), stoppedEarly: true }), job),
			afterRun(madeUpRun({ epochs: course(0.5, 0.6, 0.7) }), withFit({ validationSteps: 9 })),
		],
	},
	KEPT_NOT_BEST: {
		for: [afterRun(madeUpRun({ epochs: course(0.5, 0.75, 0.71) }), job)],
		not: [
			afterRun(madeUpRun({ epochs: course(0.5, 0.73, 0.71) }), job),
			afterRun(madeUpRun({ epochs: course(0.5, 0.75, 0.71), bestEpoch: 2 }), job),
			afterRun(madeUpRun({ epochs: course(0.5, 0.75, 0.71) }), withFit({ earlyStopping: { patience: 3, restoreBest: true } })),
		],
	},
};
