import { expect, test } from "vitest";
import { listDataset, scanDataset } from "../../lib/data/scan.ts";
import { drawSet } from "../../lib/drawn/index.ts";
import { probeImages } from "../../lib/forecast/probe-images.ts";
import { temporaryFolder } from "../support/folder.ts";

test("a probe of images names and splits them as the job does; of a set too large for its seconds it takes a sample by chance, and counts from that", async () => {
	const folder = await temporaryFolder();
	await drawSet(folder, { classes: 3, perClass: 50, edge: 16, seed: 1 });
	const data = { train: folder, validation: { split: 0.3 }, maxSkipRatio: 1, maxPixels: 1e6 };
	const listed = await listDataset(data);
	const { entries } = await scanDataset(data, 7);
	const splits = new Map(entries.map(({ image, split }) => [image, split]));

	const whole = await probeImages(listed, 7, 60);
	expect(whole).toMatchObject({ exact: true, train: entries.filter(({ split }) => split === "train").length });
	expect(whole.read.every(({ image, split }) => splits.get(image) === split)).toBe(true);
	expect(whole.train + whole.validation).toBe(150);

	const part = await probeImages(listed, 7, 0);
	expect(part.exact).toBe(false);
	expect(part.read.length).toBeLessThan(30);
	expect(Math.abs(part.train + part.validation - 150)).toBeLessThanOrEqual(1);
	expect(part.read, "in the same order of chance each time").toEqual(whole.read.slice(0, part.read.length));
	expect(new Set(part.read.map(({ label }) => label)).size, "of all classes alike").toBeGreaterThan(1);
});
