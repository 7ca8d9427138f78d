import { mkdtempSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLaboratory, openLaboratory } from "../../cli/foreign-laboratory.ts";
import { type OneMachine, startOneMachine } from "../../cli/one-machine.ts";
import { explainForeign } from "../../lib/compare/foreign/explain.ts";
import { type ForeignFeatures, readForeign } from "../../lib/compare/foreign/features-file.ts";
import type { ForeignReport } from "../../lib/compare/foreign/report.ts";
import { drawSet } from "../../lib/drawn/index.ts";
import { type LoadedJob, parseJob } from "../../lib/job/load.ts";
import { extractJob } from "../../services/coordinator/index.ts";
import { decoded, everyOther, features, halved, moved, npy, type Picture, swapped } from "./script.ts";

/**
 * Features as a script of one's own makes them, correct and with the five mistakes that people make, each told apart by experiment: SqueezeNet with random
 * weights on drawn pictures of 96 pixels, halved on their way in.
 */
const folder = mkdtempSync(join(tmpdir(), "frostline-foreign-"));
let loaded: LoadedJob;
let machine: OneMachine;
let laboratory: OpenLaboratory;
/** As a script lists them: folder by folder, sorted. */
let names: string[];
let pictures: Picture[];

beforeAll(async () => {
	await drawSet(join(folder, "images"), { classes: 3, perClass: 14, edge: 96, seed: 5 });
	const job = {
		version: 1,
		name: "drawn",
		data: { train: "./images", validation: { split: 0.3 } },
		backbone: { name: "squeezenet", weights: "random", size: 48, interpolation: "box" },
		head: [{ dense: "classes", activation: "softmax" }],
		fit: { optimizer: { name: "adam", learningRate: 0.003 }, epochs: 1, batch: 8, seed: 7 },
	};
	loaded = parseJob(JSON.stringify(job), join(folder, "job.json"));
	machine = await startOneMachine(join(folder, ".frostline"), 2);
	const { signal } = new AbortController();
	const extracted = await extractJob(loaded, { ...machine, threads: 2, fresh: false, version: "0", signal });
	laboratory = await openLaboratory(loaded.job, extracted, machine, signal, () => {});
	const classes = (await readdir(join(folder, "images"))).sort();
	names = (
		await Promise.all(classes.map(async (name) => (await readdir(join(folder, "images", name))).sort().map((file) => `${name}/${file}`)))
	).flat();
	pictures = await Promise.all(names.map((name) => decoded(join(folder, "images", name))));
});

afterAll(async () => {
	await laboratory.close();
	await machine.close();
	await rm(folder, { recursive: true, force: true });
});

async function made(by: readonly Picture[], prepare: "caffe" | "by255" = "caffe"): Promise<Float32Array> {
	return features(loaded.job.backbone, loaded.job.fit.seed, by, prepare);
}

async function file(values: Float32Array, listed: readonly string[] | null = null): Promise<ForeignFeatures> {
	const path = join(folder, "features.npy");
	await writeFile(path, npy(values, names.length));
	if (listed === null) return readForeign(path, null);
	await writeFile(join(folder, "names.txt"), listed.join("\n"));
	return readForeign(path, join(folder, "names.txt"));
}

async function explained(foreign: ForeignFeatures): Promise<ForeignReport> {
	return explainForeign("drawn", foreign, laboratory);
}

/** Fisher and Yates with a linear congruence: any order that is not theirs. */
function shuffled(count: number): number[] {
	const order = Array.from({ length: count }, (_, i) => i);
	for (let i = count - 1, state = 12345; i > 0; i--) {
		state = (state * 1103515245 + 12345) % 2 ** 31;
		const j = state % (i + 1);
		[order[i], order[j]] = [order[j]!, order[i]!];
	}
	return order;
}

test("a script that does as the job says makes the same features, to the last bits of a float", async () => {
	const { verdict, asTheJob, matching, tried } = await explained(await file(await made(pictures.map(halved))));
	expect(verdict).toMatchObject({ same: true, causes: [], certainty: "certain" });
	expect(matching.by).toBe("folders");
	expect(asTheJob).toMatchObject({ rows: names.length, same: names.length });
	expect(asTheJob!.maxRelative).toBeLessThan(1e-4);
	expect(tried).toHaveLength(1);
});

test("rows are matched by their images' names in any order, also by whole paths and bare names that are not in doubt", async () => {
	const order = shuffled(names.length);
	const values = await made(order.map((i) => halved(pictures[i]!)));
	const { verdict, matching } = await explained(
		await file(
			values,
			order.map((i) => `/home/me/images/${names[i]}`),
		),
	);
	expect(verdict.same).toBe(true);
	expect(matching).toMatchObject({ by: "names", rows: names.length, unknownNames: [] });
});

test("shuffled rows are named, with what stands where another should", async () => {
	const order = shuffled(names.length);
	const { verdict, order: found } = await explained(await file(await made(order.map((i) => halved(pictures[i]!)))));
	expect(verdict).toMatchObject({ same: false, certainty: "certain", causes: [{ kind: "order" }] });
	const { row, is, should } = found!.examples[0]!;
	expect(is).toBe(names[order[row]!]);
	expect(should).toBe(names[row]);
});

test("names in another order than the rows are no match, and named as such", async () => {
	const order = shuffled(names.length);
	const { verdict } = await explained(await file(await made(order.map((i) => halved(pictures[i]!))), [...names].reverse()));
	expect(verdict).toMatchObject({ same: false, causes: [{ kind: "order" }] });
});

test("swapped channels are named", async () => {
	const { verdict } = await explained(await file(await made(pictures.map((picture) => swapped(halved(picture))))));
	expect(verdict).toMatchObject({ same: false, certainty: "certain", causes: [{ kind: "channels" }] });
});

test("pixels divided by 255 instead of prepared as caffe are named", async () => {
	const { verdict } = await explained(await file(await made(pictures.map(halved), "by255")));
	expect(verdict).toMatchObject({ same: false, certainty: "certain", causes: [{ kind: "preprocess", set: ["backbone.preprocess=unit"] }] });
});

test("another resize is named, with the setting that does the same", async () => {
	const { verdict } = await explained(await file(await made(pictures.map(everyOther))));
	expect(verdict).toMatchObject({
		same: false,
		certainty: "certain",
		causes: [{ kind: "resize", set: ["backbone.interpolation=nearest"] }],
	});
});

test("two mistakes at once are both named", async () => {
	const { verdict } = await explained(await file(await made(pictures.map(everyOther), "by255")));
	expect(verdict).toMatchObject({ same: false, certainty: "certain" });
	expect(verdict.causes.map(({ kind }) => kind).sort()).toEqual(["preprocess", "resize"]);
});

test("features of augmented pictures are named, with how far they were turned and moved", async () => {
	const order = shuffled(names.length);
	const augmented = pictures.map((picture, i) => {
		const [a, b] = [order[i]! / names.length, order[(i + 7) % names.length]! / names.length];
		return halved(moved(picture, 50 * (a - 0.5), 12 * (b - 0.5), 12 * (a - 0.5), order[i]! % 2 === 0));
	});
	const { verdict, augmented: found } = await explained(await file(await made(augmented)));
	expect(verdict).toMatchObject({ same: false, certainty: "likely", causes: [{ kind: "augmented" }] });
	expect(found!.spread.angle[1] - found!.spread.angle[0]).toBeGreaterThan(20);
});

test("what nothing explains is not explained: the nearest is told, and no cause", async () => {
	const dimmed = pictures.map((picture) => {
		const { values, edge } = halved(picture);
		return { values: values.map((value, i) => (Math.floor(i / 3) % 2 === 0 ? 255 - value : value)), edge };
	});
	const { verdict } = await explained(await file(await made(dimmed)));
	expect(verdict).toMatchObject({ same: false, causes: [], certainty: "none" });
	expect(verdict.says).toContain("The nearest is that it");
});

test("a network with other weights is taken for one where the images' distances say so, and only as likely", async () => {
	const other = await features({ ...loaded.job.backbone }, 99, pictures.map(halved), "caffe");
	const { verdict } = await explained(await file(other));
	expect(verdict).toMatchObject({ same: false, certainty: "likely", causes: [{ kind: "weights" }] });
});
