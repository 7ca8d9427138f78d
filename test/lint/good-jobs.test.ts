import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ComputePool } from "../../lib/compute/pool.ts";
import { loadJob } from "../../lib/job/load.ts";
import { lintJob } from "../../services/coordinator/index.ts";

const folder = join(import.meta.dirname, "../../examples/04-good-jobs");
const { documents, drawImages } = (await import(pathToFileURL(join(folder, "images.js")).href)) as {
	readonly documents: () => string[];
	readonly drawImages: (folder: string) => Promise<void>;
};

let images: string;
let pool: ComputePool;
beforeAll(async () => {
	images = await mkdtemp(join(tmpdir(), "frostline-test-"));
	await drawImages(images);
	pool = new ComputePool(1);
});
afterAll(async () => {
	await pool.close();
	await rm(images, { recursive: true, force: true });
});

/** What lint finds in an example, one setting of it maybe changed, on the images that are drawn for it. */
async function found(file: string, ...set: readonly string[]): Promise<readonly string[]> {
	const written = await loadJob(join(folder, file));
	const loaded = await loadJob(join(folder, file), [`data.train=${join(images, basename(written.job.data.train))}`, ...set]);
	const findings = await lintJob(loaded, { pool, remote: null, store: null, images: true, signal: new AbortController().signal });
	return findings.map(({ code }) => code);
}

/** A change of each that makes it worse: a lint that found nothing anywhere would find nothing here either. */
const worse: Readonly<Record<string, readonly [set: string, code: string]>> = {
	"1-linear-probe.yaml": ["head.0.activation=linear", "OUTPUT_NOT_SOFTMAX"],
	"2-hidden-layer.yaml": ["head.0.activation=softmax", "SOFTMAX_INSIDE"],
	"3-momentum-and-schedule.yaml": ["fit.schedule.decaySteps=100", "SCHEDULE_STANDS_STILL"],
	"4-batch-norm.yaml": ["head.2.activation=linear", "LINEAR_INSIDE"],
	"5-two-classes.yaml": ["head.0.activation=tanh", "OUTPUT_NOT_PROBABILITY"],
	"6-rare-classes.yaml": ["fit.optimizer={ name: adagrad, learningRate: 0.001 }", "ADAGRAD_RATE"],
	"7-augmented-views.yaml": ["views=1", "ONE_VIEW"],
	"8-fresh-views.yaml": ["fit.steps=100", "STEPS_NOT_AN_EPOCH"],
};

test("there are eight", () => {
	expect(documents()).toEqual(Object.keys(worse));
});

test.each(Object.entries(worse))("%s: nothing is found; with %s there is", async (file, [set, code]) => {
	expect(await found(file)).toEqual([]);
	expect(await found(file, set)).toContain(code);
});
