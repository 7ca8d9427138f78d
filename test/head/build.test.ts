import { describe, expect, test } from "vitest";
import { buildHead } from "../../lib/head/build.ts";
import { weightsOf } from "../../lib/head/weights.ts";
import { parseJob } from "../../lib/job/load.ts";

function layers(head: readonly unknown[]) {
	return parseJob(
		JSON.stringify({ version: 1, name: "x", data: { train: "." }, backbone: { name: "scattering" }, head, fit: { optimizer: "sgd" } }),
		"x.json",
	).job.head;
}

describe("a head", () => {
	test("names its layers as Keras does, and knows every shape", () => {
		const spec = buildHead(
			layers([
				"flatten",
				{ dense: 8, activation: "relu" },
				"batch_norm",
				{ dropout: 0.5 },
				{ dense: 6 },
				{ dropout: 0.5 },
				{ dense: "classes", activation: "softmax" },
			]),
			[2, 2, 3],
			4,
		);
		expect(spec.layers.map(({ name, outputShape }) => [name, ...outputShape])).toEqual([
			["flatten", 12],
			["dense", 8],
			["batch_normalization", 8],
			["dropout", 8],
			["dense_1", 6],
			["dropout_1", 6],
			["dense_2", 4],
		]);
		expect(weightsOf(spec).map(({ name, shape }) => [name, ...shape])).toEqual([
			["dense/kernel", 12, 8],
			["dense/bias", 8],
			["batch_normalization/gamma", 8],
			["batch_normalization/beta", 8],
			["batch_normalization/moving_mean", 8],
			["batch_normalization/moving_variance", 8],
			["dense_1/kernel", 8, 6],
			["dense_1/bias", 6],
			["dense_2/kernel", 6, 4],
			["dense_2/bias", 4],
		]);
	});

	test("the question's head on VGG16's pooled features has the parameters that Keras counts", () => {
		const spec = buildHead(
			layers([
				{ dense: 1024, activation: "sigmoid" },
				{ dropout: 0.5 },
				{ dense: 512, activation: "sigmoid" },
				{ dropout: 0.5 },
				{ dense: "classes", activation: "softmax" },
			]),
			[512],
			10,
		);
		const parameters = weightsOf(spec).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
		expect(parameters).toBe((512 + 1) * 1024 + (1024 + 1) * 512 + (512 + 1) * 10);
	});

	test.each([
		[
			"images need flatten",
			[{ dense: "classes", activation: "softmax" }],
			[2, 2, 3],
			["head", 0],
			/needs rows of numbers, and gets images of \[2, 2, 3\]/,
		],
		[
			"the end must have as many outputs as classes",
			[{ dense: 7, activation: "softmax" }],
			[5],
			["head", 0],
			/ends with \[7\] outputs, and the data has 4 classes/,
		],
		["a hidden width at the end fits only by luck", [{ dense: 6, activation: "softmax" }], [3], ["head", 0], /ends with \[6\] outputs/],
	] as const)("%s", (_, head, input, path, message) => {
		expect(() => buildHead(layers(head), input, 4)).toThrow(
			expect.objectContaining({ code: "BAD_HEAD", path, message: expect.stringMatching(message), fix: expect.stringMatching(/./) }),
		);
	});
});
