import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { scanDataset } from "../../lib/data/scan.ts";
import { files, pictures, section } from "./images.ts";

describe("a folder with one folder per class", () => {
	test("gives every image with its digest, label, path, file and size, by class, folder and path", async () => {
		const root = await files({ "tulip/b.jpg": "t2", "tulip/a.jpg": "t1!", "rose/z.png": "r1", "rose/old/y.jpg": "r2" });
		const { classes, entries, skips } = await scanDataset(section(root), 7);
		expect(classes).toEqual(["rose", "tulip"]);
		expect(entries.map(({ split, ...entry }) => entry)).toEqual([
			{ image: sha256("r1"), path: "rose/z.png", file: join(root, "rose/z.png"), label: 0, bytes: 2 },
			{ image: sha256("r2"), path: "rose/old/y.jpg", file: join(root, "rose/old/y.jpg"), label: 0, bytes: 2 },
			{ image: sha256("t1!"), path: "tulip/a.jpg", file: join(root, "tulip/a.jpg"), label: 1, bytes: 3 },
			{ image: sha256("t2"), path: "tulip/b.jpg", file: join(root, "tulip/b.jpg"), label: 1, bytes: 2 },
		]);
		expect(skips).toEqual([]);
	});

	test("numbers classes in code-point order, as Keras does", async () => {
		const names = ["a", "B", "_", "10", "2", "ä", "ﬀ", "😀"];
		const { classes } = await scanDataset(section(await files(pictures(2, names))), 7);
		expect(classes).toEqual(["10", "2", "B", "_", "a", "ä", "ﬀ", "😀"]);
	});

	test("leaves out hidden files, sidecars and what lies beside the class folders; anything else is judged by its bytes", async () => {
		const root = await files({
			...pictures(4),
			"rose/.DS_Store": "x",
			".git/config": "x",
			"rose/notes.TXT": "x",
			"rose/labels.csv": "x",
			"readme.md": "x",
			"loose.jpg": "x",
			"rose/no-ending": "y",
			"rose/photo.JPG": "z",
		});
		const { classes, entries } = await scanDataset(section(root), 7);
		expect(classes).toEqual(["rose", "tulip"]);
		expect(entries.map(({ path }) => path).filter((path) => !/\d\.jpg$/.test(path))).toEqual(["rose/no-ending", "rose/photo.JPG"]);
	});

	test("F3: an empty file and a link to nothing are recorded skips", async () => {
		const root = await files({ ...pictures(4), "rose/empty.jpg": "" });
		await symlink(join(root, "nowhere.jpg"), join(root, "tulip/broken.jpg"));
		const { entries, skips } = await scanDataset(section(root), 7);
		expect(entries).toHaveLength(8);
		expect(skips.map(({ path, code }) => [path, code])).toEqual([
			["rose/empty.jpg", "EMPTY"],
			["tulip/broken.jpg", "UNREADABLE"],
		]);
		expect(skips[0]!.image).toBe(sha256(""));
		expect(skips[1]!.detail).toMatch(/ENOENT/);
	});

	test("follows links to files and folders, and goes round no circle", async () => {
		const root = await files(pictures(3));
		const elsewhere = await files({ "lily/1.jpg": "l1", "lily/2.jpg": "l2", "more/3.jpg": "l3" });
		await symlink(join(elsewhere, "lily"), join(root, "lily"));
		await symlink(join(elsewhere, "more"), join(root, "rose/more"));
		await symlink(root, join(root, "rose/back"));
		await symlink(join(root, "rose"), join(root, "rose/self"));
		const { classes, entries } = await scanDataset(section(root), 7);
		expect(classes).toEqual(["lily", "rose", "tulip"]);
		expect(entries.map(({ path }) => path).filter((path) => !path.startsWith("rose/back/"))).toEqual([
			"lily/1.jpg",
			"lily/2.jpg",
			"rose/0.jpg",
			"rose/1.jpg",
			"rose/2.jpg",
			"rose/more/3.jpg",
			"tulip/0.jpg",
			"tulip/1.jpg",
			"tulip/2.jpg",
		]);
	});

	test("tells its progress and stops at its signal", async () => {
		const root = await files(pictures(10));
		const told: [number, number][] = [];
		await scanDataset(section(root), 7, { onProgress: (done, total) => told.push([done, total]) });
		expect(told).toEqual(Array.from({ length: 20 }, (_, i) => [i + 1, 20]));
		await expect(scanDataset(section(root), 7, { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
	});

	test("tells the classes before it reads a file, and what that throws ends the scan", async () => {
		const told: unknown[] = [];
		const onClasses = async (classes: readonly string[]) => {
			told.push([...classes]);
			throw new Error("head does not fit");
		};
		const scan = scanDataset(section(await files(pictures(2))), 7, { onClasses, onProgress: () => told.push("read") });
		await expect(scan).rejects.toThrow("head does not fit");
		expect(told).toEqual([["rose", "tulip"]]);
	});
});

describe("F2: the dataset's digest", () => {
	const four = { "a/1": "x", "a/2": "y", "b/3": "z", "b/4": "w" };
	/** Enough others that both sides of the split have images, whatever the four are. */
	const digest = async (contents: Readonly<Record<string, string>>): Promise<string> =>
		(await scanDataset(section(await files({ ...pictures(8), ...contents })), 7)).digest;

	test("does not change when files are renamed or moved within their class", async () => {
		expect(await digest({ "a/deep/er/9": "x", "a/0": "y", "b/z": "z", "b/y": "w" })).toBe(await digest(four));
	});

	test.each([
		["a changed byte", { ...four, "a/1": "x!" }],
		["another label", { "b/1": "x", "a/2": "y", "b/3": "z", "b/4": "w" }],
		["another class name", { "c/1": "x", "c/2": "y", "b/3": "z", "b/4": "w" }],
		["one image more", { ...four, "b/5": "v" }],
		["an image twice", { ...four, "b/5": "w" }],
	])("changes with %s", async (_, contents) => {
		expect(await digest(contents)).not.toBe(await digest(four));
	});
});

describe("data that cannot be a dataset is the user's to mend", () => {
	test("a missing folder: what was meant, or how far the path exists", async () => {
		const root = await files(pictures(2));
		const scan = (path: string) => scanDataset(section(path), 7);
		await mkdir(join(root, "flowers"));
		await expect(scan(join(root, "flwoers"))).rejects.toMatchObject({
			code: "DATA_NOT_FOUND",
			exitCode: 2,
			message: `data.train names ${join(root, "flwoers")}, which is not there; did you mean "${join(root, "flowers")}"?`,
			fix: "paths in a job document count from the document's folder",
		});
		await expect(scan(join(root, "no/such/place"))).rejects.toThrow(`the nearest folder that exists is ${root}`);
	});

	test.each([
		["no images", {}, "NO_IMAGES", /holds no images$/, /flowers\/rose\/1\.jpg/],
		["only files that are no images", { "rose/a.txt": "x" }, "NO_IMAGES", /holds no images$/, /folder of its own/],
		[
			"one class",
			{ "rose/1.jpg": "x" },
			"ONE_CLASS",
			/holds one class, "rose"; a classifier needs at least two$/,
			/one level too high or too low/,
		],
	])("%s", async (_, contents, code, message, fix) => {
		const scan = scanDataset(section(await files(contents as Record<string, string>)), 7);
		await expect(scan).rejects.toMatchObject({
			name: "UserError",
			code,
			message: expect.stringMatching(message),
			fix: expect.stringMatching(fix),
		});
	});

	test("a file that is neither folder nor manifest", async () => {
		const root = await files({ "images.zip": "PK" });
		await expect(scanDataset(section(join(root, "images.zip")), 7)).rejects.toMatchObject({
			code: "BAD_DATA_SOURCE",
			message: expect.stringContaining("images.zip"),
		});
	});

	test("nothing held out, and nothing left to train on", async () => {
		const root = await files(pictures(3));
		await expect(scanDataset(section(root, { split: 1e-9 }), 7)).rejects.toMatchObject({
			code: "NO_VALIDATION",
			fix: expect.stringContaining("data.validation.split"),
		});
		await expect(scanDataset(section(root, { split: 1 - 1e-9 }), 7)).rejects.toMatchObject({ code: "NO_TRAINING" });
		const empty = await files({ "a/1": "", "b/1": "" });
		await expect(scanDataset(section(empty), 7)).rejects.toMatchObject({ code: "NO_TRAINING" });
	});
});

describe("validation images of their own", () => {
	test("are all validation, and the others all training", async () => {
		const [train, held] = [await files(pictures(3)), await files({ "rose/v.jpg": "rv", "tulip/v.jpg": "tv" })];
		const { entries } = await scanDataset(section(train, { path: held }), 7);
		expect(entries.map(({ path, split }) => `${path} ${split}`)).toEqual([
			"rose/0.jpg train",
			"rose/1.jpg train",
			"rose/2.jpg train",
			"rose/v.jpg validation",
			"tulip/0.jpg train",
			"tulip/1.jpg train",
			"tulip/2.jpg train",
			"tulip/v.jpg validation",
		]);
	});

	test("may lack a class, but have none that training has not", async () => {
		const train = await files(pictures(3));
		const fewer = await scanDataset(section(train, { path: await files({ "tulip/v.jpg": "tv" }) }), 7);
		expect(fewer.classes).toEqual(["rose", "tulip"]);
		expect(fewer.entries.find(({ split }) => split === "validation")!.label).toBe(1);
		const other = await files({ "tulips/v.jpg": "tv", "daisy/v.jpg": "dv" });
		await expect(scanDataset(section(train, { path: other }), 7)).rejects.toMatchObject({
			code: "VALIDATION_CLASSES",
			message: `the validation images in ${other} have classes that training has not: "daisy", "tulips" (did you mean "tulip"?); training has rose, tulip`,
		});
	});
});
