import { describe, expect, test } from "vitest";
import type { Graph } from "../../lib/backbone/graph.ts";
import { onnxEngine } from "../../lib/engine/onnx/index.ts";
import type { BackboneOptions, Engine } from "../../lib/engine/port.ts";
import type { Activation } from "../../lib/job/document.ts";
import { chain, constant, conv, normal, testPixels } from "../engine/onnx/graphs.ts";
import { engine } from "../oracle/engine.ts";

/** Every layer, with every kind of padding and stride, beside ONNX Runtime. */

const SIZE = { height: 13, width: 10 } as const;
const defaults: BackboneOptions = { ...SIZE, pooling: "none", preprocess: "caffe", threads: 1 };

async function rowOf(
	by: Engine,
	graph: Graph,
	options: Partial<BackboneOptions>,
): Promise<{ shape: readonly number[]; row: Float32Array }> {
	const backbone = await by.openBackbone(graph, { ...defaults, ...options });
	try {
		return { shape: backbone.featureShape, row: await backbone.embed(testPixels(SIZE.height, SIZE.width), 1) };
	} finally {
		await backbone.close();
	}
}

/** Of the largest value: sums of up to 90 products in another order. */
const TOLERANCE = 3e-6;

async function expectAlike(graph: Graph, options: Partial<BackboneOptions> = {}): Promise<void> {
	const [a, b] = [await rowOf(onnxEngine, graph, options), await rowOf(engine, graph, options)];
	expect(b.shape).toEqual(a.shape);
	const largest = a.row.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
	const worst = a.row.reduce((most, value, i) => Math.max(most, Math.abs(value - b.row[i]!)), 0);
	expect(worst / largest).toBeLessThan(TOLERANCE);
}

const scaled = { op: "affine", scale: constant(1 / 64, 1), offset: constant(0, 1), name: "scaled" } as const;
const depthwise = (strides: readonly [number, number], padding: unknown = "same") =>
	({ op: "depthwise_conv", kernel: normal("dw", 3, 3, 3, 2), bias: normal("dwb", 6), strides, dilation: [1, 1], padding }) as const;
const pool = (kind: "avg" | "max", padding: unknown, more: object = {}) =>
	({ op: "pool", kind, size: [3, 3], strides: [2, 2], padding, ...more }) as const;
const small = conv("small", 3, 3, 6);

const layers: readonly { title: string; nodes: Parameters<typeof chain>[0] }[] = [
	{ title: "conv, same padding, stride 2", nodes: [conv("a", 3, 3, 5, 2)] },
	{ title: "conv, explicit padding", nodes: [{ ...conv("a", 3, 3, 5, 2), padding: [1, 0, 2, 1] }] },
	{ title: "conv, dilated, without bias", nodes: [{ ...conv("a", 3, 3, 5), dilation: [2, 2], bias: null }] },
	{ title: "conv in groups", nodes: [small, { ...conv("g", 3, 6, 4), kernel: normal("g", 3, 3, 3, 4), groups: 2 }] },
	{ title: "conv and relu together", nodes: [small, { op: "activation", activation: "relu" }] },
	{
		title: "conv and relu6, the convolution read twice",
		nodes: [
			{ ...small, name: "c" },
			{ op: "activation", activation: "relu6", name: "r" },
			{ op: "add", inputs: ["c", "r"] },
		],
	},
	{ title: "depthwise", nodes: [depthwise([1, 1])] },
	{ title: "depthwise, stride 2", nodes: [depthwise([2, 2])] },
	{ title: "depthwise, two strides", nodes: [depthwise([2, 1])] },
	{ title: "depthwise, explicit padding", nodes: [depthwise([2, 2], [0, 1, 0, 1])] },
	...(["same", "valid", [1, 1, 0, 1]] as const).flatMap((padding) =>
		(["avg", "max"] as const).map((kind) => ({ title: `${kind} pool, padding ${padding}`, nodes: [small, pool(kind, padding)] })),
	),
	{ title: "avg pool that counts padding", nodes: [small, pool("avg", [1, 1, 1, 1], { countPadding: true })] },
	...(["avg", "max", "deviation"] as const).map((kind) => ({
		title: `global ${kind}`,
		nodes: [small, { op: "global_pool", kind, keepDims: false }] as const,
	})),
	{
		title: "a gate",
		nodes: [
			{ ...small, name: "c" },
			{ op: "global_pool", kind: "max", keepDims: true, name: "g" },
			{ op: "multiply", inputs: ["c", "g"] },
		],
	},
	...(["zero", "reflect"] as const).map((mode) => ({
		title: `pad ${mode}`,
		nodes: [small, { op: "pad", padding: [1, 2, 3, 1], mode }] as const,
	})),
	...(["nhwc", "nchw"] as const).map((order) => ({ title: `flatten ${order}`, nodes: [small, { op: "flatten", order }] as const })),
	{
		title: "reshape and dense",
		nodes: [small, { op: "reshape", shape: [-1, 12] }, { op: "dense", kernel: normal("d", 12, 7), bias: normal("db", 7) }],
	},
	{ title: "dense on an image", nodes: [small, { op: "dense", kernel: normal("d", 6, 4), bias: null }] },
	{
		title: "batch norm alone",
		nodes: [
			{ op: "activation", activation: "linear" },
			{ op: "batch_norm", gamma: normal("g", 3), beta: normal("b", 3), mean: normal("m", 3), variance: constant(0.5, 3), epsilon: 1e-3 },
		],
	},
	{
		title: "batch norm folded",
		nodes: [
			small,
			{ op: "batch_norm", gamma: normal("g", 6), beta: null, mean: normal("m", 6), variance: constant(0.5, 6), epsilon: 1e-3 },
		],
	},
	{
		title: "concat",
		nodes: [
			{ ...small, name: "c" },
			{ op: "concat", inputs: ["c", "scaled"] },
		],
	},
	{
		title: "modulus and log",
		nodes: [
			{ ...small, name: "re" },
			{ ...conv("im", 3, 3, 6), name: "im", inputs: ["scaled"] },
			{ op: "modulus", inputs: ["re", "im"] },
			{ op: "log", epsilon: 0.3 },
		],
	},
];
const activations: readonly Activation[] = [
	...([
		"relu",
		"relu6",
		"leaky_relu",
		"elu",
		"selu",
		"gelu",
		"sigmoid",
		"hard_sigmoid",
		"tanh",
		"softmax",
		"softplus",
		"softsign",
	] as const),
	...(["silu", "exponential", "mish", "hard_silu", "log_softmax"] as const),
];

describe(`a layer gives on ${engine.name} what it gives on ONNX Runtime`, () => {
	test.each(layers)("$title", ({ nodes }) => expectAlike(chain([scaled, ...nodes])));

	test.each(activations)("%s", (activation) => expectAlike(chain([scaled, small, { op: "activation", activation }])));

	test.each(["caffe", "tf", "torch", "unit", "none"] as const)("preprocessing %s", (preprocess) =>
		expectAlike(chain([small]), { preprocess }),
	);

	test.each(["avg", "max"] as const)("pooling %s", (pooling) => expectAlike(chain([scaled, small]), { pooling }));
});

describe("a row never depends on its neighbours, bit for bit", () => {
	const smooth = ["tanh", "gelu", "softplus", "softmax", "selu"] as const;
	test.each(smooth)("in convolutions, pools, deviation and logarithm, with %s", async (activation) => {
		const graph = chain([
			scaled,
			{ ...conv("a", 3, 3, 7), name: "a" },
			{ op: "activation", activation, name: "b" },
			{ op: "global_pool", kind: "deviation", keepDims: false, name: "deviation" },
			{ op: "log", epsilon: 0.1, name: "log" },
			{ op: "flatten", order: "nhwc", inputs: ["b"], name: "pixels" },
			{ op: "concat", inputs: ["log", "pixels"] },
		]);
		const backbone = await engine.openBackbone(graph, defaults);
		const image = testPixels(SIZE.height, SIZE.width);
		const images = Array.from({ length: 9 }, (_, i) => image.map((value) => (value + 31 * i) & 255));
		const together = await backbone.embed(Uint8Array.from(images.flatMap((each) => [...each])), images.length);
		const width = together.length / images.length;
		for (const [i, each] of images.entries())
			expect(await backbone.embed(each, 1), `image ${i}`).toEqual(together.subarray(i * width, (i + 1) * width));
		await backbone.close();
	});
});
