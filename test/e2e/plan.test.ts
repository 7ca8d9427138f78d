import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Forecast } from "../../lib/forecast/forecast.ts";
import type { Measured } from "../../lib/forecast/measured.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, runJob } from "../support/frostline.ts";

type Told = Forecast & { readonly job: string; readonly measured: Measured; readonly advice: string };

async function plan(folder: string, ...args: string[]): Promise<Told> {
	const ran = await frostline(["plan", "job.json", "--seconds", "0.3", "-o", "json", ...args], { cwd: folder });
	if (ran.code !== 0) throw new Error(`plan ended with ${ran.code}:\n${ran.stderr}`);
	return JSON.parse(ran.stdout) as Told;
}

async function bytesOf(folder: string): Promise<number> {
	const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".safetensors"));
	return (await Promise.all(names.map((name) => stat(join(folder, name))))).reduce((sum, { size }) => sum + size, 0);
}

test("plan tells the images through the backbone, the rows and the storage that the run then has, either way, and leaves nothing behind", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	const told = await plan(folder);
	expect(await readdir(folder), "no store is made for it").toEqual(["images", "job.json"]);
	const run = await runJob(folder);
	const report = JSON.parse(await readFile(run.report.replace(/html$/, "json"), "utf8"));
	expect(told.job).toBe(run.job);
	expect(told.measured).toMatchObject({
		images: { train: run.images.train, validation: run.images.validation, exact: true },
		cached: { train: 0, validation: 0, views: 0, checks: 0 },
		dim: report.features.dim,
	});
	const [features, frozen] = told.ways;
	expect([features!.forwards, frozen!.forwards]).toEqual([report.forwards.featuresWay, report.forwards.frozenWay]);
	const kept =
		(await bytesOf(join(folder, ".frostline", "features"))) + (await bytesOf(join(folder, ".frostline", "jobs", run.job, "checkpoints")));
	const model = (await stat(run.model)).size;
	expect(features!.storage / (kept + model)).toBeGreaterThan(0.9);
	expect(features!.storage / (kept + model)).toBeLessThan(1.1);
	for (const { seconds } of told.ways) for (const each of Object.values(seconds)) expect(each).toBeGreaterThan(0);
});

test("plan counts what the store has as free", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	await runJob(folder);
	const before = await readdir(join(folder, ".frostline"), { recursive: true });
	const told = await plan(folder, "--views", "3", "--workers", "4", "--price", "0.5");
	expect(await readdir(join(folder, ".frostline"), { recursive: true }), "a store that is there is only read").toEqual(before);
	const { train, validation } = told.measured.images;
	expect(told.measured.cached).toEqual({ train, validation, views: 0, checks: 0 });
	const [features, views, frozen] = told.ways;
	expect(features).toMatchObject({ forwards: 0, seconds: { extract: 0 } });
	expect(views!.forwards).toBe(3 * train);
	expect(frozen!.seconds.extract).toBeGreaterThan(0);
	expect(told.breakEvenNow).toBe(0);
	expect(told.advice).toContain("every feature is in the store already");
	for (const { money } of told.ways) expect(money).toBeGreaterThan(0);
});

test("plan tells of an augmented job the views that the run then keeps, and knows them again", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { perClass: 16 }, job: { augment: { rotation: 10, flip: "horizontal" }, views: 2 } });
	const [features, frozen] = (await plan(folder)).ways;
	const run = await runJob(folder);
	const report = JSON.parse(await readFile(run.report.replace(/html$/, "json"), "utf8"));
	expect([features!.views, features!.forwards, frozen!.forwards]).toEqual([2, report.forwards.featuresWay, report.forwards.frozenWay]);
	expect((await plan(folder)).ways[0]).toMatchObject({ forwards: 0, seconds: { extract: 0 } });
});

test("plan shows a table and refuses what makes no plan", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	const shown = await frostline(["plan", "job.json", "--seconds", "0.2", "--set", "way=frozen", "--set", "fit.epochs=20"], { cwd: folder });
	expect(shown.code).toBe(0);
	expect(shown.stdout).toMatch(/^features +\d/m);
	expect(shown.stdout).toMatch(/^frozen \* +\d/m);
	expect(shown.stdout).toMatch(/storing features (has paid after|never pays)/);
	const wrong = await frostline(["plan", "job.json", "--workers", "0"], { cwd: folder });
	expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("--workers wants a whole number from 1, got 0")]);
	const head = await frostline(["plan", "job.json", "--set", "head.2.dense=2"], { cwd: folder });
	expect([head.code, head.stderr]).toEqual([2, expect.stringMatching(/^error job\.json.*BAD_HEAD/)]);
});
