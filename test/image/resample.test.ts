import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { fillUniform, stream } from "../../lib/base/rng.ts";
import { type Coefficients, coefficients, PRECISION_BITS } from "../../lib/image/filters.ts";
import { resize } from "../../lib/image/resize.ts";

/** One pass as it stands in the book: 8-bit values, weights in fixed point, rounding half up, clipping. */
function pass(
	data: Uint8Array,
	lines: number,
	stride: number,
	step: number,
	{ taps, first, count, weights }: Coefficients,
	size: number,
): Uint8Array {
	const out = new Uint8Array(lines * size * 3);
	for (let line = 0; line < lines; line++) {
		for (let at = 0; at < size; at++) {
			for (let c = 0; c < 3; c++) {
				let sum = 1 << (PRECISION_BITS - 1);
				for (let n = 0; n < count[at]!; n++) sum += data[line * stride + (first[at]! + n) * step + c]! * weights[at * taps + n]!;
				out[(line * size + at) * 3 + c] = Math.min(255, Math.max(0, sum >> PRECISION_BITS));
			}
		}
	}
	return out;
}

function turned(data: Uint8Array, height: number, width: number): Uint8Array {
	const out = new Uint8Array(data.length);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++) out[(x * height + y) * 3 + c] = data[(y * width + x) * 3 + c]!;
	return out;
}

function noise(height: number, width: number): Uint8Array {
	return Uint8Array.from(fillUniform(stream(height, "noise", width), new Float32Array(height * width * 3), 0, 256));
}

describe("the passes in WebAssembly", () => {
	test.each([
		[7, 5, 13, 11],
		[64, 48, 17, 96],
		[1, 1, 9, 9],
		[900, 1100, 31, 23], // more than one strip
		[33, 1, 1, 40],
		[40, 40, 40, 7], // one pass only
		[40, 40, 7, 40],
	])("give the same bytes as the plain loops: %i×%i to %i×%i", (height, width, outHeight, outWidth) => {
		const data = noise(height, width);
		for (const filter of ["bilinear", "bicubic", "lanczos", "box", "hamming"] as const) {
			const across = width === outWidth ? data : pass(data, height, width * 3, 3, coefficients(filter, width, outWidth), outWidth);
			const sideways = turned(across, height, outWidth);
			const expected =
				height === outHeight
					? across
					: turned(pass(sideways, outWidth, height * 3, 3, coefficients(filter, height, outHeight), outHeight), outWidth, outHeight);
			const out = new Uint8Array(outHeight * outWidth * 3 + 20).fill(77);
			resize({ height, width, data }, outHeight, outWidth, filter, out, 10);
			expect(Buffer.compare(out.subarray(10, -10), expected)).toBe(0);
			expect([...out.subarray(0, 10), ...out.subarray(-10)]).toEqual(new Array(20).fill(77)); // nothing beside it is touched
		}
	});

	test("are what their source compiles to", () => {
		const { status, stderr } = spawnSync(process.execPath, [resolve(import.meta.dirname, "../../scripts/wasm.js"), "--check"]);
		expect(stderr.toString()).toBe("");
		expect(status).toBe(0);
	});
});
