import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stream, uniform } from "../../lib/base/rng.ts";
import { decodeFeatureFile } from "../../lib/feature/file.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, runJob } from "../support/frostline.ts";

/** More on demand: FROSTLINE_KILLS=20 npx vitest run test/e2e/crash.test.ts */
const KILLS = Number(process.env.FROSTLINE_KILLS || 3);

/** Rows of all feature files together. */
async function rowsIn(folder: string, store: string): Promise<number> {
	const root = join(folder, store, "features");
	const names = (await readdir(root, { recursive: true }).catch(() => [])).filter((name) => name.endsWith(".safetensors"));
	const files = await Promise.all(names.map(async (name) => decodeFeatureFile(await readFile(join(root, name)), name)));
	return files.reduce((sum, { samples }) => sum + samples.length, 0);
}

/** Feature files by name and digest. */
async function features(folder: string, store: string): Promise<Record<string, string>> {
	const root = join(folder, store, "features");
	const found: Record<string, string> = {};
	for (const name of (await readdir(root, { recursive: true })).sort()) {
		if (name.endsWith(".safetensors"))
			found[name] = createHash("sha256")
				.update(await readFile(join(root, name)))
				.digest("hex");
	}
	return found;
}

test("F1, F4: killed at any moment and run again, a job ends with the same bytes as a calm one", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, {
		set: { classes: 4, perClass: 60, edge: 64 },
		job: { backbone: { name: "scattering", size: 64 }, extract: { shard: 16 } },
	});
	const began = performance.now();
	const calm = await runJob(folder, "--store", "calm", "--set", "fit.epochs=8");
	const calmMs = performance.now() - began;
	const calmFeatures = await features(folder, "calm");
	const draws = stream(11, "kill");
	for (let i = 0; i < KILLS; i++) {
		const store = `killed${i}`;
		// From just after the start to just before the end: extraction, fit and export all get their share.
		const afterMs = calmMs * (0.25 + 0.75 * uniform(draws, i));
		const args = ["run", "job.json", "--store", store, "--set", "fit.epochs=8", "-o", "json"];
		const killed = await frostline(args, { cwd: folder, started: (child) => void setTimeout(() => child.kill("SIGKILL"), afterMs) });
		const before = await rowsIn(folder, store);
		const again = await frostline(args, { cwd: folder });
		expect(again.stderr).not.toContain("error");
		expect(again.code).toBe(0);
		const result = JSON.parse(again.stdout) as typeof calm;
		expect(await features(folder, store), `killed after ${afterMs} ms`).toEqual(calmFeatures);
		expect(result.head.sha256, `killed after ${afterMs} ms`).toBe(calm.head.sha256);
		// Only what was in flight is computed again: files that were there stay as they are.
		expect(result.features.cached).toBe(before);
		// Killed between its last word and its end it has said all, else nothing; never a part.
		if (killed.stdout !== "") expect((JSON.parse(killed.stdout) as typeof calm).head).toEqual(calm.head);
	}
}, 120_000);
