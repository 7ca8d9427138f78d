import { describe, expect, test } from "vitest";
import type { ReportData } from "../../lib/report/index.ts";
import { findings } from "../../lib/report/index.ts";
import { madeUpJob, madeUpRun } from "./made-up.ts";

const softmaxHead = [
	{ dense: 16, activation: "softmax" },
	{ dense: "classes", activation: "softmax" },
];
const run = madeUpRun();
const epochs = (valAccuracy: number, accuracy = valAccuracy): ReportData["epochs"] =>
	run.epochs.map((epoch) => ({ ...epoch, accuracy, valAccuracy }));

/** A run whose head says the same of every image. */
const constant = (accuracy: number, changes: Partial<ReportData> = {}): ReportData =>
	madeUpRun({ epochs: epochs(accuracy), confusion: run.classes.map(({ validation }) => [validation, 0, 0]), ...changes });

/** Each finding with a run that it is for. */
const cases: readonly [string, ReportData, ReturnType<typeof madeUpJob>][] = [
	["SOFTMAX_INSIDE", constant(0.33), madeUpJob(softmaxHead)],
	["NOT_LEARNED", constant(0.35), madeUpJob()],
	["ADADELTA_RATE", run, madeUpJob(undefined, { optimizer: { name: "adadelta", learningRate: 0.001 } })],
	["OUTPUT_NOT_SOFTMAX", run, madeUpJob([{ dense: "classes", activation: "sigmoid" }])],
	["BINARY_LOSS_MANY_CLASSES", run, madeUpJob(undefined, { loss: "binary_crossentropy" })],
	["STEPS_NOT_AN_EPOCH", run, madeUpJob(undefined, { steps: 100 })],
	["PART_OF_VALIDATION", run, madeUpJob(undefined, { validationSteps: 1 })],
	["OVERFIT", madeUpRun({ epochs: epochs(0.7, 0.95) }), madeUpJob()],
	["STILL_LEARNING", madeUpRun({ epochs: run.epochs.map((epoch, i) => ({ ...epoch, valAccuracy: 0.5 + i / 10 })) }), madeUpJob()],
	["UNEVEN_CLASSES", madeUpRun({ classes: run.classes.map((each, i) => ({ ...each, train: i === 0 ? 500 : 50 })) }), madeUpJob()],
	["CLASS_NOT_HELD_OUT", madeUpRun({ classes: run.classes.map((each, i) => ({ ...each, validation: i === 0 ? 0 : 30 })) }), madeUpJob()],
	["TWO_LABELS", madeUpRun({ labelConflicts: 2 }), madeUpJob()],
	["IMAGES_SKIPPED", madeUpRun({ images: { ...run.images, skipped: { TRUNCATED: 3 } } }), madeUpJob()],
	["DUPLICATE_IMAGES", madeUpRun({ duplicates: 3 }), madeUpJob()],
	["FEW_HELD_OUT", madeUpRun({ images: { ...run.images, validation: 30 } }), madeUpJob()],
	["UNLIKELY_RATE", madeUpRun({ epochs: run.epochs.map((epoch) => ({ ...epoch, learningRate: 5 })) }), madeUpJob()],
	["KEPT_NOT_BEST", madeUpRun({ epochs: run.epochs.map((epoch, i) => (i === 1 ? { ...epoch, valAccuracy: 0.9 } : epoch)) }), madeUpJob()],
	["CLASS_NEVER_FOUND", madeUpRun({ confusion: run.confusion.map((row, i) => (i === 2 ? [40, 30, 0] : row)) }), madeUpJob()],
	["FROZEN_COST", madeUpRun({ way: "frozen" }), madeUpJob()],
];

describe("findings", () => {
	test("a run with nothing to complain about has none", () => {
		expect(findings(run, madeUpJob())).toEqual([]);
	});

	test.each(cases)("%s is found where it is, alone, with a fix and its place in the document", (code, data, job) => {
		const found = findings(data, job);
		expect(found.map((each) => each.code)).toEqual([code]);
		expect(found[0]!.message).toMatch(/\w/);
		expect(found[0]!.fix).toMatch(/\w/);
		expect(found[0]!.path).not.toHaveLength(0);
	});

	test("softmax in a hidden layer is an error when nothing was learned, a warning when something was; and it names the figures", () => {
		const stuck = findings(constant(0.34), madeUpJob(softmaxHead));
		expect(stuck).toMatchObject([{ code: "SOFTMAX_INSIDE", severity: "error", path: ["head", 0] }]);
		expect(stuck[0]!.message).toContain("34.0 %");
		expect(findings(run, madeUpJob(softmaxHead))).toMatchObject([{ severity: "warning" }]);
	});

	test("the gravest stand first", () => {
		const many = findings(constant(0.33, { way: "frozen", labelConflicts: 1 }), madeUpJob(softmaxHead));
		expect(many.map(({ severity }) => severity)).toEqual(["error", "warning", "note"]);
	});
});
