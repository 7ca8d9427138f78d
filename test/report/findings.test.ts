import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding, ReportData } from "../../lib/report/index.ts";
import { findings } from "../../lib/report/index.ts";
import { madeUpJob, madeUpRun } from "./made-up.ts";

type Case = readonly [run: ReportData, job: ReturnType<typeof madeUpJob>];

const CLASSES = { dense: "classes", activation: "softmax" };
const softmaxHead = [{ dense: 16, activation: "softmax" }, CLASSES];
const sigmoidHead = [{ dense: 64, activation: "sigmoid" }, { dense: 16, activation: "sigmoid" }, CLASSES];
const run = madeUpRun();
const job = madeUpJob();
const withFit = (fit: Record<string, unknown>, head?: readonly unknown[]) => madeUpJob(head, fit);
const rate = (name: string, learningRate: number, rest: object = {}) => withFit({ optimizer: { name, learningRate }, ...rest });
const backbone = (section: object) => madeUpJob(undefined, {}, { backbone: section });
const ownValidation = madeUpJob(undefined, {}, { data: { validation: { path: "./held-out" } } });

const epochs = (valAccuracy: number, accuracy = valAccuracy): ReportData["epochs"] =>
	run.epochs.map((epoch) => ({ ...epoch, accuracy, valAccuracy }));
/** Held-out accuracies of the epochs, the losses falling. */
const course = (...values: readonly number[]): ReportData["epochs"] =>
	values.map((valAccuracy, i) => ({ ...run.epochs[0]!, epoch: i + 1, accuracy: valAccuracy, valAccuracy, valLoss: 1 / (i + 1) }));
const classes = (change: (i: number) => object) => run.classes.map((each, i) => ({ ...each, ...change(i) }));
/** A run whose head says the same of every image. */
const constant = (accuracy: number, changes: Partial<ReportData> = {}): ReportData =>
	madeUpRun({ epochs: epochs(accuracy), confusion: run.classes.map(({ validation }) => [validation, 0, 0]), ...changes });
const images = (changes: Partial<ReportData["images"]>) => madeUpRun({ images: { ...run.images, ...changes } });
const valLoss = (value: number) => madeUpRun({ epochs: run.epochs.map((epoch, i) => (i === 1 ? { ...epoch, valLoss: value } : epoch)) });

/** A run on augmented images: of `kept` views, in so many passes. */
const augmented = (kept: number | null, fresh: number, way: "features" | "frozen" = "features"): ReportData => {
	const seen = Math.min(kept ?? fresh, fresh);
	return madeUpRun({ way, views: { kept, seen, fresh, variety: seen / fresh, cost: 0.5 } });
};

/** Each code with a run and a document that it is for, and with ones that it is nearly for. */
const cases: Readonly<Record<string, { readonly for: readonly Case[]; readonly not: readonly Case[] }>> = {
	SOFTMAX_INSIDE: {
		for: [
			[constant(0.33), madeUpJob(softmaxHead)],
			[run, madeUpJob(softmaxHead)],
			[run, madeUpJob([{ dense: 16 }, { activation: "softmax" }, CLASSES])],
			[run, madeUpJob([{ dense: 16, activation: "relu" }, CLASSES, { activation: "softmax" }])],
		],
		not: [
			[run, madeUpJob([{ dense: 16, activation: "log_softmax" }, CLASSES])],
			[run, madeUpJob([{ dense: 16, activation: "relu" }, { dense: "classes" }, { activation: "softmax" }])],
			[run, madeUpJob([CLASSES, { activation: "linear" }])],
		],
	},
	NOT_LEARNED: { for: [[constant(0.35), job]], not: [[madeUpRun({ epochs: epochs(0.42) }), job]] },
	ADADELTA_RATE: {
		for: [
			[run, rate("adadelta", 0.001)],
			[run, rate("adadelta", 1, { schedule: { kind: "piecewise", boundaries: [10], values: [0.01, 0.001] } })],
		],
		not: [
			[run, rate("adadelta", 1)],
			[run, rate("adadelta", 0.1)],
			[run, rate("adadelta", 1, { schedule: { kind: "exponential", decaySteps: 1, decayRate: 0.1 } })],
		],
	},
	OUTPUT_NOT_SOFTMAX: {
		for: [
			[run, madeUpJob([{ dense: "classes", activation: "sigmoid" }])],
			[run, madeUpJob([{ dense: "classes" }])],
		],
		not: [
			[run, madeUpJob([CLASSES])],
			[run, madeUpJob([CLASSES, { activation: "linear" }])],
			[run, withFit({ loss: "mse" }, [{ dense: "classes", activation: "sigmoid" }])],
		],
	},
	OUTPUT_NOT_PROBABILITY: {
		for: [[run, withFit({ loss: "binary_crossentropy" }, [{ dense: "classes", activation: "tanh" }])]],
		not: [[run, withFit({ loss: "binary_crossentropy" }, [{ dense: "classes", activation: "sigmoid" }])]],
	},
	BINARY_LOSS_MANY_CLASSES: {
		for: [[run, withFit({ loss: "binary_crossentropy" })]],
		not: [
			[run, withFit({ loss: "binary_crossentropy" }, [{ dense: "classes", activation: "sigmoid" }])],
			[
				madeUpRun({
					classes: run.classes.slice(1),
					confusion: [
						[60, 10],
						[12, 58],
					],
				}),
				withFit({ loss: "binary_crossentropy" }),
			],
		],
	},
	STEPS_NOT_AN_EPOCH: {
		for: [
			[run, withFit({ steps: 100 })],
			[run, withFit({ steps: 4 })],
		],
		not: [
			[run, withFit({ steps: 5 })],
			[run, withFit({ steps: 20 })],
		],
	},
	PART_OF_VALIDATION: { for: [[run, withFit({ validationSteps: 8 })]], not: [[run, withFit({ validationSteps: 9 })]] },
	OVERFIT: { for: [[madeUpRun({ epochs: epochs(0.7, 0.86) }), job]], not: [[madeUpRun({ epochs: epochs(0.7, 0.84) }), job]] },
	STILL_LEARNING: {
		for: [[madeUpRun({ epochs: course(0.5, 0.6, 0.7) }), job]],
		not: [
			[madeUpRun({ epochs: course(0.5, 0.7, 0.7) }), job],
			[madeUpRun({ epochs: course(0.5, 0.6, 0.7), stoppedEarly: true }), job],
			[madeUpRun({ epochs: course(0.5, 0.6, 0.7) }), withFit({ validationSteps: 9 })],
		],
	},
	KEPT_NOT_BEST: {
		for: [[madeUpRun({ epochs: course(0.5, 0.75, 0.71) }), job]],
		not: [
			[madeUpRun({ epochs: course(0.5, 0.73, 0.71) }), job],
			[madeUpRun({ epochs: course(0.5, 0.75, 0.71), bestEpoch: 2 }), job],
			[madeUpRun({ epochs: course(0.5, 0.75, 0.71) }), withFit({ earlyStopping: { patience: 3, restoreBest: true } })],
		],
	},
	LOSS_NOT_FINITE: {
		for: [
			[valLoss(Number.NaN), job],
			[valLoss(Number.POSITIVE_INFINITY), job],
			[constant(0.33, { epochs: epochs(0.33).map((epoch) => ({ ...epoch, valLoss: Number.NaN })) }), job], // and no NOT_LEARNED beside it
		],
		not: [[valLoss(1e30), job]],
	},
	UNLIKELY_RATE: {
		for: [
			[run, rate("adam", 5)],
			[run, rate("adam", 1e-7)],
			[run, rate("sgd", 3)],
			[run, rate("adam", 0.5, { schedule: { kind: "cosine", decaySteps: 30 } })],
		],
		not: [
			[run, rate("adam", 0.03)],
			[run, rate("sgd", 1)],
			[run, rate("adam", 0.02, { schedule: { kind: "cosine", decaySteps: 30 } })], // ends at 0
			[run, rate("adam", 0.5, { schedule: { kind: "piecewise", boundaries: [10], values: [0.01, 0.001] } })], // never ran at 0.5
		],
	},
	UNEVEN_CLASSES: {
		for: [[madeUpRun({ classes: classes((i) => ({ train: i === 0 ? 500 : 100 })) }), job]],
		not: [
			[madeUpRun({ classes: classes((i) => ({ train: i === 0 ? 490 : 100 })) }), job],
			[madeUpRun({ classes: classes((i) => ({ train: i === 0 ? 500 : 100 })) }), withFit({ classWeight: "balanced" })],
		],
	},
	CLASS_NOT_HELD_OUT: {
		for: [[madeUpRun({ classes: classes((i) => ({ validation: i === 0 ? 0 : 105 })) }), job]],
		not: [[madeUpRun({ classes: classes((i) => ({ validation: i === 0 ? 1 : 104 })) }), job]],
	},
	CLASS_NEVER_FOUND: {
		for: [[madeUpRun({ confusion: [...run.confusion.slice(0, 2), [40, 30, 0]] }), job]],
		not: [
			[madeUpRun({ confusion: [...run.confusion.slice(0, 2), [40, 29, 1]] }), job],
			[
				madeUpRun({ classes: classes((i) => (i === 2 ? { validation: 4 } : {})), confusion: [...run.confusion.slice(0, 2), [2, 2, 0]] }),
				job,
			],
		],
	},
	FEW_HELD_OUT: { for: [[images({ validation: 70 }), job]], not: [[images({ validation: 80 }), job]] },
	TWO_LABELS: { for: [[madeUpRun({ labelConflicts: 2 }), job]], not: [[run, job]] },
	DUPLICATE_IMAGES: {
		for: [
			[madeUpRun({ duplicates: 3 }), job],
			[madeUpRun({ duplicates: 1 }), ownValidation],
		],
		not: [[run, ownValidation]],
	},
	IMAGES_SKIPPED: { for: [[images({ skipped: { TRUNCATED: 3 } }), job]], not: [[images({ skipped: {} }), job]] },
	FOREIGN_PREPROCESS: {
		for: [[run, backbone({ name: "vgg16", weights: "imagenet", preprocess: "tf" })]],
		not: [
			[run, backbone({ name: "vgg16", weights: "imagenet", preprocess: "caffe" })],
			[run, backbone({ name: "vgg16", weights: "imagenet" })],
			[run, backbone({ name: "vgg16", weights: "./my.h5", preprocess: "tf" })],
			[run, backbone({ file: "./model.onnx", preprocess: "tf" })],
		],
	},
	ONE_VIEW: { for: [[augmented(1, 3), job]], not: [[augmented(1, 1), job]] },
	SOME_VIEWS: { for: [[augmented(2, 3), job]], not: [[augmented(3, 3), job]] },
	UNSEEN_VIEWS: { for: [[augmented(4, 3), job]], not: [[augmented(3, 3), job]] },
	FROZEN_COST: {
		for: [
			[madeUpRun({ way: "frozen" }), job],
			[augmented(2, 3, "frozen"), job],
		],
		not: [
			[run, job],
			[augmented(null, 3, "frozen"), job], // a new view in every pass
			[madeUpRun({ way: "frozen", forwards: { run: 400, featuresWay: 450, frozenWay: 400 } }), job], // a few steps only
		],
	},
};

describe("findings", () => {
	test("a run with nothing to complain about has none", () => {
		expect(findings(run, job)).toEqual([]);
	});

	test.each(Object.keys(cases))("%s is found alone where it is, and not where it nearly is", (code) => {
		for (const [data, document] of cases[code]!.for) {
			const found = findings(data, document);
			expect(found.map((each) => each.code)).toEqual([code]);
			expect(found[0]!.message).not.toMatch(/NaN (of|times|images)|undefined|Infinity times/);
			expect(found[0]!.fix).toMatch(/\w/);
			expect(found[0]!.path).not.toHaveLength(0);
		}
		for (const [data, document] of cases[code]!.not) expect(findings(data, document).map((each) => each.code)).not.toContain(code);
	});

	test("hidden softmax is an error where accuracy stayed at chance, a warning where something was learned; both with the figures", () => {
		const stuck = findings(constant(0.34), madeUpJob(softmaxHead));
		expect(stuck).toMatchObject([{ code: "SOFTMAX_INSIDE", severity: "error", path: ["head", 0] }]);
		expect(stuck[0]!.message).toMatch(/each of 16 is about 0\.06 .* stayed at 34\.0 %, and saying always the largest class gives 33\.3 %/);
		expect(stuck[0]!.fix).toContain("head.0.activation");
		const learned = findings(run, madeUpJob(softmaxHead));
		expect(learned).toMatchObject([{ severity: "warning" }]);
		expect(learned[0]!.message).toContain("is 71.0 %, and saying always the largest class gives 33.3 %");
	});

	test("the question of old: three softmax layers, Adadelta at 1.0, 10 classes, 0.15 after ten epochs, is an error", () => {
		const ten = Array.from({ length: 10 }, (_, i) => ({ name: `class ${i}`, train: 300, validation: 30 }));
		// Nearly always class 3; five images each of three other classes are told by luck.
		const told = (row: number) => (row < 3 ? 5 : 0);
		const confusion = ten.map((_, row) => ten.map((_, c) => (c === row ? told(row) : 0) + (c === 3 ? 30 - told(row) : 0)));
		const data = madeUpRun({ classes: ten, confusion, epochs: epochs(0.15), images: { ...run.images, train: 3000, validation: 300 } });
		const head = [
			{ dense: 1024, activation: "softmax" },
			{ dropout: 0.4 },
			{ dense: 512, activation: "softmax" },
			{ dropout: 0.4 },
			CLASSES,
		];
		const [first] = findings(data, withFit({ optimizer: { name: "adadelta", learningRate: 1 } }, head));
		expect(first).toMatchObject({ code: "SOFTMAX_INSIDE", severity: "error" });
		expect(first!.message).toMatch(/2 hidden layers .* each of 1,024 is about 0\.001 .* 15\.0 %, .* 10\.0 %/);
		expect(first!.fix).toContain("head.0.activation and head.2.activation");
	});

	test("softmax twice at the output says how far such outputs reach", () => {
		const twice = findings(run, madeUpJob([CLASSES, { activation: "softmax" }]));
		expect(twice[0]!.message).toContain("no class more than 57.6 %"); // e / (e + 2)
		expect(twice[0]!.fix).toContain("head.0.activation to linear");
	});

	test("uneven classes: as often right as a constant answer is not stuck when every class is found", () => {
		const uneven = classes((i) => ({ validation: i === 0 ? 150 : 30 }));
		const even = [
			[105, 25, 20],
			[5, 22, 3],
			[4, 5, 21],
		];
		const data = madeUpRun({ classes: uneven, confusion: even, epochs: epochs(148 / 210) });
		expect(findings(data, job)).toEqual([]);
		const same = uneven.map(({ validation }) => [validation, 0, 0]);
		const stuck = findings(madeUpRun({ classes: uneven, confusion: same, epochs: epochs(150 / 210) }), job);
		expect(stuck).toMatchObject([{ code: "NOT_LEARNED", severity: "error" }]);
		expect(stuck[0]!.message).toMatch(/accuracy is 71\.4 %; .* 71\.4 %/);
	});

	test("two classes: 60 % is above chance, 55 % is not", () => {
		const two = run.classes.slice(1);
		const of = (right: number) => {
			const confusion = [
				[right, 70 - right],
				[70 - right, right],
			];
			return findings(madeUpRun({ classes: two, confusion, epochs: epochs(right / 70), images: { ...run.images, validation: 140 } }), job);
		};
		expect(of(42)).toEqual([]);
		expect(of(38)).toMatchObject([{ code: "NOT_LEARNED" }]);
	});

	test("sigmoid layers are named beside NOT_LEARNED only where nothing else explains it", () => {
		const codes = (data: ReportData, document: typeof job) => findings(data, document).map(({ code }) => code);
		expect(codes(run, madeUpJob(sigmoidHead))).toEqual([]);
		expect(codes(constant(0.33), madeUpJob(sigmoidHead))).toEqual(["NOT_LEARNED", "SIGMOID_INSIDE"]);
		const slow = findings(constant(0.33), withFit({ optimizer: { name: "adadelta", learningRate: 0.001 } }, sigmoidHead));
		expect(slow.map(({ code }) => code)).toEqual(["NOT_LEARNED", "ADADELTA_RATE"]);
		expect(slow[0]!.fix).toContain("learning rate first");
		expect(codes(constant(0.33), madeUpJob([{ dense: 64, activation: "sigmoid" }, ...softmaxHead]))).toEqual(["SOFTMAX_INSIDE"]);
	});

	test("with partial validation all held-out images decide, not the last epoch's luck", () => {
		const lucky = constant(0.33, { epochs: epochs(0.8, 0.33) });
		expect(findings(lucky, withFit({ validationSteps: 1 })).map(({ code }) => code)).toEqual(["NOT_LEARNED", "PART_OF_VALIDATION"]);
	});

	test("figures: what each message counts", () => {
		const message = (data: ReportData, document = job) => findings(data, document)[0]!.message;
		expect(message(images({ validation: 70 }))).toMatch(/^70 held-out images are few: 71\.0 % .* from 59\.[0-9] % to 80\.[0-9] %/);
		expect(message(run, withFit({ steps: 4 }))).toMatch(/0\.40 times the 240 .* 1\.2 passes/);
		expect(message(run, withFit({ steps: 1 }))).toContain("only 30.0 % of the images were learned from");
		expect(message(run, withFit({ validationSteps: 2 }))).toMatch(/48 of 210 images.*71\.0 %/);
		expect(message(madeUpRun({ way: "frozen" }))).toContain("450 images through the backbone instead of 1,560: 3.5 times fewer");
		expect(message(run, rate("adam", 0.5, { schedule: { kind: "cosine", decaySteps: 30 } }))).toContain("0.5 at most");
		expect(message(images({ skipped: { TRUNCATED: 3, EMPTY: 1 } }))).toContain("3 TRUNCATED, 1 EMPTY of 450 files");
		expect(message(madeUpRun({ classes: classes((i) => ({ train: i === 0 ? 500 : 100 })) }))).toContain("daisy has 5.0 times");
	});

	test("what is mended elsewhere when held-out images have a path of their own says so", () => {
		const [none] = findings(madeUpRun({ classes: classes((i) => ({ validation: i === 0 ? 0 : 105 })) }), ownValidation);
		expect(none!.fix).toContain("data.validation.path");
		expect(findings(madeUpRun({ duplicates: 3 }), ownValidation)).toMatchObject([{ severity: "warning" }]);
		expect(findings(madeUpRun({ duplicates: 3 }), job)).toMatchObject([{ severity: "note" }]);
	});

	test("the gravest stand first", () => {
		const many = findings(constant(0.33, { way: "frozen", labelConflicts: 1 }), madeUpJob(softmaxHead));
		expect(many.map(({ severity }) => severity)).toEqual(["error", "warning", "note"]);
	});

	test("docs/failures.md gives every code the severities that it is found with", () => {
		const documented = new Map(
			[
				...readFileSync(resolve(import.meta.dirname, "../../docs/failures.md"), "utf8").matchAll(
					/^\| `([A-Z_]+)` \| ((?:error|warning|note)(?:, \w+)*) \|/gm,
				),
			].map(([, code, severities]) => [code!, severities!.split(", ").sort()]),
		);
		const found = new Map<string, Set<Finding["severity"]>>();
		const stuckSigmoid: Case = [constant(0.33), madeUpJob(sigmoidHead)];
		const stuckRate: Case = [constant(0.33), rate("adam", 5)];
		for (const [data, document] of [...Object.values(cases).flatMap((each) => each.for), stuckSigmoid, stuckRate])
			for (const { code, severity } of findings(data, document)) found.set(code, (found.get(code) ?? new Set()).add(severity));
		expect([...documented.keys()].sort()).toEqual([...found.keys()].sort());
		for (const [code, severities] of found) expect([code, documented.get(code)]).toEqual([code, [...severities].sort()]);
	});
});
