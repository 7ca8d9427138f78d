import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import type { Dataset, Entry } from "../../lib/data/dataset.ts";
import { encodeManifest } from "../../lib/data/manifest.ts";
import { type Sample, sampleId, sampleTable, viewTable } from "../../lib/data/samples.ts";
import { shardsOf } from "../../lib/data/shards.ts";

const image = sha256("a picture");
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const idOf = ({ image, view }: Sample): string => hex(sampleId(image, view));

function dataset(pictures: readonly [path: string, content: string, label: number][]): Dataset {
	const entries = pictures.map(
		([path, content, label]): Entry => ({
			image: sha256(content),
			path,
			file: `/data/${path}`,
			label,
			split: "train",
			bytes: content.length,
		}),
	);
	return { classes: ["rose", "tulip"], entries, skips: [], digest: "d" };
}

describe("F2: a sample's id", () => {
	test("is the first half of the image's digest for the image itself", () => {
		expect(hex(sampleId(image, 0))).toBe(image.slice(0, 32));
	});

	test("of a view is 16 bytes of SHA-256 over digest and number", () => {
		expect(hex(sampleId(image, 1))).toBe(sha256(Buffer.concat([Buffer.from(image, "hex"), Buffer.from([1, 0, 0, 0])])).slice(0, 32));
	});

	test("differs between images and between views", () => {
		const ids = ["a", "b", "c"].flatMap((content) => [0, 1, 2, 256, 65536].map((view) => hex(sampleId(sha256(content), view))));
		expect(new Set(ids).size).toBe(15);
	});

	test("is a copy of its own: writing to it changes no other", () => {
		const id = sampleId(image, 0);
		expect([id.byteLength, id.buffer.byteLength]).toEqual([16, 16]);
	});
});

describe("the sample table", () => {
	test("has each image once, by id, with a file that holds it", () => {
		const table = sampleTable(
			dataset([
				["rose/1", "x", 0],
				["rose/2", "y", 0],
				["tulip/1", "x", 1],
				["tulip/2", "z", 1],
			]),
		);
		expect(table.map(({ image }) => image)).toEqual([sha256("x"), sha256("y"), sha256("z")].sort());
		expect(table.find((sample) => sample.image === sha256("x"))).toEqual({
			image: sha256("x"),
			view: 0,
			file: "/data/rose/1",
		});
		const ids = table.map(idOf);
		expect(ids).toEqual([...ids].sort());
	});

	test("is the same whatever the files are called and whichever labels they have", () => {
		const one = sampleTable(
			dataset([
				["rose/1", "x", 0],
				["tulip/2", "y", 1],
			]),
		);
		const other = sampleTable(
			dataset([
				["b", "y", 0],
				["a", "x", 0],
			]),
		);
		expect(other.map(idOf)).toEqual(one.map(idOf));
	});
});

describe("the view table", () => {
	const two = dataset([
		["rose/1", "x", 0],
		["rose/2", "y", 0],
		["tulip/1", "x", 1],
	]);

	test("has views 1 to n of each image side by side, so that it is decoded once for them, and never the image itself", () => {
		const table = viewTable(two, 3);
		const [first, second] = [sha256("x"), sha256("y")].sort();
		expect(table.map(({ image, view }) => [image, view])).toEqual(
			[first, second].flatMap((image) => [1, 2, 3].map((view) => [image, view])),
		);
	});

	test("of more views holds that of fewer: those are not computed again", () => {
		const few = new Set(viewTable(two, 2).map(idOf));
		expect(viewTable(two, 5).filter((sample) => few.has(idOf(sample))).length).toBe(4);
	});
});

describe("shards", () => {
	const all = () => true;
	const tables = fc.uniqueArray(fc.nat(), { maxLength: 400 }).map((samples) => samples.sort((a, b) => a - b));

	test("hold every sample once, in order, none longer than the size", () => {
		fc.assert(
			fc.property(tables, fc.integer({ min: 1, max: 70 }), (samples, size) => {
				const shards = shardsOf(samples, all, size);
				expect(shards.flat()).toEqual(samples);
				for (const shard of shards) expect(shard.length).toBeLessThanOrEqual(size);
				for (const shard of shards) expect(shard.length).toBeGreaterThan(0);
			}),
			{ numRuns: 100 },
		);
	});

	test("are full to begin with and small at the end, so that no worker waits long for the last", () => {
		const sizes = shardsOf(
			Array.from({ length: 1000 }, (_, i) => i),
			all,
			64,
		).map(({ length }) => length);
		expect(sizes.slice(0, 12)).toEqual(Array(12).fill(64));
		expect(sizes.at(-1)).toBeLessThanOrEqual(8);
		expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
	});

	test("whichever are done, the rest are cut at the same places: a killed run goes on with the same files", () => {
		fc.assert(
			fc.property(tables, fc.integer({ min: 1, max: 70 }), fc.array(fc.boolean(), { maxLength: 60 }), (samples, size, done) => {
				const shards = shardsOf(samples, all, size);
				const left = shards.filter((_, i) => !done[i]);
				const missing = new Set(left.flat());
				expect(shardsOf(samples, (sample) => missing.has(sample), size)).toEqual(left);
			}),
			{ numRuns: 200 },
		);
	});

	test("ten new images among many old ones are one shard", () => {
		const samples = Array.from({ length: 1000 }, (_, i) => i);
		const added = samples.filter((i) => i % 100 === 50);
		expect(shardsOf(samples, (sample) => added.includes(sample), 64)).toEqual([added]);
	});
});

describe("the stored manifest", () => {
	const whole: Dataset = {
		...dataset([
			["rose/1", "x", 0],
			["tulip/ü", "y", 1],
		]),
		skips: [{ image, path: "rose/2", code: "EMPTY", detail: "no bytes" }],
	};

	test("has classes, images and skips on lines of their own, and no path of this machine", () => {
		const lines = gunzipSync(encodeManifest(whole).bytes).toString("utf8").trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line))).toEqual([
			{ classes: ["rose", "tulip"], digest: whole.digest },
			{ image: sha256("x"), label: 0, split: "train", bytes: 1, origin: "rose/1" },
			{ image: sha256("y"), label: 1, split: "train", bytes: 1, origin: "tulip/ü" },
			{ image, origin: "rose/2", skip: "EMPTY", detail: "no bytes" },
		]);
	});

	test("F2: is the same bytes each time", () => {
		expect(encodeManifest(structuredClone(whole))).toEqual(encodeManifest(whole));
	});
});
