import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graph } from "../../../lib/backbone/graph.ts";
import { UserError } from "../../../lib/base/errors.ts";
import { onnxEngine } from "../../../lib/engine/onnx/index.ts";
import type { BackboneOptions, Engine } from "../../../lib/engine/port.ts";
import { tfjsEngine } from "../../../lib/engine/tfjs/index.ts";
import { loadTfjs, type Tf } from "../../../lib/engine/tfjs/library.ts";
import { chain, constant, conv, normal, testPixels } from "../onnx/graphs.ts";

/** Two engines that share no line of native code give the same rows: here on WebAssembly, one small network. `npm run test:engines` has every layer and network. */

const tfjs = tfjsEngine("tfjs-wasm");
let tf: Tf;
beforeAll(async () => {
	tf = await loadTfjs("tfjs-wasm", 1);
});
afterAll(() => expect(tf.memory().numTensors, "nothing is left on the device").toBe(0));

const SIZE = { height: 13, width: 10 } as const;
const options: BackboneOptions = { ...SIZE, pooling: "none", preprocess: "torch", threads: 1 };
const relu = { op: "activation", activation: "relu" } as const;
const network: Graph = chain([
	{ ...conv("a", 3, 3, 6, 2), padding: [1, 0, 2, 1], name: "a" },
	{ ...relu, name: "relu" },
	{ op: "depthwise_conv", kernel: normal("b", 3, 3, 6, 2), bias: null, strides: [1, 1], dilation: [1, 1], padding: "same", name: "b" },
	{ op: "batch_norm", gamma: normal("g", 12), beta: null, mean: normal("m", 12), variance: constant(0.5, 12), epsilon: 1e-3, name: "norm" },
	{ op: "activation", activation: "gelu", name: "gelu" },
	{ op: "pool", kind: "avg", size: [3, 3], strides: [2, 2], padding: "same", name: "avg" },
	{ op: "pool", kind: "max", size: [2, 2], strides: [2, 2], padding: [1, 0, 0, 1], inputs: ["gelu"], name: "max" },
	{ op: "concat", inputs: ["avg", "max"], name: "both" },
	{ op: "flatten", order: "nchw", name: "flat" },
	{ op: "dense", kernel: normal("d", 24 * 9, 9), bias: normal("db", 9), name: "dense" },
]);

async function rows(engine: Engine, n = 1): Promise<Float32Array> {
	const backbone = await engine.openBackbone(network, options);
	const image = testPixels(SIZE.height, SIZE.width);
	const pixels = new Uint8Array(n * image.length);
	for (let i = 0; i < n; i++)
		pixels.set(
			image.map((value) => (value + 31 * i) & 255),
			i * image.length,
		);
	const embedded = await backbone.embed(pixels, n);
	await backbone.close();
	return embedded;
}

test("a network of every larger layer gives the other engine's rows", async () => {
	const [a, b] = [await rows(onnxEngine, 2), await rows(tfjs, 2)];
	expect(b.length).toBe(a.length);
	const largest = Math.max(...a.map(Math.abs));
	// Sums of up to 216 products in another order.
	for (const [i, value] of a.entries()) expect(Math.abs(b[i]! - value) / largest).toBeLessThan(5e-6);
});

test("a row never depends on its neighbours, bit for bit", async () => {
	const [seven, one] = [await rows(tfjs, 7), await rows(tfjs)];
	expect(seven.length).toBe(7 * one.length);
	expect(seven.subarray(0, one.length)).toEqual(one);
});

test("what cannot fit is the same error that the other engine gives", async () => {
	const opening = tfjs.openBackbone(chain([conv("a", 3, 5, 4)]), options);
	await expect(opening).rejects.toThrow(UserError);
	await expect(opening).rejects.toMatchObject({ code: "BACKBONE_SHAPE" });
});

test("memory is what the constants take, however many batches have gone through", async () => {
	const backbone = await tfjs.openBackbone(network, options);
	const { numTensors, numBytes } = tf.memory();
	for (let i = 0; i < 20; i++) await backbone.embed(testPixels(SIZE.height, SIZE.width), 1);
	expect(tf.memory()).toMatchObject({ numTensors, numBytes });
	await backbone.close();
});

test("layers are looked at by name, and both engines see the same", async () => {
	const pixels = testPixels(SIZE.height, SIZE.width);
	const [a, b] = [await onnxEngine.traceBackbone(network, options, pixels, 1), await tfjs.traceBackbone(network, options, pixels, 1)];
	// Batch norm is folded into the layer before it.
	expect(b.map(({ name }) => name)).toEqual(network.nodes.map(({ name }) => name).filter((name) => name !== "b"));
	expect(a.map(({ name }) => name)).toEqual(b.map(({ name }) => name));
	for (const [i, { means }] of a.entries()) for (const [c, mean] of means.entries()) expect(b[i]!.means[c]).toBeCloseTo(mean, 4);
});
