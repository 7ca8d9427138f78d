import { describe, expect, test } from "vitest";
import { decodeFeatureFile, encodeFeatureFile, type FeatureFile } from "../../lib/feature/file.ts";
import { bytesOf, encodeSafetensors } from "../../lib/feature/safetensors.ts";

const id = (n: number): Uint8Array => new Uint8Array(16).fill(n);
const whole = (): FeatureFile => ({
	space: "5pace",
	dim: 3,
	rows: new Float32Array([1, 2, 3, -4, 5.5, 0]),
	samples: [id(1), id(2)],
	skips: [{ sample: "03".repeat(16), image: "aa", code: "TRUNCATED", detail: "ends at byte 7" }],
});

describe("a feature file", () => {
	test("gives back rows, ids, skips and space", () => {
		const read = decodeFeatureFile(encodeFeatureFile(whole()), "f");
		expect({ ...read, samples: read.samples.map((sample) => [...sample]) }).toEqual({
			...whole(),
			samples: whole().samples.map((sample) => [...sample]),
		});
	});

	test("F2: is the same bytes whenever and wherever it is made", () => {
		expect(Buffer.compare(encodeFeatureFile(whole()), encodeFeatureFile(whole()))).toBe(0);
	});

	test("may hold no rows, only skips, or rows without values", () => {
		for (const file of [
			{ ...whole(), rows: new Float32Array(), samples: [] },
			{ ...whole(), rows: new Float32Array(), dim: 0 },
		]) {
			const read = decodeFeatureFile(encodeFeatureFile(file), "f");
			expect([read.dim, read.rows.length, read.samples.length, read.skips.length]).toEqual([file.dim, 0, file.samples.length, 1]);
		}
	});

	test.each([Number.NaN, Number.POSITIVE_INFINITY])("with the value %f is not written: NON_FINITE_FEATURE names the sample", (value) => {
		const rows = new Float32Array([1, 2, 3, 4, value, 6]);
		expect(() => encodeFeatureFile({ ...whole(), rows })).toThrow(
			expect.objectContaining({
				name: "TerminalError",
				code: "NON_FINITE_FEATURE",
				message: expect.stringContaining(`value 1 of sample ${"02".repeat(16)}'s row is ${value}`),
				fix: expect.stringContaining("preprocess"),
			}),
		);
	});

	test("with fewer ids than rows is not written", () => {
		expect(() => encodeFeatureFile({ ...whole(), samples: [id(1)] })).toThrow(/features of shape \[1, 3\] .* needs 12 bytes, got 24/);
	});
});

describe("BAD_FEATURE_FILE", () => {
	const features = { name: "features", dtype: "F32", shape: [1, 2], data: bytesOf(new Float32Array([1, 2])) } as const;
	const samples = { name: "samples", dtype: "U8", shape: [1, 16], data: id(1) } as const;
	const metadata = { format: "frostline-features/1", space: "s", skips: "[]" };
	test.each([
		["another format", [features, samples], { ...metadata, format: "frostline-features/2" }],
		["no format", [features, samples], {}],
		["no rows", [samples], metadata],
		["no ids", [features], metadata],
		["fewer ids than rows", [{ ...features, shape: [2, 1] }, samples], metadata],
		["ids of another length", [features, { ...samples, shape: [1, 8], data: id(1).subarray(8) }], metadata],
		["skips that are no JSON", [features, samples], { ...metadata, skips: "[{" }],
		["skips that are no list of skips", [features, samples], { ...metadata, skips: '[{"why": 1}]' }],
		["skips of nothing", [features, samples], { ...metadata, skips: "[null]" }],
	])("%s", (_, tensors, words) => {
		expect(() => decodeFeatureFile(encodeSafetensors(tensors, words), "features/s/x.safetensors")).toThrow(
			expect.objectContaining({
				name: "TerminalError",
				code: "BAD_FEATURE_FILE",
				message: "features/s/x.safetensors is not a feature file of format frostline-features/1",
			}),
		);
	});
});
