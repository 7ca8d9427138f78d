import { describe, expect, test } from "vitest";
import { type Advised, advice, epochsSay } from "../../lib/forecast/advice.ts";
import { type ForecastOptions, forecast } from "../../lib/forecast/forecast.ts";
import { forwardsOf } from "../../lib/forecast/forwards.ts";
import type { Measured } from "../../lib/forecast/measured.ts";
import type { FitSection } from "../../lib/job/document.ts";

/** A thousand images at ten a second: every figure can be told by hand. */
const measured: Measured = {
	images: { train: 800, validation: 200, distinct: { train: 800, validation: 200 }, exact: true, readSeconds: 2 },
	cached: { train: 0, validation: 0, views: 0, checks: 0 },
	dim: 500,
	backbone: {
		readSeconds: 1,
		processSeconds: 1,
		compileSeconds: 2,
		writeSeconds: 0,
		imagesPerSecond: 10,
		viewsPerSecond: 8,
		passPerSecond: 10,
		freshPerSecond: 10,
		decodesPerSecond: 100,
	},
	head: { startSeconds: 1, stepSeconds: 0.01, chunkedStepSeconds: 0.01, rowSeconds: 0.001, epochSeconds: 0.05, checkpointBytes: 1e6 },
	exportSeconds: 0.4,
	modelBytes: 5e6,
	threads: 2,
	probeSeconds: 5,
	probedImages: 64,
};
const fit = { epochs: 10, batch: 32, steps: null, validationSteps: null } as FitSection;
const options: ForecastOptions = { fit, frozen: { backbone: "trainer" }, workers: 1, augmented: false, views: 1, price: null };
const of = (changes: Partial<Measured> = {}, more: Partial<ForecastOptions> = {}) =>
	forecast({ ...measured, ...changes }, { ...options, ...more });

const ALL = { train: 800, validation: 200, views: 0, checks: 0 };
// 25 steps, 200 held-out rows, a checkpoint.
const HEAD_EPOCH = 25 * 0.01 + 200 * 0.001 + 0.05;

const plain: Advised = { way: "features", epochs: 10, fresh: null, counted: false };

describe("a forecast", () => {
	const [features, frozen] = of().ways;

	test("of the features way: every image once, then epochs of the head, and the final head's evaluation", () => {
		expect(features).toMatchObject({ way: "features", forwards: 1000, epoch: HEAD_EPOCH, money: null });
		expect(features!.seconds.plan).toBe(2 + 1);
		expect(features!.seconds.extract).toBeCloseTo(3 + 1000 / 10);
		expect(features!.seconds.fit).toBeCloseTo(1 + 10 * HEAD_EPOCH + 0.2);
		expect(features!.seconds.export).toBeCloseTo(0.4 + 24 / 100);
		const { plan, extract, fit, export: last, total } = features!.seconds;
		expect(total).toBeCloseTo(plan + extract + fit + last);
	});

	test("of the frozen way: every image of every epoch, and a check of which decode", () => {
		expect(frozen).toMatchObject({ way: "frozen", forwards: 10 * 1000 + 200 });
		expect(frozen!.epoch).toBeCloseTo(100 + HEAD_EPOCH);
		expect(frozen!.seconds.extract).toBeCloseTo(1 + 10);
		expect(frozen!.seconds.fit).toBeCloseTo(1 + 2 + 10 * (100 + HEAD_EPOCH) + 20 + 0.2);
	});

	test("of storage: rows of float32 with their ids, two checkpoints, the model", () => {
		expect(features!.storage).toBe(1000 * (500 * 4 + 32) + 2e6 + 5e6);
		expect(frozen!.storage).toBeLessThan(features!.storage);
	});

	test("of what writing a row, and the frozen way's small chunks, cost", () => {
		const backbone = { ...measured.backbone, writeSeconds: 0.01 };
		expect(of({ backbone }).ways[0]!.seconds.extract).toBeCloseTo(3 + 100 + 10);
		const head = { ...measured.head, chunkedStepSeconds: 0.02 };
		expect(of({ head }).ways.map(({ epoch }) => epoch)).toEqual([HEAD_EPOCH, expect.closeTo(100 + HEAD_EPOCH + 25 * 0.01)]);
	});

	test("counts what is cached as free, and all cached as no extraction at all", () => {
		expect(of({ cached: { train: 300, validation: 100, views: 0, checks: 1000 } }).ways.map(({ seconds }) => seconds.extract)).toEqual([
			3 + 60,
			0,
		]);
		const [all] = of({ cached: ALL }).ways;
		expect(all).toMatchObject({ forwards: 0 });
		expect(all!.seconds.extract).toBe(0);
	});

	test("of k kept views: each training image k times beside the features that there are, held-out ones as they are", () => {
		const ways = of({ cached: ALL }, { views: 4 }).ways;
		expect(ways.map(({ way, views }) => [way, views])).toEqual([
			["features", null],
			["features", 4],
			["frozen", null],
		]);
		expect(ways.map(({ forwards }) => forwards).slice(0, 2)).toEqual([0, 4 * 800]);
		expect(ways[1]!.seconds.extract).toBeCloseTo(3 + 3200 / 8);
		expect(ways[1]!.seconds.fit).toBe(ways[0]!.seconds.fit);
		expect(ways[1]!.storage).toBe((4 * 800 + 200) * (500 * 4 + 32) + 2e6 + 5e6);
	});

	test("of augmentation: the features way keeps views, and the frozen way draws one of each image for every pass", () => {
		const backbone = { ...measured.backbone, freshPerSecond: 5 };
		const [kept, frozen, ...none] = of({ backbone, cached: { ...ALL, validation: 0, views: 800 } }, { augmented: true, views: 3 }).ways;
		expect(none).toEqual([]);
		expect(kept).toMatchObject({ views: 3, forwards: 2 * 800 + 200 });
		expect(kept!.seconds.extract).toBeCloseTo(3 + 1600 / 8 + 200 / 10);
		expect(frozen!.epoch).toBeCloseTo(800 / 5 + 200 / 10 + HEAD_EPOCH);
	});

	test("of more workers: they share the extraction, and the frozen backbone where it runs on them; money is of the work, so it stays", () => {
		const one = of({}, { price: 36 }).ways;
		const eight = of({}, { workers: 8, price: 36 }).ways;
		expect(eight[0]!.seconds.extract).toBeCloseTo(3 + 1000 / 80);
		expect(eight[0]!.seconds.fit).toBe(one[0]!.seconds.fit);
		expect(eight[1]!.seconds.fit, "beside the head in one machine").toBe(one[1]!.seconds.fit);
		const shared = of({}, { workers: 8, frozen: { backbone: "extractors" } }).ways;
		expect(shared[1]!.epoch).toBeCloseTo(100 / 8 + HEAD_EPOCH);
		expect(one[0]!.money).toBeCloseTo((one[0]!.seconds.total * 36) / 3600);
		expect(eight.map(({ money }) => money)).toEqual(one.map(({ money }) => money));
	});

	test("breaks even where the extraction is paid for by quicker epochs", () => {
		const { breakEven, breakEvenNow } = of();
		expect(breakEven).toBeCloseTo((103 - 11) / 100);
		expect(breakEvenNow).toBe(breakEven);
		expect(of({ cached: ALL })).toMatchObject({ breakEven, breakEvenNow: 0 });
	});

	test("of few steps: the frozen way may be the quicker, and the advice says why", () => {
		const short = { ...fit, epochs: 2, steps: 3, validationSteps: 2 };
		const told = of({}, { fit: short });
		expect(told.ways[1]!.forwards).toBe(2 * (96 + 64) + 200);
		expect(told.ways[1]!.seconds.total).toBeLessThan(told.ways[0]!.seconds.total);
		expect(advice(told, { ...plain, way: "frozen", epochs: 2 })).toMatch(
			/^This run alone is quicker the frozen way: in its 2 epochs the frozen way sends only 520 images through the backbone, fewer than the 1,000/,
		);
	});
});

describe("the advice", () => {
	test("says how much longer the other way takes, and from when on", () => {
		expect(advice(of(), { ...plain, way: "frozen" })).toBe(
			"Set way: features: it takes 2 min where the frozen way takes 17 min, 9.2 times as long, and is ahead after 0.9 epochs; both give the same head, bit for bit.",
		);
		expect(advice(of(), plain)).toMatch(/^Stay with the features way/);
	});

	test("says that nothing is left to compute where all features are cached", () => {
		expect(advice(of({ cached: ALL }), plain)).toMatch(/^Take the features way: every feature is in the store already/);
	});

	test("does not prefer one way to the other for less than the forecast can tell", () => {
		const short = { ...fit, epochs: 1 };
		expect(advice(of({ cached: { ...measured.cached, checks: 1000 } }, { fit: short }), { ...plain, epochs: 1 })).toMatch(
			/^Either way takes about as long, 2 min and 2 min/,
		);
	});

	test("says of kept views what they are beside fresh ones, unless they are as many, or the document counts them", () => {
		const told = of({}, { augmented: true, views: 2 });
		const fresh = { ...plain, way: "frozen", fresh: 10 } as const;
		expect(advice(told, fresh)).toMatch(
			/^Set way: features and views: 2: it takes .*; it learns from 2 kept views of each image, where the frozen way draws 10\.$/,
		);
		expect(advice(told, { ...fresh, counted: true })).toMatch(/^Set way: features: .*the same head, bit for bit\.$/);
		expect(advice(told, { ...fresh, fresh: 2 })).toContain("the same head, bit for bit");
	});

	test.each([
		[0, "the start"],
		[0.97, "1.0 epoch"],
		[1.24, "1.2 epochs"],
		[23.6, "24 epochs"],
	])("says %s epochs as %s", (epochs, says) => {
		expect(epochsSay(epochs)).toBe(says);
	});
});

test("forwards are those that a report counts: steps and validationSteps as fit_generator has them", () => {
	const images = { train: 800, validation: 200 };
	expect(forwardsOf(images, { steps: null, batch: 32, validationSteps: null }, 10)).toEqual({
		featuresWay: 1000,
		frozenWay: 10_200,
		perEpoch: { train: 800, validation: 200 },
	});
	expect(forwardsOf(images, { steps: null, batch: 32, validationSteps: null }, 10, 3).featuresWay).toBe(3 * 800 + 200);
	expect(forwardsOf(images, { steps: 40, batch: 32, validationSteps: 99 }, 1)).toMatchObject({
		perEpoch: { train: 1280, validation: 200 },
	});
});
