import { describe, expect, test } from "vitest";
import { byName, type OwnImage, plausibleOrders } from "../../lib/compare/foreign/assignments.ts";

/** In the dataset's order: by class, then path. */
const images: OwnImage[] = [
	["daisy/2.jpg", "c1", "train"],
	["daisy/10.jpg", "a7", "train"],
	["rose/1.jpg", "b4", "validation"],
	["rose/2.jpg", "d0", "train"],
	["rose/3.jpg", "a1", "validation"],
].map(([path, digest, split]) => ({
	path: path!,
	digest: digest!,
	label: path!.startsWith("rose") ? 1 : 0,
	split: split as "train" | "validation",
}));

const orders = (rows: number) => plausibleOrders(rows, images).map(({ by, image, says }) => ({ by, image: [...image], says }));

describe("orders that a file without names may have", () => {
	test("as many rows as images: all of them, in every order that programs have, equal ones once", () => {
		expect(
			orders(5)
				.slice(0, 4)
				.map(({ by, image }) => [by, image]),
		).toEqual([
			["folders", [0, 1, 2, 3, 4]],
			["names of files", [2, 1, 0, 3, 4]],
			["whole paths", [1, 0, 2, 3, 4]],
			["digests", [4, 1, 2, 0, 3]],
		]);
	});

	test("as many rows as one side of the split", () => {
		expect(orders(3)[0]).toMatchObject({ by: "folders", image: [0, 1, 3], says: expect.stringContaining("the training images") });
		expect(orders(2)[0]).toMatchObject({ by: "folders", image: [2, 4], says: expect.stringContaining("the held-out images") });
	});

	test("fewer: a generator dropped its last batch; more: it went round again", () => {
		expect(orders(4)[0]).toMatchObject({ image: [2, 4, 2, 4], says: expect.stringContaining("2 times over") });
		expect(orders(4)).toContainEqual(expect.objectContaining({ image: [0, 1, 2, 3], says: expect.stringContaining("without the last 1") }));
		expect(orders(10)[0]).toMatchObject({ image: [0, 1, 2, 3, 4, 0, 1, 2, 3, 4], says: expect.stringContaining("2 times over") });
	});
});

describe("names", () => {
	test("are paths, or ends of them, or end in them", () => {
		const { assignment, unknown } = byName(
			["rose/2.jpg", "/home/me/flowers/daisy/2.jpg", "C:\\flowers\\rose\\1.jpg", "10.jpg", "3.jpg"],
			images,
		);
		expect([...assignment.image]).toEqual([3, 0, 2, 1, 4]);
		expect(unknown).toEqual([]);
	});

	test("that two images have, or none, are left over", () => {
		const { assignment, unknown } = byName(["2.jpg", "tulip/1.jpeg", "rose/3.jpg"], images);
		expect([...assignment.image]).toEqual([-1, -1, 4]);
		expect(unknown).toEqual(["2.jpg", "tulip/1.jpeg"]);
	});
});
