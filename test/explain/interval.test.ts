import { expect, test } from "vitest";
import { gapOf, spreadOf } from "../../lib/explain/interval.ts";

test("a gap's interval is Student's t with the pooled variance", () => {
	// By hand: means 0.70 and 0.30, squares 2 · 0.02² and 2 · 0.01², 2 degrees of freedom, t = 4.303, se = √(0.0005 · 1).
	const { gap, margin } = gapOf([0.68, 0.72], [0.29, 0.31], 1e9);
	expect(gap).toBeCloseTo(-0.4);
	expect(margin).toBeCloseTo(4.303 * Math.sqrt((2 * 0.02 ** 2 + 2 * 0.01 ** 2) / 2), 6);
});

test("and never less than what so few images can tell", () => {
	// 1.96 · √((0.7·0.3 + 0.3·0.7) / (2 seeds · 100 images))
	expect(gapOf([0.7, 0.7], [0.3, 0.3], 100).margin).toBeCloseTo(1.96 * Math.sqrt(0.42 / 200), 6);
	expect(spreadOf([0.7, 0.7, 0.7], 100)).toBeCloseTo(1.96 * Math.sqrt(0.21 / 100), 6);
});
