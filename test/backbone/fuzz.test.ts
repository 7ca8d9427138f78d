import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readKerasWeights } from "../../lib/backbone/keras-file.ts";
import { readBackbone } from "../../lib/backbone/read.ts";
import { FrostlineError } from "../../lib/base/errors.ts";
import { stream, uniform } from "../../lib/base/rng.ts";
import { featureShape } from "../../lib/engine/onnx/index.ts";
import { models, section, size, unpack } from "./models.ts";

/**
 * Broken files of every kind: cut short, with bytes changed, and with settings of another kind, by a fixed seed. Whatever is in a file, reading it
 * either works or says what is wrong with it; it never crashes, hangs, or fails in words that are not Frostline's. Working is no failure: a changed
 * weight is a weight.
 */

const SEED = 20;
const TRUNCATIONS = 12;
const CHANGES = 40;
/** Of the values in a JSON configuration. */
const SETTINGS = 100;

/** Words of code that met what it did not check. */
const STUMBLED = /\bundefined\b|\bNaN\b|\[object|\bmemory\b|cannot be read: |Cannot |is not a function|is not iterable/;

const [height, width] = size;
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "frostline-test-"));
	unpack(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A model up to its shapes, or all weights of a file without a model. */
async function read(path: string): Promise<unknown> {
	if (path.endsWith(".weights.h5")) return readKerasWeights(path, "weights", (names) => names.map((name) => ({ type: "Layer", name })));
	const { graph } = await readBackbone(section({ file: path }), 0);
	return featureShape(graph, { height, width, pooling: "none", preprocess: "none" });
}

/** What is wrong with an outcome, in words that name the change; null where nothing is. */
async function complaint(path: string, change: string): Promise<string | null> {
	try {
		await read(path);
		return null;
	} catch (error) {
		if (!(error instanceof FrostlineError)) return `${change}: ${String(error)}`;
		const { fix, message } = error;
		return fix && !STUMBLED.test(message) ? null : `${change}: ${message} (fix: ${fix})`;
	}
}

/** Reads the model at `entry` after each change of the file `name`, and once more with that file as it was. */
async function complaints(entry: string, name: string, changes: Iterable<readonly [string, Uint8Array]>): Promise<string[]> {
	const found: string[] = [];
	for (const [change, bytes] of changes) {
		await writeFile(join(folder, name), bytes);
		const said = await complaint(join(folder, entry), change);
		if (said !== null) found.push(said);
	}
	await writeFile(join(folder, name), models[name]!);
	// What a broken file did to a library must not make a whole one fail.
	await read(join(folder, entry));
	return found;
}

/** Integers below a bound, one after another. */
function draws(...purpose: string[]): (below: number) => number {
	const key = stream(SEED, ...purpose);
	let next = 0;
	return (below) => Math.floor(uniform(key, next++) * below);
}

function* cutShort(name: string): Generator<readonly [string, Uint8Array]> {
	const draw = draws(name, "truncations");
	const bytes = models[name]!;
	for (let i = 0; i < TRUNCATIONS; i++) {
		const length = draw(bytes.length);
		yield [`cut to ${length} bytes`, bytes.subarray(0, length)];
	}
}

function* changed(name: string): Generator<readonly [string, Uint8Array]> {
	const draw = draws(name, "changes");
	for (let i = 0; i < CHANGES; i++) {
		const bytes = models[name]!.slice();
		const at = Array.from({ length: 1 + draw(4) }, () => draw(bytes.length));
		// Single bits too: they turn a number into one near it, which gets further before it is noticed.
		for (const each of at) bytes[each] = draw(2) === 0 ? draw(256) : bytes[each]! ^ (1 << draw(8));
		yield [`bytes ${at.map((each) => `${each}=${bytes[each]}`).join(" ")}`, bytes];
	}
}

describe.each([
	["parts-1.weights.h5"],
	["parts-2.weights.h5"],
	["parts-3.weights.h5"],
	["nested-2.h5"],
	["operators-3.h5"],
	["operators-3.keras"],
	["nested-2-checkpoint.keras"],
	["nested-2-tfjs/model.json"],
	["quantized-tfjs/model.json"],
	["nested-2-tfjs/group1-shard1of1.bin", "nested-2-tfjs/model.json"],
	["channels-first.onnx"],
	["one-image.onnx"],
	["channels-last.onnx"],
])("%s", (name, entry = name) => {
	test("cut short", async () => {
		expect(await complaints(entry, name, cutShort(name))).toEqual([]);
	});

	test("with bytes changed", async () => {
		expect(await complaints(entry, name, changed(name))).toEqual([]);
	});
});

/** Values of every kind, at sizes that nobody means. */
const ODD = [null, true, -1, 0, 0.5, 3, 1e12, "odd", "", [], [2], [[1, 2], 3], {}, { config: null }, ["odd", 0, 0]];

/** Copies of a configuration with one value somewhere in it replaced, or gone. */
function* settings(name: string, config: unknown): Generator<readonly [string, unknown]> {
	const draw = draws(name, "settings");
	const places: string[][] = [];
	const visit = (value: unknown, path: string[]): void => {
		if (path.length > 0) places.push(path);
		if (value !== null && typeof value === "object") for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
	};
	visit(config, []);
	for (let i = 0; i < SETTINGS; i++) {
		const copy = structuredClone(config);
		const path = places[draw(places.length)]!;
		let parent = copy as Record<string, unknown>;
		for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
		const value = draw(ODD.length + 1);
		if (value === ODD.length) delete parent[path.at(-1)!];
		else parent[path.at(-1)!] = ODD[value];
		yield [`${path.join(".")} = ${value === ODD.length ? "gone" : JSON.stringify(ODD[value])}`, copy];
	}
}

describe("settings of another kind", () => {
	test.each(["parts-2-tfjs/model.json", "nested-2-tfjs/model.json", "quantized-tfjs/model.json"])("%s", async (name) => {
		const root: unknown = JSON.parse(Buffer.from(models[name]!).toString("utf8"));
		const files = [...settings(name, root)].map(([change, value]) => [change, strToU8(JSON.stringify(value))] as const);
		expect(await complaints(name, name, files)).toEqual([]);
	});

	test.each(["parts-3.keras", "nested-3.keras", "operators-3.keras"])("%s", async (name) => {
		const entries = unzipSync(models[name]!);
		const root: unknown = JSON.parse(Buffer.from(entries["config.json"]!).toString("utf8"));
		const files = [...settings(name, root)].map(
			([change, value]) => [change, zipSync({ ...entries, "config.json": strToU8(JSON.stringify(value)) }, { level: 0 })] as const,
		);
		expect(await complaints(name, name, files)).toEqual([]);
	});
});
