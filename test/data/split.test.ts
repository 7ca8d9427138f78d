import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { scanDataset } from "../../lib/data/scan.ts";
import { isValidation } from "../../lib/data/split.ts";
import { files, pictures, section } from "./images.ts";

const digest = fc.string().map((text) => sha256(text));
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const seed = fc.nat();
const runs = { numRuns: 200 };

describe("F5: the split is a pure function of seed and digest", () => {
	test("it is this one: another would change every stored job's validation images", () => {
		const held = Array.from({ length: 20 }, (_, i) => (isValidation(7, sha256(`image ${i}`), 0.3) ? 1 : 0)).join("");
		expect(held).toBe("00010001100011001000");
	});

	test("it answers the same again, in any order", () => {
		fc.assert(
			fc.property(seed, share, fc.array(digest, { maxLength: 20 }), (s, p, images) => {
				const forward = images.map((image) => isValidation(s, image, p));
				const backward = [...images].reverse().map((image) => isValidation(s, image, p));
				return JSON.stringify(backward.reverse()) === JSON.stringify(forward);
			}),
			runs,
		);
	});

	test("a larger share holds out the same images and more", () => {
		fc.assert(
			fc.property(
				seed,
				digest,
				share,
				share,
				(s, image, p, q) => !isValidation(s, image, Math.min(p, q)) || isValidation(s, image, Math.max(p, q)),
			),
			runs,
		);
	});

	test.each([0.05, 0.2, 0.5])("a share of %f is held out, within four standard errors, whatever the seed", (p) => {
		const n = 4000;
		for (const s of [0, 1, 2 ** 31 - 1]) {
			const held = Array.from({ length: n }, (_, i) => isValidation(s, sha256(`${i}`), p)).filter(Boolean).length;
			expect(Math.abs(held / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
		}
	});

	test("splits of two seeds are independent", () => {
		const n = 4000;
		const both = Array.from({ length: n }, (_, i) => isValidation(1, sha256(`${i}`), 0.5) && isValidation(2, sha256(`${i}`), 0.5)).filter(
			Boolean,
		).length;
		expect(Math.abs(both / n - 0.25)).toBeLessThan(4 * Math.sqrt(0.1875 / n));
	});
});

describe("the split of a dataset", () => {
	const sides = async (contents: Record<string, string>, s = 7): Promise<Map<string, string>> => {
		const { entries } = await scanDataset(section(await files(contents), { split: 0.4 }), s);
		return new Map(entries.map(({ path, split }) => [path, split]));
	};

	test("stays as it is when images are added", async () => {
		const before = await sides(pictures(12));
		const after = await sides({ ...pictures(12), ...pictures(9, ["daisy"]), "rose/new.jpg": "new" });
		for (const [path, side] of before) expect(after.get(path), path).toBe(side);
		expect(after.size).toBe(before.size + 10);
	});

	test("stays as it is when images are renamed, moved or relabelled", async () => {
		const moved = (path: string) =>
			path.startsWith("rose/") ? path.replace("rose/", "tulip/was-rose/") : path.replace("tulip/", "rose/was-tulip/");
		const before = await sides(pictures(12));
		const after = await sides(Object.fromEntries(Object.entries(pictures(12)).map(([path, content]) => [moved(path), content])));
		for (const [path, side] of before) expect(after.get(moved(path)), path).toBe(side);
	});

	test("F6: images with the same bytes fall on one side, however often and wherever they are", async () => {
		const contents = {
			...pictures(12),
			...Object.fromEntries(Object.entries(pictures(12)).map(([path, content]) => [path.replace("/", "/copy-"), content])),
			"tulip/stolen.jpg": "rose 3",
		};
		const all = await sides(contents);
		for (const path of Object.keys(pictures(12))) expect(all.get(path.replace("/", "/copy-"))).toBe(all.get(path));
		expect(all.get("tulip/stolen.jpg")).toBe(all.get("rose/3.jpg"));
	});

	test("is another with another seed", async () => {
		expect([...(await sides(pictures(20), 1)).values()]).not.toEqual([...(await sides(pictures(20), 2)).values()]);
	});
});
