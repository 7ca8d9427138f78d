import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeSafetensors, float32Of } from "../../lib/feature/safetensors.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, runJob } from "../support/frostline.ts";

/** Whole jobs on another engine, through the real command line. */

const engine = process.env.FROSTLINE_TEST_ENGINE ?? "onnx";
const on = `engine=${engine}`;

async function weightsOf(folder: string, job: string): Promise<Map<string, Float32Array>> {
	const bytes = await readFile(join(folder, ".frostline", "jobs", job, "model", "head.safetensors"));
	return new Map([...decodeSafetensors(bytes).tensors].map(([name, stored]) => [name, float32Of(stored)]));
}

/** The question's method 1, on drawn pictures: 10 epochs of Adadelta from zero state. */
const methodOne = {
	head: [
		{ dense: 64, activation: "sigmoid" },
		{ dropout: 0.5 },
		{ dense: 32, activation: "sigmoid" },
		{ dropout: 0.5 },
		{ dense: "classes", activation: "sigmoid" },
	],
	fit: { loss: "categorical_crossentropy", optimizer: { name: "adadelta", learningRate: 1 }, epochs: 10, batch: 16, seed: 7 },
};

describe(`a whole job on ${engine}`, () => {
	test("gives the same head either way, bit for bit", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const features = await runJob(folder, "--set", on);
		const frozen = await runJob(folder, "--set", on, "--set", "way=frozen");
		expect(frozen.head).toEqual(features.head);
	});

	test("after ten epochs: weights within 1e-3 and accuracy within 0.002 of ONNX Runtime's, on features of its own", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder, { job: methodOne });
		const ours = await runJob(folder);
		const theirs = await runJob(folder, "--set", on);
		expect(theirs.features).toMatchObject({ cached: 0, extracted: ours.features.extracted });
		const [a, b] = [await weightsOf(folder, ours.job), await weightsOf(folder, theirs.job)];
		expect([...b.keys()]).toEqual([...a.keys()]);
		for (const [name, values] of a) {
			const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - b.get(name)![i]!)), 0);
			expect(worst, name).toBeLessThan(1e-3);
		}
		for (const [i, epoch] of ours.epochs.entries()) expect(Math.abs(theirs.epochs[i]!.valAccuracy - epoch.valAccuracy)).toBeLessThan(0.002);
	});

	test("F2: features of one engine are never taken for another's, and the reason is told", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const first = await runJob(folder);
		const second = await runJob(folder, "--set", on);
		expect(second.features).toEqual({
			cached: 0,
			extracted: first.features.extracted,
			reasons: { [`engine onnx → ${engine}`]: first.features.extracted },
		});
		expect((await runJob(folder, "--set", on)).features).toMatchObject({ extracted: 0 });
	});

	test("a killed fit goes on at its checkpoint and ends with the same head", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder, { job: methodOne });
		const killed = await frostline(["run", "job.json", "--set", on], {
			cwd: folder,
			started(child) {
				child.stderr?.on("data", (bytes: Buffer) => {
					if (/epoch\s+3/i.test(bytes.toString())) child.kill("SIGKILL");
				});
			},
		});
		expect(killed.signal).toBe("SIGKILL");
		const resumed = await runJob(folder, "--set", on);
		const other = await temporaryFolder();
		await drawnJob(other, { job: methodOne });
		expect(resumed.head).toEqual((await runJob(other, "--set", on)).head);
	});
});
