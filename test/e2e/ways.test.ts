import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, runJob } from "../support/frostline.ts";

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
