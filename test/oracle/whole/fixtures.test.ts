import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { written } from "./python.ts";

/** The fixtures are what their makers write today, with this Python: no answer was edited by hand, and no maker has changed since. */

const committed = join(import.meta.dirname, "../fixtures");

/** Of the largest number beside it in a list, for kernels choose their order of summation by the processor. */
const TOLERANCE = 1e-5;

const makers = [
	"layers",
	"heads",
	"optimizers",
	"losses",
	"initializers",
	"resize",
	"augment",
	"pixels",
	"folders",
	"files",
	"networks",
	"torch_exports",
];

test.each(makers)("%s", async (maker) => {
	await written(
		"generate.py",
		(folder) => ["--into", folder, maker],
		async (folder) => {
			const names = await readdir(folder);
			expect(names.length).toBeGreaterThan(0);
			for (const name of names) {
				const [ours, theirs] = [readFileSync(join(folder, name)), readFileSync(join(committed, name))];
				if (name.endsWith(".json")) expect(difference(JSON.parse(ours.toString()), JSON.parse(theirs.toString()))).toBe(null);
				// Files of models hold dates and identifiers of the day.
				else if (name.endsWith(".zip")) expect(Object.keys(unzipSync(ours))).toEqual(Object.keys(unzipSync(theirs)));
				else expect(ours.equals(theirs), name).toBe(true);
			}
		},
	);
});

/** Where two answers part, or null. */
function difference(ours: unknown, theirs: unknown, at = ""): string | null {
	if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
		if (ours.every((value) => typeof value === "number")) return numbers(ours, theirs as number[], at);
		return first(ours.map((value, i) => difference(value, theirs[i], `${at}[${i}]`)));
	}
	if (isObject(ours) && isObject(theirs)) {
		if (typeof ours.data === "string" && typeof theirs.data === "string" && "shape" in ours)
			return numbers(floats(ours.data), floats(theirs.data), at);
		return first(
			[...new Set([...Object.keys(ours), ...Object.keys(theirs)])].map((key) => difference(ours[key], theirs[key], `${at}.${key}`)),
		);
	}
	if (typeof ours === "number" && typeof theirs === "number") return numbers([ours], [theirs], at);
	return ours === theirs ? null : `${at}: ${JSON.stringify(ours)}, and was ${JSON.stringify(theirs)}`;
}

function numbers(ours: ArrayLike<number>, theirs: ArrayLike<number>, at: string): string | null {
	const largest = Math.max(1e-6, ...Array.from(theirs, Math.abs));
	const worst = Math.max(0, ...Array.from(ours, (value, i) => Math.abs(value - theirs[i]!)));
	return ours.length === theirs.length && worst / largest < TOLERANCE ? null : `${at}: off by ${worst} of ${largest}`;
}

const floats = (base64: string): Float32Array => new Float32Array(Uint8Array.from(Buffer.from(base64, "base64")).buffer);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const first = (found: readonly (string | null)[]): string | null => found.find((each) => each !== null) ?? null;
