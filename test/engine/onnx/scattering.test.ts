import { afterAll, describe, expect, test } from "vitest";
import { morletBank } from "../../../lib/backbone/morlet.ts";
import { octaves, scattering } from "../../../lib/backbone/scattering.ts";
import { UserError } from "../../../lib/base/errors.ts";
import { openBackbone } from "../../../lib/engine/onnx/backbone.ts";
import type { Backbone } from "../../../lib/engine/port.ts";
import { testPixels } from "./graphs.ts";
import { type Picture, referenceScattering } from "./reference-scattering.ts";

const opened: Backbone[] = [];
afterAll(async () => {
	for (const backbone of opened) await backbone.close();
});

async function features(pixels: Uint8Array, height: number, width: number): Promise<Float32Array> {
	const backbone = await openBackbone(scattering([height, width]), { height, width, pooling: "avg", preprocess: "none", threads: 1 });
	opened.push(backbone);
	const row = await backbone.embed(pixels, 1);
	expect(backbone.featureShape).toEqual([row.length]);
	return row;
}

/** A grey picture by a formula of (x, y), values 0–255. */
function draw(size: number, value: (x: number, y: number) => number): Uint8Array {
	return Uint8Array.from({ length: size * size * 3 }, (_, i) => Math.round(value(Math.floor(i / 3) % size, Math.floor(i / 3 / size))));
}

test.each([
	[16, 2, 339],
	[32, 3, 771],
	[64, 4, 1395],
	[128, 5, 2211],
	[224, 5, 2211],
])("at %i pixels there are %i octaves and %i values", (size, count, values) => {
	expect(octaves([size, size])).toBe(count);
	const graph = scattering([size, size]);
	const output = graph.nodes.find(({ name }) => name === graph.output);
	expect(output?.op === "affine" && output.scale.data.length).toBe(values);
});

test("its weights are a formula: no call differs from another", () => {
	expect(scattering([64, 64])).toEqual(scattering([64, 64]));
});

test("a wavelet sees no brightness: its taps sum to zero", () => {
	const { real, imaginary } = morletBank(1, 8);
	for (const part of [real, imaginary]) {
		for (let l = 0; l < 8; l++) {
			const taps = part.data.filter((_, i) => i % 8 === l);
			expect(Math.abs(taps.reduce((sum, tap) => sum + tap, 0))).toBeLessThan(1e-6);
			expect(Math.max(...taps)).toBeGreaterThan(0.01);
		}
	}
});

describe("the engine gives what plain loops in double precision give", () => {
	test.each([
		[16, 16],
		[37, 20],
	])("at %i × %i", async (height, width) => {
		const pixels = testPixels(height, width);
		const picture: Picture = { height, width, channels: 3, data: Float64Array.from(pixels) };
		const expected = referenceScattering(picture);
		const row = await features(pixels, height, width);
		expect(row.length).toBe(expected.length);
		expect(Math.max(...row.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(2e-4);
	});
});

/** Where order 1's mean of octave j, brightness, orientation l stands at 64 pixels. */
const firstOrder = (j: number, l: number) => {
	const perOctave = [0, 1, 2].map((octave) => 48 + 192 * (3 - octave));
	return 51 + perOctave.slice(0, j).reduce((sum, values) => sum + values, 0) + l;
};

describe("features mean what they say", () => {
	test.each([0, 2, 4, 5])(
		"stripes across direction %i · π/8 answer most in that orientation, fine ones in the finest octave",
		async (l) => {
			const angle = (Math.PI * l) / 8;
			const stripes = (frequency: number) =>
				features(
					draw(64, (x, y) => 128 + 100 * Math.cos(frequency * (Math.cos(angle) * x + Math.sin(angle) * y))),
					64,
					64,
				);
			const fine = await stripes((3 * Math.PI) / 4);
			const orientations = Array.from({ length: 8 }, (_, k) => fine[firstOrder(0, k)]!);
			expect(orientations.indexOf(Math.max(...orientations))).toBe(l);
			// The low-pass before it moves the peak of octave 2 from 3π/16 = 0.59 down to about 0.4 radians a pixel.
			const coarse = await stripes(0.4);
			const octave = [0, 1, 2, 3].map((j) => coarse[firstOrder(j, l)]!);
			expect(octave.indexOf(Math.max(...octave))).toBe(2);
			expect(fine[firstOrder(0, l)]! - coarse[firstOrder(0, l)]!).toBeGreaterThan(1);
		},
	);

	test("one flat colour has colour and nothing else", async () => {
		const row = await features(
			draw(64, () => 200),
			64,
			64,
		);
		// Brightness 200/255 on the grid; no red–green, no yellow–blue.
		for (let cell = 0; cell < 16; cell++) {
			expect(row[3 * cell]).toBeCloseTo((200 / 255 - 0.2) * 4, 4);
			expect(row[3 * cell + 1]).toBeCloseTo(-0.8, 4);
			expect(row[3 * cell + 2]).toBeCloseTo(-0.8, 4);
		}
		const silence = Math.log(3e-4);
		expect(row[48]).toBeCloseTo((silence + 2) * 0.5, 1);
		for (let l = 0; l < 24; l++) expect(row[51 + l]).toBeCloseTo(silence + 5, 1);
	});

	test("moving a texture by a pixel hardly moves its features, and its mirror image has mirrored orientations", async () => {
		const texture = (x: number, y: number) => 128 + 60 * Math.cos(2 * x + 0.7 * y) + 50 * Math.cos(0.5 * x - 1.1 * y);
		const [still, moved, mirrored] = await Promise.all([
			features(draw(64, texture), 64, 64),
			features(
				draw(64, (x, y) => texture(x + 1, y)),
				64,
				64,
			),
			features(
				draw(64, (x, y) => texture(63 - x, y)),
				64,
				64,
			),
		]);
		for (let l = 0; l < 8; l++) {
			expect(Math.abs(still[firstOrder(0, l)]! - moved[firstOrder(0, l)]!)).toBeLessThan(0.05);
			// No halving before the finest octave, so there the mirror is exact: angle θ becomes π − θ.
			expect(mirrored[firstOrder(0, (8 - l) % 8)]).toBeCloseTo(still[firstOrder(0, l)]!, 4);
		}
	});
});

test("below 16 pixels there is no second octave, and the error says so", () => {
	expect(() => scattering([15, 64])).toThrow(UserError);
	expect(() => scattering([15, 64])).toThrow("at least 16 pixels a side, but backbone.size is 15 × 64");
});
