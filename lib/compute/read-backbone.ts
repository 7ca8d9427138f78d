import { readBackbone } from "../backbone/read.ts";
import { encodeGraph, graphDigests } from "../backbone/serial.ts";
import { featureShape } from "../engine/onnx/index.ts";
import type { BackboneRead, Calls } from "./calls.ts";
import { resolveEngine } from "./engines.ts";

/** Reads a backbone's files in the child, so that a malformed or huge one can hang or kill nothing but this process. */
export async function readBackboneFile({
	section,
	seed,
	engine = "onnx",
	here = false,
}: Calls["readBackbone"]["params"]): Promise<BackboneRead> {
	const resolved = resolveEngine(engine, here);
	const { graph, preprocess, source } = await readBackbone(section, seed);
	const [height, width] = section.size;
	return {
		graph: encodeGraph(graph),
		...graphDigests(graph),
		cut: graph.output,
		preprocess,
		source,
		featureShape: featureShape(graph, { height, width, pooling: section.pooling, preprocess: section.preprocess ?? preprocess ?? "none" }),
		engine: resolved,
	};
}

/** Names of all layers that a backbone's files have. */
export async function listLayers({ section, seed }: Calls["listLayers"]["params"]): Promise<readonly string[]> {
	return (await readBackbone({ ...section, cut: null }, seed)).layers;
}
