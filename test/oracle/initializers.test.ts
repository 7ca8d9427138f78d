import { describe, expect, test } from "vitest";
import { stream } from "../../lib/base/rng.ts";
import { draw } from "../../lib/head/init.ts";
import type { Initializer } from "../../lib/job/document.ts";
import { fixture } from "./fixture.ts";

/** How the first values of a kernel are spread, against half a million values of Keras 3 each (makers/initializers.py). */

interface Fixture {
	readonly setting: { readonly keras: string; readonly shape: readonly [number, number]; readonly shares: readonly number[] };
	readonly cases: readonly {
		readonly name: Initializer;
		readonly mean: number;
		readonly deviation: number;
		readonly quantiles: readonly number[];
	}[];
}

const { setting, cases } = fixture<Fixture>("initializers.json");
const { shape, shares } = setting;
const SIZE = shape[0] * shape[1];

/**
 * Two samples of n = m = 500,000: the Kolmogorov–Smirnov distance stays below 1.95 · sqrt(2 / n) = 0.0039 in all but one of a thousand draws, and these are
 * the same in every run (F5). A bound that is wrong by 1 % is off by 0.005.
 */
const DISTANCE = 1.95 * Math.sqrt(2 / SIZE);
/** The deviation of a deviation is below 1 / sqrt(2n) = 0.1 % of it, for both: five of them. */
const DEVIATION = 5 * Math.sqrt(2 / (2 * SIZE));

describe(`first values are spread as those of Keras ${setting.keras}`, () => {
	test.each(cases)("$name", ({ name, deviation, quantiles }) => {
		const values = Float64Array.from(draw(name, shape, stream(1, name)).data).sort();
		const mean = values.reduce((sum, value) => sum + value, 0) / SIZE;
		const ours = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / SIZE);
		if (deviation === 0) {
			expect(new Set(values)).toEqual(new Set(quantiles));
			return;
		}
		expect(Math.abs(ours / deviation - 1)).toBeLessThan(DEVIATION);
		expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(2 / SIZE) * deviation);
		const distances = quantiles.slice(1, -1).map((quantile, i) => Math.abs(below(values, quantile) / SIZE - shares[i + 1]!));
		expect(Math.max(...distances)).toBeLessThan(DISTANCE);
		// The ends of what is bounded come close to the bound.
		if (name === "random_normal") return;
		expect(Math.abs(values[0]! / quantiles[0]! - 1)).toBeLessThan(1e-3);
		expect(Math.abs(values.at(-1)! / quantiles.at(-1)! - 1)).toBeLessThan(1e-3);
	});
});

/** How many of the sorted values lie below a number. */
function below(values: Float64Array, number: number): number {
	let from = 0;
	let to = values.length;
	while (from < to) {
		const middle = (from + to) >>> 1;
		if (values[middle]! < number) from = middle + 1;
		else to = middle;
	}
	return from;
}
