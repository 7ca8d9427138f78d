import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Certificate } from "../../lib/compare/certificate.ts";
import type { ForeignReport } from "../../lib/compare/foreign/report.ts";
import { decodeFeatureFile, encodeFeatureFile } from "../../lib/feature/file.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import { npy } from "../compare/script.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline } from "../support/frostline.ts";

async function compared(folder: string, ...args: string[]): Promise<Certificate> {
	const ran = await frostline(["compare", "job.json", "-o", "json", ...args], { cwd: folder });
	if (ran.code !== 0) throw new Error(`compare ended with ${ran.code}:\n${ran.stderr}${ran.stdout}`);
	return JSON.parse(ran.stdout) as Certificate;
}

/** Changes one value of one stored row, as another machine's engine might. Answers the beginning of its image's digest. */
async function alterOneRow(folder: string): Promise<{ image: string }> {
	const store = await openFolderStore(folder);
	for await (const key of store.list("features/")) {
		if (!key.endsWith(".safetensors")) continue;
		const file = decodeFeatureFile((await store.get(key))!, key);
		if (file.dim === 0) continue;
		const rows = file.rows.slice();
		rows[2 * file.dim]! += 0.5;
		await store.remove(key);
		await store.put(key, encodeFeatureFile({ ...file, rows }));
		return { image: Buffer.from(file.samples[2]!).toString("hex") };
	}
	throw new Error("there is no feature file");
}

test("compare proves both ways of a job the same, over every row of every epoch, and again when both are in the store", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	const first = await compared(folder);
	const { train, validation } = first.plan;
	expect(train + validation).toBe(120);
	expect(first.verdict).toMatchObject({ pass: true, place: null });
	expect(first.features).toMatchObject({ equal: true, images: 120, maxAbs: 0, rows: { inFit: 3 * 120 + validation, besides: 0 } });
	expect(first.epochs.map(({ equal, maxDifference }) => [equal, maxDifference])).toEqual([
		[true, 0],
		[true, 0],
		[true, 0],
	]);
	expect(first.cost.features.forwards.run).toBe(120);
	expect(first.cost.frozen.forwards.run).toBe(first.features.rows.inFit);
	expect(first.cost.features.bytes.features).toBeGreaterThan(120 * first.features.dim * 4);
	const jobs = join(folder, ".frostline", "jobs", first.jobs.features);
	expect(JSON.parse(await readFile(join(jobs, "certificate.json"), "utf8"))).toEqual(first);
	expect(await readFile(join(jobs, "compare.html"), "utf8")).toContain("Certificate: the same computation");

	// Nothing is fitted now: the rows are computed only to be compared.
	const again = await compared(folder);
	expect(again.verdict.pass).toBe(true);
	expect(again.features.rows).toEqual({ inFit: 0, besides: 120 });
	expect(again.cost.features.reused).toEqual({ rows: 120, epochs: 3 });
	expect(again.epochs).toEqual(first.epochs);
}, 120_000);

test("compare names the stored row that is not what the backbone gives, and ends with 1", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	await compared(folder, "--set", "fit.epochs=1");
	const { image } = await alterOneRow(join(folder, ".frostline"));
	const ran = await frostline(["compare", "job.json", "-o", "json", "--set", "fit.epochs=2"], { cwd: folder });
	expect(ran.code).toBe(1);
	const { verdict, features } = JSON.parse(ran.stdout) as Certificate;
	expect(verdict).toMatchObject({ pass: false, place: "feature row" });
	expect(features).toMatchObject({ equal: false, worst: { image: expect.stringMatching(new RegExp(`^${image}`)) } });
	expect(verdict.at).toMatch(/images\/\w+\/\d+\.png$/);
}, 120_000);

test("on a job with augmentation the frozen way, on extractors too, gives the kept views' rows; --with compares the images themselves", async () => {
	const folder = await temporaryFolder();
	const job = { augment: { rotation: 15, flip: "horizontal" }, views: 2, frozen: { backbone: "extractors" }, extract: { shard: 12 } };
	await drawnJob(folder, { set: { perClass: 20 }, job });
	const { verdict, features, plan } = await compared(folder);
	expect(verdict.pass).toBe(true);
	expect(features).toMatchObject({ maxAbs: 0, rows: { inFit: 3 * 60 + plan.validation, besides: 0 } });
	expect((await compared(folder)).features.rows).toEqual({ inFit: 0, besides: 60 });

	await writeFile(join(folder, "zeros.npy"), npy(new Float32Array(60 * features.dim), 60));
	const ran = await frostline(["compare", "job.json", "--with", "zeros.npy", "-o", "json"], { cwd: folder });
	expect(ran.code).toBe(1);
	const foreign = JSON.parse(ran.stdout) as ForeignReport;
	expect(foreign).toMatchObject({ rows: 60, job: { images: 60 }, verdict: { same: false, causes: [], certainty: "none" } });
}, 120_000);
