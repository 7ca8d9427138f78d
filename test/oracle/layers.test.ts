import { describe, expect, test } from "vitest";
import type { Node } from "../../lib/backbone/graph.ts";
import { sizeOf } from "../../lib/base/tensor.ts";
import type { Pooling, Preprocess } from "../../lib/job/document.ts";
import { chain, constant, testPixels } from "../engine/onnx/graphs.ts";
import { openBackbone } from "./engine.ts";
import { decode, type Encoded, fixture } from "./fixture.ts";

/** Every layer against Keras 3 (makers/layers.py wrote what it should give). */

interface Case {
	readonly title: string;
	readonly size: readonly [number, number];
	readonly preprocess: Preprocess | null;
	readonly pooling: Pooling;
	readonly nodes: readonly Record<string, unknown>[];
	readonly expected: Encoded;
}

// Float32 sums of up to 45 products in another order: a few units in the last place of the largest value.
const TOLERANCE = 3e-6;

const { cases } = fixture<{ cases: Case[] }>("layers.json");

describe("a layer gives what Keras gives", () => {
	test.each(cases)("$title", async ({ size: [height, width], preprocess, pooling, nodes, expected }) => {
		// The fixture's image is pixel / 64 − 2 unless a preprocessing mode is under test.
		const scaled = { op: "affine", scale: constant(1 / 64, 1), offset: constant(-2, 1) } as const;
		const graph = chain([...(preprocess === null ? [scaled] : []), ...nodes.map((node) => decodeNode(node))]);
		const backbone = await openBackbone(graph, { height, width, pooling, preprocess: preprocess ?? "none", threads: 1 });
		const row = await backbone.embed(testPixels(height, width), 1);
		await backbone.close();

		const { shape, data } = decode(expected);
		expect(backbone.featureShape).toEqual(shape);
		expect(row.length).toBe(sizeOf(shape));
		const largest = Math.max(1, ...data.map(Math.abs));
		const worst = Math.max(...row.map((value, i) => Math.abs(value - data[i]!)));
		expect(worst / largest).toBeLessThan(TOLERANCE);
	});
});

function decodeNode(node: Record<string, unknown>): { op: Node["op"] } {
	const isTensor = (value: unknown): value is Encoded => typeof value === "object" && value !== null && "data" in value;
	return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, isTensor(value) ? decode(value) : value])) as {
		op: Node["op"];
	};
}
