import { describe, expect, test } from "vitest";
import { BatchOrder } from "../../lib/fit/order.ts";
import { side } from "./made-up.ts";

const pass = (order: BatchOrder, number: number): number[] =>
	Array.from({ length: order.batchesPerPass }, (_, i) => [...order.batch(number * order.batchesPerPass + i)]).flat();

describe("the order of training", () => {
	const { key } = side(0, 50);

	test("F5: each pass holds every sample once, in an order of its own that (seed, pass) alone decide", () => {
		const order = new BatchOrder(1, key, 8);
		expect(order.batchesPerPass).toBe(7);
		const passes = [0, 1, 2].map((number) => pass(order, number));
		for (const each of passes) expect([...each].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
		expect(passes[0]).not.toEqual(passes[1]);
		expect(passes[1]).not.toEqual(passes[2]);
		expect([...new BatchOrder(1, key, 8).batch(17)]).toEqual([...order.batch(17)]); // drawn out of turn
		expect(pass(new BatchOrder(2, key, 8), 0)).not.toEqual(passes[0]);
	});

	test("follows the images, not their places: the same images in another row order come in the same order", () => {
		const turned = new Uint8Array(key.length);
		for (let i = 0; i < 50; i++) turned.set(key.subarray(i * 32, i * 32 + 32), (49 - i) * 32);
		const forth = pass(new BatchOrder(1, key, 8), 3);
		const back = pass(new BatchOrder(1, turned, 8), 3);
		expect(back.map((i) => 49 - i)).toEqual(forth);
	});

	test("an image that is there twice has two places", () => {
		const twice = new Uint8Array(20 * 32).fill(7);
		expect(pass(new BatchOrder(1, twice, 4), 0).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
	});

	test("no sample has a place it prefers", () => {
		const order = new BatchOrder(1, key, 50);
		const sums = new Float64Array(50);
		const passes = 400;
		for (let number = 0; number < passes; number++) for (const [place, sample] of pass(order, number).entries()) sums[sample]! += place;
		// The mean place of 400 draws from 0…49 has a standard deviation of 0.72; five of them are far out for 50 samples.
		for (const sum of sums) expect(Math.abs(sum / passes - 24.5)).toBeLessThan(3.6);
	});

	test("100,000 samples are ordered in well under a second", () => {
		const many = new Uint8Array(100_000 * 32);
		for (let i = 0; i < many.length; i++) many[i] = (Math.imul(i, 2654435761) >>> 13) & 255;
		const began = performance.now();
		new BatchOrder(1, many, 32).batch(0);
		expect(performance.now() - began).toBeLessThan(5000); // a hundred times what it takes: only an order gone quadratic fails
	});
});
