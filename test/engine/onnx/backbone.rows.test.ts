import { afterAll, describe, expect, test } from "vitest";
import type { Graph } from "../../../lib/backbone/graph.ts";
import { fillUniform, stream } from "../../../lib/base/rng.ts";
import { sizeOf } from "../../../lib/base/tensor.ts";
import { openBackbone } from "../../../lib/engine/onnx/backbone.ts";
import { compileBackbone } from "../../../lib/engine/onnx/compile.ts";
import { createSession } from "../../../lib/engine/onnx/session.ts";
import type { Activation } from "../../../lib/job/document.ts";
import { GraphBuilder } from "../../../lib/onnx/builder.ts";
import { chain, conv, normal } from "./graphs.ts";

/**
 * A feature row is a pure function of its image: same bits alone, among others, first, last, in a padded batch. Without it
 * the features of a resumed job would differ from those of a calm one, and both ways would not give the same weights.
 */

const SIZE = 17; // odd, so that rows begin at every alignment of vector registers
const options = { height: SIZE, width: SIZE, pooling: "none", preprocess: "torch" } as const;
const network = chain([
	{ ...conv("a", 3, 3, 10, 2), name: "a" },
	{ op: "activation", activation: "relu6" },
	{ op: "depthwise_conv", kernel: normal("b", 3, 3, 10, 1), bias: null, strides: [1, 1], dilation: [1, 1], padding: "same", name: "b" },
	{ op: "pool", kind: "avg", size: [2, 2], strides: [1, 1], padding: "same" },
	{ ...conv("c", 1, 10, 33), name: "c" },
	{ op: "activation", activation: "softplus" },
	{ op: "log", epsilon: 0.1 },
	{ op: "global_pool", kind: "deviation", keepDims: false, name: "deviation" },
	{ op: "pool", kind: "max", size: [3, 3], strides: [2, 2], padding: "valid", inputs: ["c"] },
	{ op: "flatten", order: "nhwc", name: "pixels" },
	{ op: "global_pool", kind: "avg", keepDims: false, inputs: ["c"], name: "mean" },
	{ op: "concat", inputs: ["deviation", "mean", "pixels"], name: "all" },
	{ op: "dense", kernel: normal("d", 33 + 33 + 4 * 4 * 33, 29), bias: normal("e", 29) },
	{ op: "concat", inputs: ["node12", "deviation", "mean"] },
]);
const activations: readonly Activation[] = [
	...(["leaky_relu", "elu", "selu", "gelu", "sigmoid", "hard_sigmoid", "tanh", "softmax", "softplus", "softsign"] as const),
	...(["silu", "exponential", "mish", "hard_silu", "log_softmax"] as const),
];
const elementwise: readonly { title: string; nodes: Parameters<typeof chain>[0] }[] = [
	...activations.map((activation) => ({ title: activation, nodes: [{ op: "activation", activation }] as const })),
	{
		title: "log",
		nodes: [
			{ op: "activation", activation: "exponential" },
			{ op: "log", epsilon: 0.5 },
		],
	},
];

interface Embedder {
	/** pixels of n images → n rows */
	readonly embed: (pixels: Uint8Array, n: number) => Promise<Float32Array>;
	readonly batch: number;
	readonly close: () => Promise<void>;
}
const opened: Embedder[] = [];
afterAll(async () => {
	for (const embedder of opened) await embedder.close();
});

/** As jobs embed: in batches of one size. */
async function fixedBatch(graph: Graph, threads: number): Promise<Embedder> {
	const backbone = await openBackbone(graph, { ...options, threads });
	opened.push(backbone);
	return backbone;
}

/** As an exported model runs: any number of images in one call. */
async function anyBatch(graph: Graph, threads: number): Promise<Embedder> {
	const builder = new GraphBuilder("test");
	const { output, shape } = compileBackbone(builder, graph, options, builder.input("image", "uint8", ["n", SIZE, SIZE, 3]));
	builder.output(output, "float", ["n", ...shape]);
	const session = await createSession(builder.model(), { threads });
	const embed = async (data: Uint8Array, n: number) => {
		const results = await session.run({ image: { type: "uint8", shape: [n, SIZE, SIZE, 3], data } });
		return results[output]!.data as Float32Array;
	};
	opened.push({ embed, batch: 4, close: session.close });
	return opened.at(-1)!;
}

function noise(n: number, ...label: readonly number[]): Uint8Array {
	return Uint8Array.from(fillUniform(stream(2, ...label), new Float32Array(n * SIZE * SIZE * 3), 0, 256));
}

/** The bytes of the row of `image` at `place` among n images. */
async function rowAt({ embed }: Embedder, image: Uint8Array, n: number, place: number): Promise<Buffer> {
	const pixels = noise(n, n, place);
	pixels.set(image, place * image.length);
	const rows = await embed(pixels, n);
	const length = rows.length / n;
	return Buffer.from(rows.slice(place * length, (place + 1) * length).buffer);
}

describe.each([
	["in fixed batches", fixedBatch],
	["in a batch of any size", anyBatch],
])("%s a row never depends on its neighbours or its place, bit for bit,", (_, open) => {
	test.each([1, 2])("in a network of convolutions, pools, logarithm and dense layers on %i thread(s)", async (threads) => {
		const embedder = await open(network, threads);
		const image = noise(1, 0);
		const alone = await rowAt(embedder, image, 1, 0);
		expect(new Float32Array(alone.buffer, alone.byteOffset, alone.length / 4).every(Number.isFinite)).toBe(true);
		for (const n of [embedder.batch - 1, embedder.batch, embedder.batch + 3]) {
			for (const place of [0, 1, n >> 1, n - 1])
				expect(alone.equals(await rowAt(embedder, image, n, place)), `${place} of ${n}`).toBe(true);
		}
	});

	test.each(elementwise)("after $title", async ({ nodes }) => {
		const embedder = await open(chain([conv("a", 3, 3, 7, 2), ...nodes]), 1);
		for (let trial = 0; trial < 16; trial++) {
			const image = noise(1, 1, trial);
			const alone = await rowAt(embedder, image, 1, 0);
			expect(alone.equals(await rowAt(embedder, image, 7, 6)), `image ${trial}`).toBe(true);
		}
	});
});

test("one and two threads give the same bits", async () => {
	const image = noise(1, 0);
	const rows = [await rowAt(await fixedBatch(network, 1), image, 1, 0), await rowAt(await fixedBatch(network, 2), image, 3, 2)];
	expect(rows[0]!.length).toBe(4 * sizeOf([29 + 33 + 33]));
	expect(rows[0]!.equals(rows[1]!)).toBe(true);
});
