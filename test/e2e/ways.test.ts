import type { ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, type RunResult, runJob } from "../support/frostline.ts";

/** Files under `jobs/` whose key has this part. */
async function jobFiles(folder: string, part: string): Promise<string[]> {
	const names = await readdir(join(folder, ".frostline", "jobs"), { recursive: true }).catch(() => []);
	return names.filter((name) => name.includes(`/${part}/`) && name.endsWith(".safetensors"));
}

const passFiles = (folder: string) => jobFiles(folder, "passes");

/** Images that went through the backbone, as the report says. */
async function forwards({ report }: RunResult): Promise<number> {
	return JSON.parse(await readFile(report.replace(/html$/, "json"), "utf8")).forwards.run;
}

/** Kills it when a fit has done an epoch or two and extractors compute the next one: held still while its files are looked at, for a pass is deleted once fitted. */
async function killInMidFit(child: ChildProcess, folder: string): Promise<void> {
	while (child.exitCode === null) {
		await pause(5);
		child.kill("SIGSTOP");
		await pause(5);
		if ((await jobFiles(folder, "checkpoints")).length >= 2 && (await passFiles(folder)).length > 0) break;
		child.kill("SIGCONT");
	}
	child.kill("SIGKILL");
}

describe("the two ways", () => {
	test("give the same head, bit for bit, and the same figures", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const features = await runJob(folder);
		const frozen = await runJob(folder, "--set", "way=frozen");
		expect(frozen.head.sha256).toBe(features.head.sha256);
		const figures = ({ epochs }: typeof features) => epochs.map(({ seconds: _, ...figures }) => figures);
		expect(figures(frozen)).toEqual(figures(features));
		expect(frozen.way).toBe("frozen");
	});

	test.each([
		["whole passes", []],
		["epochs of a few steps", ["fit.steps=4", "fit.validationSteps=1"]],
		["a fit that stops early", ["fit.epochs=9", "fit.earlyStopping.monitor=loss", "fit.earlyStopping.minDelta=9"]],
	])("give that head too with the frozen way's backbone on the extractors: %s", async (_, sets) => {
		const folder = await temporaryFolder();
		await drawnJob(folder, { job: { extract: { shard: 12 } } });
		const run = (...more: string[]) => runJob(folder, ...[...sets, ...more].flatMap((set) => ["--set", set]));
		const features = await run();
		const trainer = await run("way=frozen");
		const extractors = await run("way=frozen", "frozen.backbone=extractors");
		expect(trainer.head.sha256).toBe(features.head.sha256);
		expect(extractors.head.sha256).toBe(features.head.sha256);
		expect(extractors.job).not.toBe(trainer.job);
		// One fit by its digest: nothing that its result depends on is different.
		const fits = (await jobFiles(folder, "checkpoints")).map((name) => name.split("/") as [string, string, string]);
		const fitOf = (job: string) => new Set(fits.filter(([id]) => id === job).map(([, , fit]) => fit));
		expect(fitOf(extractors.job).size).toBe(1);
		expect(fitOf(extractors.job)).toEqual(fitOf(trainer.job));
		expect(await forwards(extractors)).toBe(await forwards(trainer));
		expect(await passFiles(folder)).toEqual([]);
	});

	test("F1, F5: killed in the middle of its fit and run again, the frozen way on the extractors gives the head of a calm run and leaves no pass behind", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder, { job: { extract: { shard: 12 } } });
		const args = ["--set", "fit.epochs=8", "--set", "fit.steps=4", "--set", "way=frozen", "--set", "frozen.backbone=extractors"];
		const calm = await runJob(folder, "--store", "calm", ...args);
		const killed = await frostline(["run", "job.json", ...args], {
			cwd: folder,
			started: (child) => void killInMidFit(child, folder),
		});
		expect(killed.signal).toBe("SIGKILL");
		expect(await passFiles(folder)).not.toEqual([]);
		const again = await runJob(folder, ...args);
		expect(again.head.sha256).toBe(calm.head.sha256);
		expect(await forwards(again)).toBeLessThan(await forwards(calm));
		expect(await passFiles(folder)).toEqual([]);
	});

	test("count steps and validationSteps as fit_generator does, and still agree", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const sets = ["--set", "fit.steps=4", "--set", "fit.validationSteps=1"];
		const features = await runJob(folder, ...sets);
		const frozen = await runJob(folder, ...sets, "--set", "way=frozen");
		const whole = await runJob(folder);
		expect(frozen.head.sha256).toBe(features.head.sha256);
		expect(whole.head.sha256).not.toBe(features.head.sha256);
	});

	test("F8: two calm runs give one head; 1 and 2 threads the same curves within 1e-3", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const one = await runJob(folder, "--store", "a", "--threads", "1");
		const two = await runJob(folder, "--store", "b", "--threads", "2");
		const again = await runJob(folder, "--store", "c", "--threads", "2");
		expect(again.head.sha256).toBe(two.head.sha256);
		for (const [i, epoch] of one.epochs.entries()) expect(Math.abs(epoch.accuracy - two.epochs[i]!.accuracy)).toBeLessThan(1e-3);
	});

	test("learn: well above chance on held-out images", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder, { set: { perClass: 60 } });
		const { epochs, images } = await runJob(folder, "--set", "fit.epochs=12");
		expect(images.train + images.validation).toBe(180);
		expect(epochs.at(-1)!.valAccuracy).toBeGreaterThan(0.6);
	});
});
