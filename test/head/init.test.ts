import { describe, expect, test } from "vitest";
import { stream } from "../../lib/base/rng.ts";
import { buildHead } from "../../lib/head/build.ts";
import { draw, initialState } from "../../lib/head/init.ts";
import type { Initializer } from "../../lib/job/document.ts";
import { parseJob } from "../../lib/job/load.ts";

const FAN_IN = 200;
const FAN_OUT = 300;
/** Variance and bound by Keras 3's formulas; a normal is cut off at two of its deviations, so its bound is 2 / 0.8796 of the stated one. */
const expected: readonly [Initializer, number, number][] = [
	["glorot_uniform", 2 / (FAN_IN + FAN_OUT), Math.sqrt(6 / (FAN_IN + FAN_OUT))],
	["glorot_normal", 2 / (FAN_IN + FAN_OUT), (2 / 0.87962566) * Math.sqrt(2 / (FAN_IN + FAN_OUT))],
	["he_uniform", 2 / FAN_IN, Math.sqrt(6 / FAN_IN)],
	["he_normal", 2 / FAN_IN, (2 / 0.87962566) * Math.sqrt(2 / FAN_IN)],
	["lecun_uniform", 1 / FAN_IN, Math.sqrt(3 / FAN_IN)],
	["lecun_normal", 1 / FAN_IN, (2 / 0.87962566) * Math.sqrt(1 / FAN_IN)],
	["random_uniform", 0.05 ** 2 / 3, 0.05],
	["random_normal", 0.05 ** 2, Number.POSITIVE_INFINITY],
	["truncated_normal", (0.05 * 0.87962566) ** 2, 0.1],
];

describe("initialisers", () => {
	test.each(expected)("%s has Keras 3's variance and bound", (name, variance, bound) => {
		const { data } = draw(name, [FAN_IN, FAN_OUT], stream(1, name));
		const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
		const found = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
		// 60,000 draws: the variance is within 2 %, the mean within 5 of its deviations.
		expect(found / variance).toBeGreaterThan(0.98);
		expect(found / variance).toBeLessThan(1.02);
		expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / data.length));
		expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(bound * (1 + 1e-6));
	});

	test("zeros and ones are that", () => {
		expect(new Set(draw("zeros", [4, 4], stream(1)).data)).toEqual(new Set([0]));
		expect(new Set(draw("ones", [4], stream(1)).data)).toEqual(new Set([1]));
	});

	test("F5: a weight's first values follow from the seed and its own name alone", () => {
		const spec = (head: readonly unknown[]) =>
			buildHead(
				parseJob(
					JSON.stringify({
						version: 1,
						name: "x",
						data: { train: "." },
						backbone: { name: "scattering" },
						head,
						fit: { optimizer: "sgd" },
					}),
					"x.json",
				).job.head,
				[5],
				3,
			);
		const sgd = { name: "sgd", learningRate: 0.1, momentum: 0, nesterov: false } as const;
		const short = initialState(spec([{ dense: 4 }, { dense: "classes", activation: "softmax" }]), sgd, 7);
		const long = initialState(spec([{ dense: 4 }, { dropout: 0.5 }, { dense: "classes", activation: "softmax" }]), sgd, 7);
		expect(long.weights.get("dense/kernel")).toEqual(short.weights.get("dense/kernel"));
		expect(initialState(spec([{ dense: 4 }, { dense: "classes", activation: "softmax" }]), sgd, 8).weights.get("dense/kernel")).not.toEqual(
			short.weights.get("dense/kernel"),
		);
	});
});
