import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readForeign } from "../../lib/compare/foreign/features-file.ts";
import { temporaryFolder } from "../support/folder.ts";
import { npy } from "./script.ts";

const fixtures = resolve(import.meta.dirname, "../fixtures/compare");
const files = JSON.parse(readFileSync(join(fixtures, "files.json"), "utf8")) as Record<string, { bytes: number; start: string }>;

/** The same values in every file. */
const TABLE = Float32Array.from({ length: 12 }, (_, i) => (i - 3.25) / 4);
const cases = JSON.parse(readFileSync(join(fixtures, "npy.json"), "utf8")) as { name: string; file: string }[];
const ONE_AXIS = Buffer.from(cases.find(({ name }) => name === "one axis")!.file, "base64");
const NAMES = ["rose/1.jpg", "tulip/é.jpg", "rose/2.jpg"];

async function place(name: string, content?: Uint8Array | string): Promise<string> {
	const path = join(await temporaryFolder(), name);
	const { bytes, start } = files[name] ?? { bytes: 0, start: "" };
	const padded = Buffer.alloc(bytes);
	Buffer.from(start, "base64").copy(padded);
	await writeFile(path, content ?? padded);
	return path;
}

describe("features and names are read from what h5py, safetensors and NumPy write", () => {
	test.each([
		["named.h5", NAMES],
		["one.h5", null],
		["named.safetensors", NAMES],
		["half.safetensors", null],
	])("%s", async (name, names) => {
		const read = await readForeign(await place(name), null);
		expect(read).toMatchObject({ rows: 3, dim: 4, rowShape: [4], names, namesFrom: names === null ? null : name });
		for (const [i, value] of read.values.entries()) expect(value).toBeCloseTo(TABLE[i]!, 3);
	});

	test.each([
		["names.txt", `${NAMES.join("\n")}\n`],
		["names.json", JSON.stringify(NAMES)],
		["names.csv", `label,filename\n${NAMES.map((name) => `x,${name}`).join("\n")}\n`],
		["list.csv", NAMES.map((name) => `${name},0`).join("\n")],
	])("names of a .npy file from %s", async (name, text) => {
		const read = await readForeign(await place("a.npy", npy(TABLE, 3)), await place(name, text));
		expect(read).toMatchObject({ names: NAMES, namesFrom: name });
	});
});

describe("what cannot be compared is refused, with what to do", () => {
	const refusal = async (read: Promise<unknown>): Promise<string> =>
		read.then(
			() => "read",
			(error: { code: string; message: string; fix: string }) => `${error.code}: ${error.message}; ${error.fix}`,
		);

	test.each([
		["several tables without a name", "two.h5", undefined, "2 tables, a, b, and none is named features"],
		["another kind of file", "a.npz", "PK", "of no known kind"],
		["one axis", "a.npy", ONE_AXIS, "should hold a table of \\[rows, values\\]"],
		["a broken safetensors file", "a.safetensors", "short", "not a whole safetensors file"],
	])("%s", async (_, name, content, says) => {
		expect(await refusal(readForeign(await place(name, content), null))).toMatch(new RegExp(`^BAD_FEATURES_FILE: .*${says}`));
	});

	test("as many names as rows", async () => {
		const read = readForeign(await place("a.npy", npy(TABLE, 3)), await place("names.txt", "one\ntwo\n"));
		expect(await refusal(read)).toContain("names.txt has 2 names, and a.npy has 3 rows");
	});

	test("a file that is not there", async () => {
		expect(await refusal(readForeign("/nowhere/a.npy", null))).toContain("NOT_FOUND");
	});
});
