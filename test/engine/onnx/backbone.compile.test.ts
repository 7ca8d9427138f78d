import { afterAll, describe, expect, test } from "vitest";
import type { Graph } from "../../../lib/backbone/graph.ts";
import { UserError } from "../../../lib/base/errors.ts";
import { openBackbone } from "../../../lib/engine/onnx/backbone.ts";
import { compileBackbone } from "../../../lib/engine/onnx/compile.ts";
import { absorbPadding } from "../../../lib/engine/onnx/padding.ts";
import type { Backbone, BackboneOptions } from "../../../lib/engine/port.ts";
import { GraphBuilder } from "../../../lib/onnx/builder.ts";
import { onnx } from "../../../proto/gen/onnx.js";
import { chain, constant, conv, normal, testPixels } from "./graphs.ts";

const defaults = { height: 9, width: 8, pooling: "none", preprocess: "tf", threads: 1 } as const;
const opened: Backbone[] = [];
afterAll(async () => {
	for (const backbone of opened) await backbone.close();
});

async function open(graph: Graph, options: Partial<BackboneOptions> = {}): Promise<Backbone> {
	const backbone = await openBackbone(graph, { ...defaults, ...options });
	opened.push(backbone);
	return backbone;
}

async function rowOf(graph: Graph, options: Partial<BackboneOptions> = {}): Promise<Float32Array> {
	const { height, width } = { ...defaults, ...options };
	return (await open(graph, options)).embed(testPixels(height, width), 1);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
	expect(a.length).toBe(b.length);
	return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

describe("a feature's shape", () => {
	test("is [h, w, c] when nothing pools, [c] when something does", async () => {
		const graph = chain([conv("a", 3, 3, 5, 2)]);
		expect((await open(graph)).featureShape).toEqual([5, 4, 5]);
		expect((await open(graph, { pooling: "avg" })).featureShape).toEqual([5]);
		expect((await open(graph, { pooling: "max" })).featureShape).toEqual([5]);
	});

	test("is the row's own where the cut is a row already: pooling does not apply", async () => {
		const graph = chain([conv("a", 3, 3, 5), { op: "global_pool", kind: "avg", keepDims: false }]);
		expect((await open(graph, { pooling: "max" })).featureShape).toEqual([5]);
	});
});

describe("a layer gives what its definition says", () => {
	const twoParts = [
		{ ...conv("re", 3, 3, 4), name: "re" },
		{ ...conv("im", 3, 3, 4), name: "im", inputs: ["image"] },
	];

	test("modulus: the length of the complex number", async () => {
		const [re, im] = await Promise.all([rowOf(chain(twoParts.slice(0, 1))), rowOf(chain([{ ...twoParts[1]! }]))]);
		const modulus = await rowOf(chain([...twoParts, { op: "modulus", inputs: ["re", "im"] }]));
		expect(
			largestDifference(
				modulus,
				re.map((value, i) => Math.hypot(value, im[i]!)),
			),
		).toBeLessThan(1e-6);
	});

	test("add, multiply and concat: value by value, channels one after another", async () => {
		const [re, im] = await Promise.all([rowOf(chain(twoParts.slice(0, 1))), rowOf(chain([{ ...twoParts[1]! }]))]);
		const both = (op: "add" | "multiply" | "concat") => rowOf(chain([...twoParts, { op, inputs: ["re", "im"] }]));
		// ONNX Runtime may add inside the convolution, so the last bit is its own.
		expect(
			largestDifference(
				await both("add"),
				re.map((value, i) => value + im[i]!),
			),
		).toBeLessThan(1e-6);
		expect(
			largestDifference(
				await both("multiply"),
				re.map((value, i) => value * im[i]!),
			),
		).toBeLessThan(1e-6);
		expect(await both("concat")).toEqual(
			Float32Array.from({ length: 2 * re.length }, (_, i) => (i % 8 < 4 ? re : im)[4 * (i >> 3) + (i % 4)]!),
		);
	});

	test("multiply stretches a gate of one pixel over the image", async () => {
		const gate = { op: "global_pool", kind: "max", keepDims: true, inputs: ["re"], name: "gate" } as const;
		const re = await rowOf(chain(twoParts.slice(0, 1)));
		const gated = await rowOf(chain([twoParts[0]!, gate, { op: "multiply", inputs: ["re", "gate"] }]));
		const largest = [0, 1, 2, 3].map((c) => Math.max(...re.filter((_, i) => i % 4 === c)));
		expect(gated).toEqual(re.map((value, i) => value * Math.fround(largest[i % 4]!)));
	});

	test("conv in groups: each group sees its own channels", async () => {
		const grouped = { ...conv("a", 3, 6, 4), kernel: normal("a", 3, 3, 3, 4), groups: 2, name: "grouped" };
		// The same as one convolution whose kernel is zero between groups.
		const whole = constant(0, 3, 3, 6, 4);
		for (let i = 0; i < grouped.kernel.data.length; i++) {
			const [tap, cin, cout] = [Math.floor(i / 12), Math.floor(i / 4) % 3, i % 4];
			whole.data[(tap * 6 + cin + (cout < 2 ? 0 : 3)) * 4 + cout] = grouped.kernel.data[i]!;
		}
		const wide = conv("wide", 1, 3, 6);
		const expected = await rowOf(chain([wide, { ...grouped, kernel: whole, groups: 1 }]));
		expect(largestDifference(await rowOf(chain([wide, grouped])), expected)).toBeLessThan(1e-6);
	});

	test("batch norm gives the same folded into a convolution and alone", async () => {
		const statistics = { gamma: normal("g", 4), beta: normal("b", 4), mean: normal("m", 4), variance: constant(0.7, 4), epsilon: 1e-3 };
		const norm = { op: "batch_norm", ...statistics } as const;
		const between = { op: "activation", activation: "linear" } as const; // keeps the two apart
		const folded = await rowOf(chain([conv("a", 3, 3, 4), norm]));
		expect(largestDifference(folded, await rowOf(chain([conv("a", 3, 3, 4), between, norm])))).toBeLessThan(1e-6);
	});
});

describe("padding moves into the layer that reads it", () => {
	const pad = (...padding: number[]) => ({ op: "pad", padding, mode: "zero" });
	const relu = { op: "activation", activation: "relu" } as const;
	const pool = { op: "pool", kind: "max", size: [3, 3], strides: [2, 2], padding: "valid" } as const;
	const strided = { ...conv("a", 3, 3, 4, 2), padding: "valid" } as const;

	test.each([
		["a convolution", [pad(1, 0, 2, 1), strided], 0],
		["a max pool after relu", [conv("b", 3, 3, 4), relu, pad(1, 1, 1, 1), pool], 0],
		["but not a max pool of a convolution, which may be negative", [conv("b", 3, 3, 4), pad(1, 1, 1, 1), pool], 1],
		["nor of tanh, which may be negative too", [conv("b", 3, 3, 4), { op: "activation", activation: "tanh" }, pad(1, 1, 1, 1), pool], 1],
		["nor a layer that pads by its own rule", [pad(1, 1, 1, 1), { ...strided, padding: "same" }], 1],
		["nor a max pool with windows that would see padding alone", [conv("b", 3, 3, 4), relu, pad(3, 0, 0, 0), pool], 1],
	])("%s", async (_, nodes, left) => {
		const graph = chain(nodes as Parameters<typeof chain>[0]);
		expect(absorbPadding(graph).nodes.filter((node) => node.op === "pad").length).toBe(left);
		// A second reader keeps the padding where it is, and must not change what the first gives.
		const padded = graph.nodes.find((node) => node.op === "pad")!.name;
		const probe = { name: "probe", op: "global_pool", kind: "max", keepDims: false, inputs: [padded] } as const;
		const kept = { ...graph, nodes: [...graph.nodes, probe] };
		expect(absorbPadding(kept).nodes.some((node) => node.op === "pad")).toBe(true);
		expect(largestDifference(await rowOf(graph), await rowOf(kept))).toBeLessThan(1e-6);
	});
});

describe("what cannot fit is an error that shows both sides", () => {
	test.each([
		["BACKBONE_CHANNELS", "3 channels", chain([conv("a", 3, 1, 4)], 1)],
		["BACKBONE_SHAPE", "node0 expects 5 values on the last axis, but gets [9, 8, 3]", chain([conv("a", 3, 5, 4)])],
		[
			"BACKBONE_SHAPE",
			"node1 expects 10 values on the last axis, but gets [216]",
			chain([
				{ op: "flatten", order: "nhwc" },
				{ op: "dense", kernel: normal("k", 10, 2), bias: null },
			]),
		],
		["BACKBONE_SHAPE", "expects inputs of one shape", chain([conv("a", 1, 3, 3, 2), { op: "add", inputs: ["image", "node0"] }])],
		["BACKBONE_SHAPE", "expects 100 values for [10, 10], but gets [9, 8, 3]", chain([{ op: "reshape", shape: [10, 10] }])],
		["BACKBONE_SHAPE", "expects a multiple of 10 values for [-1, 10], but gets [9, 8, 3]", chain([{ op: "reshape", shape: [-1, 10] }])],
		[
			"BACKBONE_SIZE",
			"node0 needs at least 11 × 3 pixels",
			chain([{ op: "pool", kind: "max", size: [11, 3], strides: [1, 1], padding: "valid" }]),
		],
	])("%s: %s", async (code, text, graph) => {
		const error = await openBackbone(graph, defaults).then(
			() => null,
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({ code });
		expect((error as UserError).message).toContain(text);
		expect((error as UserError).fix).toBeTruthy();
	});

	test("as many bytes as images, or a RangeError", async () => {
		const backbone = await open(chain([conv("a", 3, 3, 4)]));
		await expect(backbone.embed(new Uint8Array(9 * 8 * 3), 2)).rejects.toThrow("432 bytes, got 216");
	});
});

test("nothing from no images", async () => {
	expect(await (await open(chain([conv("a", 3, 3, 4)]))).embed(new Uint8Array(0), 0)).toEqual(new Float32Array(0));
});

test("a backbone compiles into a graph whose batch has a name, so that a head can follow it", () => {
	const builder = new GraphBuilder("classifier");
	const image = builder.input("image", "uint8", ["n", 9, 8, 3]);
	const { output, shape } = compileBackbone(builder, chain([conv("a", 3, 3, 5)]), { ...defaults, pooling: "avg" }, image);
	expect(shape).toEqual([5]);
	builder.output(output, "float", ["n", ...shape]);
	const model = onnx.Model.decode(builder.model());
	expect(model.graph?.input?.[0]?.type?.tensorType?.shape?.dim?.[0]?.dimParam).toBe("n");
});
