import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, type RunResult, runJob } from "../support/frostline.ts";

const AUGMENT = {
	crop: { scale: [0.6, 1] },
	rotation: 15,
	widthShift: 0.1,
	zoom: 0.1,
	flip: "horizontal",
	brightness: [0.7, 1.3],
	jitter: { contrast: 0.2, hue: 0.05 },
};
const EPOCHS = 3;

/** Drawn images, and a document that augments them. */
async function augmentedJob(views: number | undefined, way: string): Promise<string> {
	const folder = await temporaryFolder();
	await drawnJob(folder, {
		set: { perClass: 20 },
		job: { augment: AUGMENT, way, ...(views === undefined ? {} : { views }), extract: { shard: 12 } },
	});
	return folder;
}

async function reportOf({ report }: RunResult) {
	return JSON.parse(await readFile(report.replace(/html$/, "json"), "utf8"));
}

const figures = ({ epochs }: RunResult) => epochs.map(({ seconds: _, ...figures }) => figures);

describe("augmented training images", () => {
	test("the way makes no other head: the same views, kept or made anew, beside the head or on extractors, give it bit for bit", async () => {
		const folder = await augmentedJob(2, "features");
		const features = await runJob(folder);
		const { train, validation } = features.images;
		expect(features.features.extracted).toBe(2 * train + validation);
		for (const sets of [["way=frozen"], ["way=frozen", "frozen.backbone=extractors"]]) {
			const frozen = await runJob(folder, ...sets.flatMap((set) => ["--set", set]));
			expect(frozen.head.sha256, sets.join()).toBe(features.head.sha256);
			expect(figures(frozen)).toEqual(figures(features));
		}
		const { views, forwards } = await reportOf(features);
		expect(forwards).toMatchObject({ run: 2 * train + validation, frozenWay: EPOCHS * (train + validation) + validation });
		expect(views).toEqual({ kept: 2, seen: 2, fresh: EPOCHS, variety: 2 / EPOCHS, cost: forwards.featuresWay / forwards.frozenWay });
		expect(await readFile(features.report, "utf8")).toContain(
			"2 of each training image: 2 of the 3 that fresh ones in 3 passes over the data would be (66.7 %)",
		);
	});

	test("as many views as passes are the frozen way that makes a new one every time", async () => {
		const folder = await augmentedJob(undefined, "frozen");
		const fresh = await runJob(folder);
		expect((await reportOf(fresh)).views).toMatchObject({ kept: null, fresh: EPOCHS, variety: 1 });
		const kept = (views: number) => runJob(folder, "--set", "way=features", "--set", `views=${views}`);
		expect((await kept(EPOCHS)).head.sha256).toBe(fresh.head.sha256);
		expect((await kept(EPOCHS - 1)).head.sha256).not.toBe(fresh.head.sha256);
	});

	test("so they are where an epoch is no pass, and where the backbone is on the extractors", async () => {
		const folder = await augmentedJob(undefined, "frozen");
		const run = (...sets: string[]) =>
			runJob(folder, ...["fit.steps=4", "fit.validationSteps=1", ...sets].flatMap((set) => ["--set", set]));
		const fresh = await run("frozen.backbone=extractors");
		const { views } = await reportOf(fresh);
		expect(views.fresh).toBe(Math.ceil((EPOCHS * 4) / Math.ceil(fresh.images.train / 16)));
		expect((await run("way=features", `views=${views.fresh}`)).head.sha256).toBe(fresh.head.sha256);
	});

	test("F2, F6: held-out rows are the plain job's own; more views compute only the new ones; another range computes views anew; a head none", async () => {
		const folder = await augmentedJob(2, "features");
		await drawnPlain(folder);
		const first = await runJob(folder);
		const { train, validation } = first.images;
		expect(first.features).toMatchObject({ cached: validation, extracted: 2 * train });
		expect(Object.keys(first.features.reasons).join()).toContain("augment.rotation none → 15");
		expect((await runJob(folder, "--set", "head.0.dense=30", "--set", "fit.epochs=4")).features.extracted).toBe(0);
		expect((await runJob(folder, "--set", "views=3")).features.reasons).toEqual({ "more views": train });
		expect((await runJob(folder, "--set", "augment.rotation=16")).features.reasons).toEqual({ "augment.rotation 15 → 16": 2 * train });
	});

	test("F3: an image that does not decode is one skip, not one for each view", async () => {
		const folder = await augmentedJob(3, "features");
		await writeFile(join(folder, "images", "waves", "0003.png"), Buffer.from("89504e470d0a1a0a0000", "hex"));
		await writeFile(join(folder, "images", "waves", "0004.png"), "no image");
		const { images } = await runJob(folder);
		expect(images.train + images.validation).toBe(58);
		expect(Object.values(images.skipped).reduce((sum, count) => sum + count, 0)).toBe(2);
		expect((await drawnPlain(folder)).features).toMatchObject({
			cached: images.validation,
			reasons: { "not augmented any more": 60 - images.validation },
		});
	});
});

/** The same images and name without augmentation. */
async function drawnPlain(folder: string): Promise<RunResult> {
	const document = join(folder, "job.json");
	const text = await readFile(document, "utf8");
	const { augment: _, views: __, ...plain } = JSON.parse(text);
	await writeFile(document, JSON.stringify(plain));
	const result = await runJob(folder);
	await writeFile(document, text);
	return result;
}
