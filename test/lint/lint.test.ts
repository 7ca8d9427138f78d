import { describe, expect, test } from "vitest";
import type { LoadedJob } from "../../lib/job/load.ts";
import { lint } from "../../lib/lint/index.ts";
import type { Finding, ReportData } from "../../lib/report/index.ts";
import { madeUpRun, noCopies } from "../report/made-up.ts";
import { afterRun, CLASSES, classes, doc, epochs, images, ownValidation, rate, stuck, withFit } from "./seen.ts";

const run = madeUpRun();
const job = doc();
const softmaxHead = [{ dense: 16, activation: "softmax" }, CLASSES];
const sigmoidHead = [{ dense: 64, activation: "sigmoid" }, { dense: 16, activation: "sigmoid" }, CLASSES];
const heldOut = (changes: Partial<ReportData["images"]>) => madeUpRun(images(changes));
const findings = (data: ReportData, document: LoadedJob): Finding[] => lint(afterRun(data, document));

describe("findings", () => {
	test("a run with nothing to complain about has none", () => {
		expect(findings(run, job)).toEqual([]);
	});

	test("hidden softmax is an error where accuracy stayed at chance, a warning where something was learned; both with the figures", () => {
		const none = findings(stuck(0.34), doc(softmaxHead));
		expect(none).toMatchObject([{ code: "SOFTMAX_INSIDE", severity: "error", path: ["head", 0] }]);
		expect(none[0]!.message).toMatch(/each of 16 is about 0\.06 .* stayed at 34\.0 %, and saying always the largest class gives 33\.3 %/);
		expect(none[0]!.fix).toContain("head.0.activation");
		const learned = findings(run, doc(softmaxHead));
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
		const twice = findings(run, doc([CLASSES, { activation: "softmax" }]));
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
		const none = findings(madeUpRun({ classes: uneven, confusion: same, epochs: epochs(150 / 210) }), job);
		expect(none).toMatchObject([{ code: "NOT_LEARNED", severity: "error" }, { code: "CONSTANT_PREDICTIONS" }]);
		expect(none[0]!.message).toMatch(/accuracy is 71\.4 %; .* 71\.4 %/);
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
		const codes = (data: ReportData, document: LoadedJob) => findings(data, document).map(({ code }) => code);
		expect(codes(run, doc(sigmoidHead))).toEqual([]);
		expect(codes(stuck(0.33), doc(sigmoidHead))).toEqual(["NOT_LEARNED", "SIGMOID_INSIDE"]);
		const slow = findings(stuck(0.33), withFit({ optimizer: { name: "adadelta", learningRate: 0.001 } }, sigmoidHead));
		expect(slow.map(({ code }) => code)).toEqual(["NOT_LEARNED", "ADADELTA_RATE"]);
		expect(slow[0]!.fix).toContain("learning rate first");
		expect(codes(stuck(0.33), doc([{ dense: 64, activation: "sigmoid" }, ...softmaxHead]))).toEqual(["SOFTMAX_INSIDE"]);
	});

	test("with partial validation all held-out images decide, not the last epoch's luck", () => {
		const lucky = stuck(0.33, { epochs: epochs(0.8, 0.33) });
		expect(findings(lucky, withFit({ validationSteps: 1 })).map(({ code }) => code)).toEqual(["NOT_LEARNED", "PART_OF_VALIDATION"]);
	});

	test("figures: what each message counts", () => {
		const message = (data: ReportData, document = job) => findings(data, document)[0]!.message;
		expect(message(heldOut({ validation: 70 }))).toMatch(/^70 held-out images are few: 71\.0 % .* from 59\.[0-9] % to 80\.[0-9] %/);
		expect(message(run, withFit({ steps: 4 }))).toMatch(/0\.40 times the 240 .* 1\.2 passes/);
		expect(message(run, withFit({ steps: 1 }))).toContain("only 30.0 % of the images are learned from");
		expect(message(run, withFit({ validationSteps: 2 }))).toMatch(/48 of 210 images.*71\.0 %/);
		expect(message(madeUpRun({ way: "frozen" }), doc(undefined, {}, { way: "frozen" }))).toContain(
			"450 images through the backbone instead of 1,560: 3.5 times fewer",
		);
		expect(message(run, rate("adam", 0.5, { schedule: { kind: "cosine", decaySteps: 30 } }))).toContain("0.5 at most");
		expect(message(heldOut({ skipped: { TRUNCATED: 3, EMPTY: 1 } }))).toContain("3 TRUNCATED, 1 EMPTY of 450 files");
		expect(message(madeUpRun({ classes: classes((i) => ({ train: i === 0 ? 500 : 100 })) }))).toContain("daisy has 5.0 times");
	});

	test("what is mended elsewhere when held-out images have a path of their own says so", () => {
		const [none] = findings(madeUpRun({ classes: classes((i) => ({ validation: i === 0 ? 0 : 105 })) }), ownValidation);
		expect(none!.fix).toContain("data.validation.path");
	});

	test("the gravest stand first", () => {
		const many = findings(stuck(0.33, { copies: { ...noCopies, twoLabels: 1 } }), doc(softmaxHead, {}, { way: "frozen" }));
		expect(many.map(({ severity }) => severity)).toEqual(["error", "warning", "note"]);
	});
});
