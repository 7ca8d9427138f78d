import { appendFile, copyFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { drawSet } from "../../lib/drawn/index.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, runJob } from "../support/frostline.ts";

describe("F2: features are computed again only when pixels, weights or transform change", () => {
	test("a second run computes none; a relabelled, renamed or moved image computes none; and each says why", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const images = join(folder, "images");
		const first = await runJob(folder);
		expect(first.features).toMatchObject({ cached: 0, extracted: 120, reasons: { "first run": 120 } });
		const second = await runJob(folder);
		expect(second.features).toEqual({ cached: 120, extracted: 0, reasons: {} });
		expect(second.head.sha256).toBe(first.head.sha256);

		await rename(join(images, "waves", "0000.png"), join(images, "waves", "renamed.png"));
		expect((await runJob(folder)).head.sha256).toBe(first.head.sha256); // a name changes nothing at all
		await mkdir(join(images, "waves", "deeper"));
		await rename(join(images, "waves", "0001.png"), join(images, "waves", "deeper", "0001.png"));
		await rename(join(images, "waves", "0002.png"), join(images, "stripes", "relabelled.png"));
		expect((await runJob(folder)).features.extracted).toBe(0);

		await drawSet(join(folder, "more"), { classes: 1, perClass: 10, edge: 32, seed: 99 });
		for (let i = 0; i < 10; i++) await copyFile(join(folder, "more", "stripes", `000${i}.png`), join(images, "stripes", `new${i}.png`));
		expect((await runJob(folder)).features).toEqual({ cached: 120, extracted: 10, reasons: { "new image": 10 } });

		await appendFile(join(images, "waves", "0005.png"), "x"); // after the image's end: other bytes, same pixels
		expect((await runJob(folder)).features).toEqual({ cached: 129, extracted: 1, reasons: { "changed bytes": 1 } });

		const sized = await runJob(folder, "--set", "backbone.size=40");
		expect(sized.features.extracted).toBe(130);
		expect(Object.keys(sized.features.reasons).join()).toMatch(/size|transform|40/);
	});

	test("a damaged feature file is found and computed again", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const first = await runJob(folder);
		const { readdir } = await import("node:fs/promises");
		const files = (await readdir(join(folder, ".frostline", "features"), { recursive: true })).filter((name) =>
			name.endsWith(".safetensors"),
		);
		const victim = join(folder, ".frostline", "features", files[0]!);
		const bytes = await readFile(victim);
		bytes[bytes.length >> 1]! ^= 0x40; // in a row: names and ids are whole, so it shows when the fit reads it
		await writeFile(victim, bytes);
		const mended = await runJob(folder, "--fresh"); // a fit that is done already reads no rows
		expect(mended.features.reasons).toEqual({ "damaged feature file": mended.features.extracted });
		expect(mended.features.extracted).toBeGreaterThan(0);
		expect(mended.features.cached + mended.features.extracted).toBe(first.features.extracted);
		expect(mended.head.sha256).toBe(first.head.sha256);
		expect(await readFile(victim)).not.toEqual(bytes);
	});
});
