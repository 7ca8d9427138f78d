import { expect, test } from "vitest";
import { accuracyOf, interval, isStuck, largestShare } from "../../lib/lint/chance.ts";

// Wilson score intervals at 95 %, computed apart in Python with z = NormalDist().inv_cdf(0.975).
test.each([
	[0, 10, 0, 0.27753],
	[50, 100, 0.40383, 0.59617],
	[100, 100, 0.963, 1],
	[3, 7, 0.15822, 0.74953],
])("%i of %i means anything from %f to %f", (right, n, low, high) => {
	const [from, to] = interval(right / n, n)!;
	expect(from).toBeCloseTo(low, 4);
	expect(to).toBeCloseTo(high, 4);
});

test("without trials, or without a share, there is no interval", () => {
	expect(interval(0.5, 0)).toBeNull();
	expect(interval(Number.NaN, 10)).toBeNull();
});

test("a thousand classes: 5 % is fifty times chance; one class of two thirds: 90 % is learned, 68 % of a constant answer is not", () => {
	const none: number[][] = [];
	expect(isStuck(0.05, 0.001, none)).toBe(false);
	expect(isStuck(0.0012, 0.001, none)).toBe(true);
	expect(isStuck(0.9, 0.667, none)).toBe(false);
	expect(isStuck(0.68, 0.667, none)).toBe(true);
	expect(isStuck(Number.NaN, 0.5, none)).toBe(false);
});

test("shares of nothing are no number, or nothing, and never a success", () => {
	expect(accuracyOf([])).toBeNaN();
	expect(largestShare([])).toBe(0);
	expect(largestShare([0, 0])).toBe(0);
	expect(
		isStuck(Number.NaN, 0, [
			[0, 0],
			[0, 0],
		]),
	).toBe(false);
});
