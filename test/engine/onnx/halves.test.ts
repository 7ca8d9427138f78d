import { expect, test } from "vitest";
import { openBackbone } from "../../../lib/engine/onnx/backbone.ts";
import type { Provider } from "../../../lib/engine/onnx/session.ts";
import { traceBackbone } from "../../../lib/engine/onnx/trace.ts";
import { canaryTolerance } from "../../../lib/plan/canary.ts";
import { chain, conv, normal, testPixels } from "./graphs.ts";

/** What `onnx-cuda-fp16` computes, on the CPU: the same graphs with halves for floats. */

const SIZE = 24;
const options = { height: SIZE, width: SIZE, pooling: "avg", preprocess: "torch", threads: 1 } as const;
const network = chain([
	{ ...conv("a", 3, 3, 16, 2), name: "a" },
	{ op: "activation", activation: "relu6" },
	{ op: "depthwise_conv", kernel: normal("b", 3, 3, 16, 1), bias: null, strides: [1, 1], dilation: [1, 1], padding: "same", name: "b" },
	{ op: "pool", kind: "max", size: [2, 2], strides: [2, 2], padding: "valid" },
	{ ...conv("c", 1, 16, 32), name: "c" },
	{ op: "activation", activation: "silu" },
]);
const images = Uint8Array.from([0, 1, 2].flatMap((i) => Array.from(testPixels(SIZE, SIZE), (value) => (value + 60 * i) % 256)));

async function rows(provider: Provider, pixels = images): Promise<Float32Array> {
	const backbone = await openBackbone(network, options, provider);
	try {
		return await backbone.embed(pixels, pixels.length / (SIZE * SIZE * 3));
	} finally {
		await backbone.close();
	}
}

function difference(a: Float32Array, b: Float32Array): number {
	return Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) / Math.max(...a.map(Math.abs));
}

test("rows differ from float32's as much as ten binary digits do: not at all would be floats, and more is an error", async () => {
	const apart = difference(await rows("cpu"), await rows("cpu-fp16"));
	expect(apart).toBeGreaterThan(canaryTolerance("onnx"));
	expect(apart).toBeLessThan(canaryTolerance("onnx-cuda-fp16"));
});

test("a row is the same alone and among others", async () => {
	const one = images.subarray(SIZE * SIZE * 3, 2 * SIZE * SIZE * 3);
	expect(await rows("cpu-fp16", one)).toEqual((await rows("cpu-fp16")).subarray(32, 64));
});

test("its layers are traced under the names of float32's", async () => {
	const [floats, halves] = await Promise.all(
		(["cpu", "cpu-fp16"] as const).map((provider) => traceBackbone(network, options, images, 3, provider)),
	);
	expect(halves!.map(({ name }) => name)).toEqual(floats!.map(({ name }) => name));
	for (const [i, { name, means }] of floats!.entries())
		expect(difference(means, halves![i]!.means), name).toBeLessThan(canaryTolerance("onnx-cuda-fp16"));
});
