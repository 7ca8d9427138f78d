import { expect } from "vitest";
import type { Graph } from "../../lib/backbone/graph.ts";
import { readBackbone } from "../../lib/backbone/read.ts";
import type { BackboneSection, Pooling, Preprocess } from "../../lib/job/document.ts";
import { section } from "../backbone/models.ts";
import { testPixels } from "../engine/onnx/graphs.ts";
import { engine } from "./engine.ts";
import { decode, type Encoded } from "./fixture.ts";

type Size = readonly [number, number];

/** What a network makes of the pixels by formula. */
export async function embedded(graph: Graph, [height, width]: Size, preprocess: Preprocess, pooling: Pooling = "none") {
	const backbone = await engine.openBackbone(graph, { height, width, pooling, preprocess, threads: 1 });
	try {
		return { featureShape: backbone.featureShape, data: await backbone.embed(testPixels(height, width), 1) };
	} finally {
		await backbone.close();
	}
}

/** The largest difference between what a backbone section gives and what it should, as a share of the largest value. */
export async function worstOf(of: Partial<BackboneSection> & { size: Size; preprocess: Preprocess }, expected: Encoded): Promise<number> {
	const { graph } = await readBackbone(section(of), 0);
	const ours = await embedded(graph, of.size, of.preprocess, of.pooling);
	expect(ours.featureShape).toEqual(expected.shape);
	return difference(ours.data, decode(expected).data);
}

/** Of `theirs`, every value may stand for `step` of ours. */
export function difference(ours: Float32Array, theirs: Float32Array, step = 1, largest = Math.max(...theirs.map(Math.abs))): number {
	return theirs.reduce((worst, value, i) => Math.max(worst, Math.abs(value - ours[i * step]!)), 0) / largest;
}
