import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readKerasWeights } from "../../lib/backbone/keras-file.ts";
import { readBackbone } from "../../lib/backbone/read.ts";
import type { Tensor } from "../../lib/base/tensor.ts";
import { models, section, unpack } from "./models.ts";

/** Weights by their layers' names, from every layout that Keras has written; test/oracle/makers/files.py gives one network the same weights in each. */

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "frostline-test-"));
	unpack(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a file holds for each of its layers that has weights. */
async function stored(file: string): Promise<Map<string, readonly Tensor[]>> {
	const { weights } = await readKerasWeights(join(folder, file), file, (names) => names.map((name) => ({ type: "Layer", name })));
	return new Map([...weights].filter(([, tensors]) => tensors.length > 0).toSorted(([a], [b]) => a.localeCompare(b)));
}

describe("weights alone are those of the whole model", () => {
	test.each([
		["Keras 1 (.h5: names that say nothing, a list in parts)", "parts-1.weights.h5"],
		["Keras 2 (.h5)", "parts-2.weights.h5"],
		["Keras 3 (.weights.h5)", "parts-3.weights.h5"],
		["Keras 3, the whole model's .h5", "parts-3.h5"],
		["Keras 3, the whole model's .keras", "parts-3.keras"],
	])("%s", async (_, file) => {
		const expected = await stored("parts-2.h5");
		expect([...expected.keys()]).toEqual(["bn", "conv", "dense", "depthwise", "dilated", "excite", "gate", "row_bn", "separable"]);
		expect(await stored(file)).toEqual(expected);
	});
});

test.each(["parts-1.weights.h5", "parts-2.weights.h5", "parts-3.weights.h5"])("%s as a model: it has no architecture", async (file) => {
	const reading = readBackbone(section({ file: join(folder, file) }), 0);
	await expect(reading).rejects.toMatchObject({ code: "BAD_MODEL_FILE", fix: expect.stringContaining("name the architecture") });
});

test("weights of another network: both sides are shown", async () => {
	const reading = readBackbone(section({ name: "vgg16", weights: join(folder, "parts-2.weights.h5") }), 0);
	await expect(reading).rejects.toMatchObject({
		code: "WEIGHTS_MISMATCH",
		message: expect.stringMatching(/block1_conv1 is not in the file; .* which has \w+, \w+, \w+, …/),
	});
});

describe("a broken HDF5 file says what is wrong with it", () => {
	const broken = async (bytes: Uint8Array): Promise<unknown> => {
		await writeFile(join(folder, "broken.h5"), bytes);
		return readBackbone(section({ file: join(folder, "broken.h5") }), 0).catch((error: unknown) => error);
	};
	const whole = models["nested-2.h5"]!;

	test("one that was cut off: how far it goes", async () => {
		expect(await broken(whole.subarray(0, 9000))).toMatchObject({
			code: "BAD_WEIGHTS_FILE",
			message: expect.stringContaining("truncated file: eof = 9000"),
		});
	});

	// The library adds the size to its place in 32 bits, and went round in a circle.
	test("a string whose size no 32 bits hold", async () => {
		const heap = Buffer.from(whole).indexOf("GCOL");
		expect(await broken(whole.with(heap + 16 + 15, 1))).toMatchObject({
			code: "BAD_WEIGHTS_FILE",
			message: expect.stringContaining(`the heap of strings at byte ${heap} is damaged`),
		});
	});
});
