import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Local, runLocally } from "./cluster.ts";
import { drawnJob } from "./frostline.ts";

/** A job of a few seconds: eighteen shards, and a fit of many short epochs. */
export const KNOWN_JOB = {
	set: { classes: 3, perClass: 80, edge: 64 },
	job: {
		backbone: { name: "scattering", size: 64 },
		head: [{ dense: 128, activation: "relu" }, { dropout: 0.3 }, { dense: "classes", activation: "softmax" }],
		fit: { loss: "categorical_crossentropy", optimizer: { name: "adam", learningRate: 0.0003 }, epochs: 50, batch: 16, seed: 7 },
		extract: { shard: 16 },
	},
};

declare module "vitest" {
	export interface ProvidedContext {
		/** The job that most tests submit: a folder with `images/` and `job.json`, and what a calm run on one machine makes of it. */
		known: Local & { readonly folder: string };
	}
}

/** Draws the job and runs it, once for all tests. */
export default async function knownJob({ provide }: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), "frostline-test-"));
	await drawnJob(folder, KNOWN_JOB);
	provide("known", { folder, ...(await runLocally(folder)) });
	return () => rm(folder, { recursive: true, force: true });
}
