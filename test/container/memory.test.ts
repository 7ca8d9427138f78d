import { chmod, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob } from "../support/frostline.ts";
import { startConfinedCluster } from "./confined-cluster.ts";
import { dockerLine, logOf } from "./docker.ts";

/** So much and no swap: an extractor with one compute process runs in less than 400 MB. */
const memory = (megabytes: number) => ["--memory", `${megabytes}m`, "--memory-swap", `${megabytes}m`];

/** One colour, `edge` pixels wide and high: a small file that takes 3·edge² bytes once it is unpacked. */
async function plain(edge: number, colour: number): Promise<Buffer> {
	return sharp({ create: { width: edge, height: edge, channels: 3, background: { r: colour, g: 90, b: 200 } } })
		.png({ compressionLevel: 9 })
		.toBuffer();
}

async function lost(extractor: string): Promise<number> {
	return (await logOf(extractor)).filter(({ reason }) => reason === "crashed").length;
}

test("F3: an image that takes more memory than the extractor has kills its compute process and nothing else: it alone is skipped", async () => {
	const folder = await temporaryFolder();
	await chmod(folder, 0o755);
	await drawnJob(folder, { job: { data: { train: "./images", validation: { split: 0.25 }, maxPixels: 400_000_000 } } });
	await writeFile(join(folder, "images", "stripes", "huge.png"), await plain(16_000, 40)); // 768 MB of pixels
	const cluster = await startConfinedCluster();
	await cluster.start("coordinator");
	const [extractor] = await Promise.all([cluster.start("extractor", memory(500)), cluster.start("trainer")]);
	const { images } = await cluster.submit(folder);
	expect(images.skipped).toEqual({ UNREADABLE: 1 });
	expect(images.total).toBe(121);
	expect(images.train + images.validation).toBe(120);
	expect(await lost(extractor)).toBeGreaterThanOrEqual(3);
	expect(await dockerLine("inspect", "--format", "{{.State.Running}} {{.RestartCount}}", extractor)).toBe("true 0");
});

test("F3: images that are too large to be unpacked beside each other kill compute processes, and all of them become rows nevertheless", async () => {
	const folder = await temporaryFolder();
	await chmod(folder, 0o755);
	await drawnJob(folder, {
		set: { classes: 2, perClass: 1 },
		job: { data: { train: "./images", validation: { split: 0.25 }, maxPixels: 400_000_000 } },
	});
	// 243 MB of pixels each: one at a time goes into the memory that there is, two do not.
	for (const [i, name] of (await readdir(join(folder, "images"))).entries())
		for (let k = 0; k < 5; k++) await writeFile(join(folder, "images", name, `large${k}.png`), await plain(9_000, 20 * k + 7 * i));
	const cluster = await startConfinedCluster();
	await cluster.start("coordinator");
	const [extractor] = await Promise.all([cluster.start("extractor", memory(700)), cluster.start("trainer")]);
	const { images } = await cluster.submit(folder);
	expect(images.skipped).toEqual({});
	expect(images.train + images.validation).toBe(12);
	expect(await lost(extractor)).toBeGreaterThanOrEqual(1);
	expect(await dockerLine("inspect", "--format", "{{.State.Running}} {{.RestartCount}}", extractor)).toBe("true 0");
});
