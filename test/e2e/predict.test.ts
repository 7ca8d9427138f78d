import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, runJob } from "../support/frostline.ts";

interface Predictions {
	readonly classes: readonly string[];
	readonly predictions: readonly {
		readonly file: string;
		readonly top?: readonly { readonly class: string; readonly probability: number }[];
		readonly skipped?: string;
	}[];
}

test("predict gives what the fit saw: the confusion matrix comes out again from the model file and the image files", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	const result = await runJob(folder, "--set", "fit.epochs=6");
	const report = JSON.parse(await readFile(result.report.replace(/html$/, "json"), "utf8")) as {
		confusion: number[][];
		mistakes: { path: string; predicted: string; probability: number }[];
	};
	await writeFile(join(folder, "images", "notes.jpg"), "no image");
	const ran = await frostline(["predict", result.model, join(folder, "images"), "--top", "3", "-o", "json"]);
	expect(ran.code).toBe(0);
	const { classes, predictions } = JSON.parse(ran.stdout) as Predictions;
	expect(classes).toEqual(["pinstripes", "stripes", "waves"]);
	expect(predictions).toHaveLength(121);
	expect(predictions.filter(({ skipped }) => skipped !== undefined)).toEqual([expect.objectContaining({ skipped: "NOT_AN_IMAGE" })]);
	for (const { top } of predictions)
		if (top !== undefined) expect(top.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 4);
	for (const { path, predicted, probability } of report.mistakes) {
		const found = predictions.find(({ file }) => file.endsWith(`/images/${path}`))!;
		expect(found.top![0]!.class).toBe(predicted);
		expect(found.top![0]!.probability).toBeCloseTo(probability, 4);
	}
	expect(report.confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(result.images.validation);
});

test("a file that is no model of ours is refused with the fix", async () => {
	const folder = await temporaryFolder();
	await writeFile(join(folder, "model.onnx"), "not a model");
	await writeFile(join(folder, "a.jpg"), "");
	const ran = await frostline(["predict", "model.onnx", "a.jpg"], { cwd: folder });
	expect(ran.code).toBe(2);
	expect(ran.stderr).toMatch(/BAD_MODEL_FILE[\s\S]*fix /);
});
