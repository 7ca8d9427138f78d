import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readNpy } from "../../lib/compare/foreign/npy.ts";

interface Case {
	readonly name: string;
	readonly file: string;
	readonly shape: readonly number[];
	readonly values: readonly (number | string)[];
}

const cases = JSON.parse(readFileSync(join(resolve(import.meta.dirname, "../fixtures/compare"), "npy.json"), "utf8")) as Case[];
const bytesOf = (name: string) => new Uint8Array(Buffer.from(cases.find((each) => each.name === name)!.file, "base64"));

describe("a file that NumPy wrote is read to the same values", () => {
	test.each(cases)("$name", ({ file, shape, values }) => {
		// Also where the bytes do not begin at a multiple of four.
		for (const shift of [0, 1]) {
			const held = new Uint8Array(Buffer.concat([Buffer.alloc(shift), Buffer.from(file, "base64")])).subarray(shift);
			const read = readNpy(held, "a.npy");
			expect(read.shape).toEqual(shape);
			const expected = typeof values[0] === "string" ? values : [...Float32Array.from(values as number[])];
			expect([...read.values]).toEqual(expected);
		}
	});
});

describe("a file that is no such array is refused with what is wrong", () => {
	const refusal = (bytes: Uint8Array) => {
		try {
			readNpy(bytes, "a.npy");
		} catch (error) {
			return `${(error as { code: string }).code} ${(error as Error).message}`;
		}
		return "read";
	};
	const withHeader = (from: string, to: string) => {
		const text = Buffer.from(bytesOf("<f4")).toString("latin1");
		expect(text).toContain(from);
		return new Uint8Array(Buffer.from(text.replace(from, to), "latin1"));
	};

	test.each([
		["another kind of file", () => new Uint8Array(Buffer.from("PK\x03\x04 and so on, a zip")), "begins with 504b0304"],
		["an empty file", () => new Uint8Array(0), "begins with nothing"],
		["one that breaks off in its values", () => bytesOf("<f4").subarray(0, -1), "needs 48 bytes, and it has 47"],
		["one that breaks off in its header", () => bytesOf("<f4").subarray(0, 40), "its header claims"],
		["Python objects", () => withHeader("'<f4'", "'|O8'"), "values of type |O8"],
		["complex numbers", () => withHeader("'<f4'", "'<c4'"), "values of type <c4"],
		["a later version", () => new Uint8Array([...bytesOf("<f4").subarray(0, 6), 9, ...bytesOf("<f4").subarray(7)]), "version 9"],
		["a table of records", () => withHeader("'<f4'", "[('a'"), "its header is"],
	])("%s", (_, bytes, says) => {
		expect(refusal(bytes())).toContain("BAD_FEATURES_FILE");
		expect(refusal(bytes())).toContain(says);
	});
});
