import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../lib/base/errors.ts";
import { readCsvManifest, readJsonlManifest } from "../../lib/data/listing.ts";
import { scanDataset } from "../../lib/data/scan.ts";
import { files, section } from "./images.ts";

const csv = (text: string) => readCsvManifest("/data/list.csv", Buffer.from(text));
const jsonl = (text: string) => readJsonlManifest("/data/list.jsonl", Buffer.from(text));

const expected = [
	{ file: "/data/img/1.jpg", path: "img/1.jpg", label: "rose", split: null },
	{ file: "/elsewhere/2.jpg", path: "/elsewhere/2.jpg", label: "tulip", split: "validation" },
	{ file: "/data/img/3, too.jpg", path: "img/3, too.jpg", label: "rose", split: "train" },
];

describe("a CSV manifest", () => {
	test("names path, label and maybe split; paths count from the manifest", () => {
		expect(csv('path,label,split\nimg/1.jpg,rose,\n/elsewhere/2.jpg,tulip,validation\n"img/3, too.jpg",rose,train\n')).toEqual(expected);
	});

	test("may have a byte order mark, lines of Windows, capitals, spaces, blank lines, other columns in any order", () => {
		const text =
			'\uFEFFLabel , author, PATH,Split\r\nrose,me,img/1.jpg,\r\n\r\n tulip,me, /elsewhere/2.jpg ,Val\r\nrose,me,"img/3, too.jpg",TRAINING\r\n';
		expect(csv(text)).toEqual(expected);
	});

	test("without a split column leaves all to the job", () => {
		expect(csv("path,label\na.jpg,1\n")).toEqual([{ file: "/data/a.jpg", path: "a.jpg", label: "1", split: null }]);
	});
});

describe("a JSON Lines manifest", () => {
	test("has an object on each line", () => {
		const text =
			'\uFEFF{"path": "img/1.jpg", "label": "rose"}\r\n\n{"label": "tulip", "path": "/elsewhere/2.jpg", "split": "valid", "author": 1}\n{"path": "img/3, too.jpg", "label": "rose", "split": "train"}';
		expect(jsonl(text)).toEqual(expected);
	});

	test("may have numbers as labels, and null for no split", () => {
		expect(jsonl('{"path": "a.jpg", "label": 3, "split": null}')).toEqual([
			{ file: "/data/a.jpg", path: "a.jpg", label: "3", split: null },
		]);
	});
});

const FIX = "each line needs path and label; the CSV header names the columns: path,label,split";

describe("BAD_MANIFEST", () => {
	test.each([
		["another header", csv, "file,class\na.jpg,rose\n", 2, 'has no "path"; it has file, class', FIX],
		["no header at all", csv, "a.jpg,rose\nb.jpg,tulip\n", 2, 'has no "path"; it has a.jpg, rose', FIX],
		["an empty label", csv, "path,label\na.jpg,rose\nb.jpg,\n", 3, 'has an empty "label"', FIX],
		[
			"an unknown split",
			csv,
			"path,label,split\na.jpg,rose,test\n",
			2,
			'has the split "test"; it can be train or validation',
			"leave it empty where the job's own split should decide",
		],
		[
			"a split that every object has",
			csv,
			"path,label,split\na.jpg,rose,constructor\n",
			2,
			'has the split "constructor"; it can be',
			"leave it empty where the job's own split should decide",
		],
		["half a line", jsonl, '{"path": "a.jpg", "label": "rose"}\n{"path": "b.jp', 2, "is not JSON: ", FIX],
		["a list", jsonl, '["a.jpg", "rose"]', 1, 'should be an object with "path" and "label"', FIX],
		["no label", jsonl, '{"path": "a.jpg", "class": "rose"}', 1, 'has no "label"; it has path, class', FIX],
		["a label that is no name", jsonl, '{"path": "a.jpg", "label": ["rose"]}', 1, 'has no "label"; it has path, label', FIX],
		["a path of spaces", jsonl, '{"path": "  ", "label": "rose"}', 1, 'has an empty "path"', FIX],
	])("%s is told with its line", (_, read, text, line, message, fix) => {
		const file = read === csv ? "/data/list.csv" : "/data/list.jsonl";
		const reading = () => read(text);
		expect(reading).toThrow(UserError);
		expect(reading).toThrow(`${file}:${line} ${message}`);
		expect(reading).toThrow(expect.objectContaining({ code: "BAD_MANIFEST", exitCode: 2, at: { file, line }, fix }));
	});

	test("a row of another width, and a quote that is not closed, are told with their line", () => {
		expect(() => csv("path,label\na.jpg,rose\nb.jpg,tulip,train\n")).toThrow(/^\/data\/list\.csv is not proper CSV: .*line 3/);
		expect(() => csv('path,label\n"a.jpg,rose\n')).toThrow(expect.objectContaining({ code: "BAD_MANIFEST", fix: FIX }));
	});

	test("fuzz: any bytes are a listing or BAD_MANIFEST", () => {
		const line = fc.oneof(fc.json(), fc.string(), fc.constantFrom("path,label", "a,b", '"', "a,b,c"));
		const text = fc.oneof(
			fc.uint8Array(),
			fc.array(line).map((lines) => Buffer.from(lines.join("\n"))),
		);
		const judged = (read: (bytes: Uint8Array) => unknown[]) => (bytes: Uint8Array) => {
			try {
				return Array.isArray(read(bytes));
			} catch (error) {
				return error instanceof UserError && error.code === "BAD_MANIFEST";
			}
		};
		fc.assert(
			fc.property(
				text,
				judged((bytes) => readCsvManifest("l.csv", bytes)),
			),
			{ numRuns: 200 },
		);
		fc.assert(
			fc.property(
				text,
				judged((bytes) => readJsonlManifest("l.jsonl", bytes)),
			),
			{ numRuns: 200 },
		);
	});
});

describe("a dataset from a manifest", () => {
	const contents = { "img/1.jpg": "r1", "img/2.jpg": "t1", "img/3.jpg": "r2", "img/4.jpg": "t2" };

	test("has the splits that are written, and the job's own where none is", async () => {
		const root = await files({
			...contents,
			"list.CSV": "path,label,split\nimg/2.jpg,tulip,validation\nimg/1.jpg,rose,train\nimg/4.jpg,tulip,train\nimg/3.jpg,rose,\n",
		});
		const { classes, entries } = await scanDataset(section(join(root, "list.CSV"), { split: 1 - 1e-9 }), 7);
		expect(classes).toEqual(["rose", "tulip"]);
		expect(entries.map(({ path, label, split }) => [path, label, split])).toEqual([
			["img/1.jpg", 0, "train"],
			["img/3.jpg", 0, "validation"],
			["img/2.jpg", 1, "validation"],
			["img/4.jpg", 1, "train"],
		]);
	});

	test("F2: is the same dataset as the folder with the same images", async () => {
		const lines = Object.keys(contents).map((path) =>
			JSON.stringify({ path: path.replace("img", "."), label: /[13]/.test(path) ? "rose" : "tulip" }),
		);
		const root = await files({ ...contents, "img/list.jsonl": lines.reverse().join("\n") });
		const folder = await files({ "rose/a.jpg": "r1", "rose/b.jpg": "r2", "tulip/a.jpg": "t1", "tulip/b.jpg": "t2" });
		const listed = await scanDataset(section(join(root, "img/list.jsonl")), 7);
		expect(listed.digest).toBe((await scanDataset(section(folder), 7)).digest);
	});

	test("F3: a path that leads nowhere, or to a folder, is a recorded skip", async () => {
		const root = await files({
			...contents,
			"list.csv": "path,label\nimg/1.jpg,rose\nimg/3.jpg,rose\nimg/2.jpg,tulip\nimg/4.jpg,tulip\nnone.jpg,rose\nimg,tulip\n",
		});
		const { entries, skips } = await scanDataset(section(join(root, "list.csv")), 7);
		expect(entries).toHaveLength(4);
		expect(skips.map(({ path, code }) => [path, code])).toEqual([
			["none.jpg", "UNREADABLE"],
			["img", "UNREADABLE"],
		]);
		expect(skips[0]!.image).not.toBe(skips[1]!.image);
	});
});
