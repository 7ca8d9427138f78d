import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ImageTransform } from "../../lib/image/pixels.ts";
import { toInput } from "../../lib/image/transform.ts";
import type { Interpolation } from "../../lib/job/document.ts";
import { picture } from "./picture.ts";

/** As a record, so that the compiler misses none. */
const known: Record<Interpolation, true> = {
	nearest: true,
	bilinear: true,
	bicubic: true,
	lanczos: true,
	box: true,
	hamming: true,
	"tf-bilinear": true,
};
const interpolations = Object.keys(known) as Interpolation[];

/** What Pillow and TensorFlow answered (test/oracle/makers/resize.py). */
interface Case {
	readonly interpolation: ImageTransform["interpolation"];
	readonly fit: ImageTransform["fit"];
	readonly from: readonly [number, number];
	readonly to: readonly [number, number];
	readonly bytes?: string;
	readonly sha256?: string;
}

const lines = readFileSync(join(import.meta.dirname, "../oracle/fixtures/resize.jsonl"), "utf8")
	.trim()
	.split("\n");
const cases = lines.slice(1).map((line): Case => JSON.parse(line));
const title = ({ interpolation, fit, from, to }: Case) => `${interpolation}, ${fit}, ${from.join(" × ")} to ${to.join(" × ")}`;

/** Bytes around the row's place, to see that nothing else is written. */
const MARGIN = 16;
const UNTOUCHED = 0xa5;

function resized({ interpolation, fit, from, to }: Omit<Case, "bytes" | "sha256">): Uint8Array {
	const size = to[0] * to[1] * 3;
	const out = new Uint8Array(size + 2 * MARGIN).fill(UNTOUCHED);
	toInput(picture(...from), { height: to[0], width: to[1], interpolation, fit }, out, MARGIN);
	for (const i of [0, MARGIN - 1, size + MARGIN, size + 2 * MARGIN - 1]) expect(out[i]).toBe(UNTOUCHED);
	return out.slice(MARGIN, MARGIN + size);
}

describe("resizing", () => {
	test("every interpolation that a job can name is compared", () => {
		expect(new Set(cases.map(({ interpolation }) => interpolation))).toEqual(new Set(interpolations));
	});

	for (const c of cases.filter(({ interpolation }) => interpolation !== "tf-bilinear")) {
		test(`equals Pillow bit for bit: ${title(c)}`, () => {
			const out = resized(c);
			if (c.bytes !== undefined) expect([...out]).toEqual([...Buffer.from(c.bytes, "base64")]);
			else expect(createHash("sha256").update(out).digest("hex")).toBe(c.sha256);
		});
	}

	for (const c of cases.filter(({ interpolation }) => interpolation === "tf-bilinear")) {
		test(`equals tf.image.resize to one level: ${title(c)}`, () => {
			const theirs = Buffer.from(c.bytes!, "base64");
			expect(Math.max(...resized(c).map((value, i) => Math.abs(value - theirs[i]!)))).toBeLessThanOrEqual(1);
		});
	}

	test("the same size is a copy, whatever the interpolation", () => {
		for (const interpolation of interpolations)
			expect(resized({ interpolation, fit: "stretch", from: [13, 9], to: [13, 9] })).toEqual(picture(13, 9).data);
	});

	test("one colour stays that colour, at any size and place", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...interpolations),
				fc.constantFrom("stretch" as const, "crop" as const),
				fc.tuple(...[1, 1, 1, 1].map(() => fc.integer({ min: 1, max: 70 }))),
				fc.integer({ min: 0, max: 255 }),
				(interpolation, fit, [h, w, height, width], value) => {
					const source = { height: h!, width: w!, data: new Uint8Array(h! * w! * 3).fill(value) };
					const out = new Uint8Array(height! * width! * 3 + 5).fill(255 - value);
					toInput(source, { height: height!, width: width!, interpolation, fit }, out, 5);
					expect(out.subarray(5).every((v) => v === value)).toBe(true);
					expect(out.subarray(0, 5).every((v) => v === 255 - value)).toBe(true);
				},
			),
			{ seed: 5, numRuns: 300 },
		);
	});

	test("crop takes the middle and leaves the larger margin right and below", () => {
		const out = new Uint8Array(2 * 2 * 3);
		toInput(picture(2, 5), { height: 2, width: 2, interpolation: "nearest", fit: "crop" }, out, 0);
		const { data } = picture(2, 5);
		expect([...out]).toEqual([...data.subarray(3, 9), ...data.subarray(18, 24)]);
	});
});
