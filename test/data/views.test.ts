import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { ViewOrder } from "../../lib/data/views.ts";

const images = Array.from({ length: 200 }, (_, i) => sha256(String(i)));

describe("which view of an image a pass learns from", () => {
	test("without a number to keep, a new one each time", () => {
		const order = new ViewOrder({ keep: null, seed: 3 });
		expect([0, 1, 2, 500].map((pass) => order.of(images[0]!, pass))).toEqual([1, 2, 3, 501]);
	});

	test("of kept ones, each once in every round; the first round takes them in their order, so as many views as passes are fresh ones", () => {
		const order = new ViewOrder({ keep: 5, seed: 3 });
		for (const image of images) {
			const passes = Array.from({ length: 20 }, (_, pass) => order.of(image, pass));
			expect(passes.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
			for (let round = 1; round < 4; round++) expect(new Set(passes.slice(5 * round, 5 * round + 5))).toEqual(new Set([1, 2, 3, 4, 5]));
		}
	});

	test("later rounds mix the views: each image begins at one of its own, all of them equally often", () => {
		const order = new ViewOrder({ keep: 4, seed: 3 });
		for (const pass of [4, 9, 14]) {
			const counts = [1, 2, 3, 4].map((view) => images.filter((image) => order.of(image, pass) === view).length);
			for (const count of counts) expect(count).toBeGreaterThan(30);
		}
		const again = images.filter((image) => order.of(image, 4) === order.of(image, 8)).length;
		expect(again).toBeLessThan(80); // another beginning in each round, equal by chance in a quarter
	});

	test("F5: is a pure function of seed, image and pass, asked in any order", () => {
		const passes = [17, 3, 8, 17, 0, 12];
		const one = new ViewOrder({ keep: 4, seed: 3 });
		const first = passes.map((pass) => one.of(images[7]!, pass));
		expect(passes.map((pass) => new ViewOrder({ keep: 4, seed: 3 }).of(images[7]!, pass))).toEqual(first);
		const other = new ViewOrder({ keep: 4, seed: 4 });
		expect(images.filter((image) => other.of(image, 9) !== one.of(image, 9)).length).toBeGreaterThan(100);
	});

	test("one view is always that one", () => {
		const order = new ViewOrder({ keep: 1, seed: 3 });
		expect(images.flatMap((image) => [0, 1, 7].map((pass) => order.of(image, pass))).every((view) => view === 1)).toBe(true);
	});
});
