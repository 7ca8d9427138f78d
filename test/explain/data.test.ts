import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { type Dataset, datasetDigest, type Entry } from "../../lib/data/dataset.ts";
import { isValidation } from "../../lib/data/split.ts";
import { dataChanges } from "../../lib/explain/changes.ts";
import { composed } from "../../lib/explain/compose.ts";
import { dataDifference } from "../../lib/explain/data-difference.ts";
import { type SideData, sideData } from "../../lib/explain/side-data.ts";

const SEED = 7;
const names = ["daisy", "rose", "tulip"];

/** `count` images, the i-th of class i mod 3; `label` may say otherwise. */
function images(from: number, to: number, label: (i: number, held: boolean) => string = (i) => names[i % 3]!, share = 0.3): SideData {
	const found = Array.from({ length: to - from }, (_, i) => {
		const image = sha256(`image ${from + i}`);
		const held = isValidation(SEED, image, share);
		return { image, name: label(from + i, held), held };
	});
	const classes = [...new Set(found.map(({ name }) => name))].sort();
	const entries = found.map(
		({ image, name, held }): Entry => ({
			image,
			path: image,
			file: `/photos/${image}.jpg`,
			label: classes.indexOf(name),
			split: held ? "validation" : "train",
			bytes: 1,
		}),
	);
	const dataset: Dataset = { classes, entries, skips: [], digest: datasetDigest(classes, entries) };
	return sideData(dataset, SEED, share);
}

const says = (a: SideData, b: SideData) => dataChanges(dataDifference(a, b, SEED)).map((change) => change.says);
const turned = (i: number) => names[(i + 1) % 3]!;

describe("two documents' images", () => {
	const all = images(0, 300);

	test("are the same whatever their files are called", () => {
		const elsewhere = images(0, 300);
		const moved = {
			...elsewhere,
			dataset: { ...elsewhere.dataset, entries: elsewhere.dataset.entries.map((e) => ({ ...e, file: "/x", path: "x" })) },
		};
		expect(says(all, moved)).toEqual([]);
	});

	test("may be more in one, which is one change; labels and split of the others are compared by themselves", () => {
		expect(says(all, images(60, 320))).toEqual(["images: 240 in both, 60 only in the first, 20 only in the second"]);
	});

	test("may be labelled in another order: the classes have changed places", () => {
		expect(says(all, images(0, 300, turned))).toEqual([
			"labels, of training and held-out images alike: classes have changed places: daisy → rose, rose → tulip, tulip → daisy",
		]);
	});

	test("may be labelled in another order on the held-out side alone, which no accuracy survives", () => {
		expect(
			says(
				all,
				images(0, 300, (i, held) => (held ? turned(i) : names[i % 3]!)),
			),
		).toEqual(["labels of the held-out images alone: classes have changed places: daisy → rose, rose → tulip, tulip → daisy"]);
	});

	test("may be labelled without a rule: rows and labels in two orders", () => {
		const [text] = says(
			all,
			images(0, 300, (i) => names[Math.floor(i / 100)]!),
		);
		expect(text).toMatch(
			/^labels, of training and held-out images alike: \d+ of 300 stand in another class and no rule leads from one to the other: images and labels are not in one order$/,
		);
	});

	test("may be labelled otherwise here and there", () => {
		const [text] = says(
			all,
			images(0, 300, (i) => (i % 30 === 0 ? "tulip" : names[i % 3]!)),
		);
		expect(text).toMatch(/^labels, of training and held-out images alike: 10 of 300 stand in another class \(10 daisy → tulip\)$/);
	});

	test("may have classes of other names, which is no change", () => {
		const numbered = images(0, 300, (i) => String(i % 3));
		expect(says(all, numbered)).toEqual([]);
		expect([...dataDifference(all, numbered, SEED).names].sort()).toEqual([
			["0", "daisy"],
			["1", "rose"],
			["2", "tulip"],
		]);
	});

	test("may have other names and be in no order all the same", () => {
		const [text, ...more] = says(
			all,
			images(0, 300, (i) => String(Math.floor(i / 100))),
		);
		expect(text).toMatch(/^labels, of training and held-out images alike: \d+ of 300 stand in another class and no rule/);
		expect(more).toEqual([]);
	});

	test("may be split otherwise: told with one seed, so that two documents' seeds are no difference", () => {
		expect(
			says(
				all,
				images(0, 300, (i) => names[i % 3]!, 0.5),
			)[0],
		).toMatch(/^split: \d+ images that one trains on are held out by the other$/);
		expect(says(all, sideData(all.dataset, SEED + 1, 0.3)), "a split that the seed does not account for is given").toEqual([]);
	});
});

describe("a dataset made of two", () => {
	const a = images(0, 200);
	const b = images(50, 260, turned, 0.5);
	const none = new Map<string, string>();
	const make = (images: "a" | "b", labels: "a" | "b", split: "a" | "b") => composed({ a, b }, { images, labels, split }, SEED, none);
	const labelOf = ({ classes, entries }: Dataset, i: number) =>
		classes[entries.find(({ image }) => image === sha256(`image ${i}`))?.label ?? -1];

	test("of one alone is that one, to its digest", () => {
		expect(make("a", "a", "a").digest).toBe(a.dataset.digest);
		expect(make("b", "b", "b").digest).toBe(b.dataset.digest);
	});

	test("takes the labels of images that both have from the other", () => {
		const mixed = make("a", "b", "a");
		expect(mixed.entries).toHaveLength(200);
		expect(labelOf(mixed, 100)).toBe(turned(100));
		expect(labelOf(mixed, 10), "which only the first has").toBe(names[10 % 3]);
		const splits = new Map(a.dataset.entries.map(({ image, split }) => [image, split]));
		expect(mixed.entries.every(({ image, split }) => splits.get(image) === split)).toBe(true);
	});

	test("takes the images of the other, with labels of the first where it has them", () => {
		const mixed = make("b", "a", "a");
		expect(mixed.entries).toHaveLength(210);
		expect(labelOf(mixed, 100)).toBe(names[100 % 3]);
		expect(labelOf(mixed, 250), "which only the second has").toBe(turned(250));
	});

	test("takes the split of the other, and draws it anew with another seed", () => {
		const held = (dataset: Dataset) => dataset.entries.filter(({ split }) => split === "validation").length / dataset.entries.length;
		expect(held(make("a", "a", "b"))).toBeGreaterThan(0.4);
		const again = composed({ a, b }, { images: "a", labels: "a", split: "a" }, SEED + 1, none);
		expect(again.digest).not.toBe(a.dataset.digest);
		expect(again.entries.every(({ image, split }) => (split === "validation") === isValidation(SEED + 1, image, 0.3))).toBe(true);
	});
});
