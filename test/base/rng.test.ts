import { describe, expect, test } from "vitest";
import { fillMask, fillNormal, fillUniform, stream, threefry, uint32, uniform } from "../../lib/base/rng.ts";

describe("F5: randomness is a pure function of (seed, purpose, index)", () => {
	test("Threefry-2x32-13 gives Random123's known answers", () => {
		const out = new Int32Array(2);
		const words = () => [...out].map((word) => (word >>> 0).toString(16).padStart(8, "0"));
		threefry(0, 0, 0, 0, out);
		expect(words()).toEqual(["9d1c5ec6", "8bd50731"]);
		threefry(-1, -1, -1, -1, out);
		expect(words()).toEqual(["fd36d048", "2d17272c"]);
	});

	test("a value does not depend on which values were drawn before it", () => {
		const key = stream(7, "order", 3);
		const forward = Array.from({ length: 9 }, (_, i) => uint32(key, i));
		const backward = Array.from({ length: 9 }, (_, i) => uint32(key, 8 - i)).reverse();
		expect(backward).toEqual(forward);
	});

	test("streams of other seeds and other purposes share no values", () => {
		const first = (key: ReturnType<typeof stream>) => uint32(key, 0);
		const values = [stream(7, "a"), stream(8, "a"), stream(7, "b"), stream(7, "a", 0), stream(7, "a", 1), stream(7, "a", "0")].map(first);
		expect(new Set(values).size).toBe(values.length);
	});

	test("filled uniforms equal the single draws and lie in their range", () => {
		const key = stream(1, "weights");
		const filled = fillUniform(key, new Float32Array(1001), -0.5, 0.5);
		expect(filled[1000]).toBe(Math.fround(uniform(key, 1000) - 0.5));
		expect(Math.min(...filled)).toBeGreaterThanOrEqual(-0.5);
		expect(Math.max(...filled)).toBeLessThan(0.5);
	});

	test("normals have mean 0 and the given deviation, within four standard errors", () => {
		const n = 100_000;
		const drawn = fillNormal(stream(2, "normal"), new Float32Array(n), 2);
		const mean = drawn.reduce((sum, x) => sum + x, 0) / n;
		const deviation = Math.sqrt(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
		expect(Math.abs(mean)).toBeLessThan((4 * 2) / Math.sqrt(n));
		expect(Math.abs(deviation - 2)).toBeLessThan((4 * 2) / Math.sqrt(2 * n));
	});

	test.each([0.1, 0.5, 0.6])("a mask keeps a share of %f, whatever its length", (keep) => {
		const key = stream(3, "dropout", keep);
		const n = 200_003;
		const mask = fillMask(key, new Uint8Array(n), keep);
		const kept = mask.reduce((sum, bit) => sum + bit, 0) / n;
		expect(Math.abs(kept - keep)).toBeLessThan(4 * Math.sqrt((keep * (1 - keep)) / n));
		expect([...fillMask(key, new Uint8Array(7), keep)]).toEqual([...mask.subarray(0, 7)]);
	});
});
