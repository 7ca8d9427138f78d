import { readBackbone } from "../backbone/read.ts";
import { encodeGraph, graphDigests } from "../backbone/serial.ts";
import { shapesOf } from "../backbone/shape.ts";
import { pooledShape } from "../backbone/pooled.ts";
import type { BackboneRead, Calls } from "./calls.ts";

/** Reads a backbone's files in the child, so that a malformed or huge one can hang or kill nothing but this process. */
export async function readBackboneFile({ section, seed }: Calls["readBackbone"]["params"]): Promise<BackboneRead> {
	const { graph, preprocess, source } = await readBackbone(section, seed);
	const shape = shapesOf(graph, section.size).get(graph.output) ?? [];
	return {
		graph: encodeGraph(graph),
		...graphDigests(graph),
		cut: graph.output,
		preprocess,
		source,
		featureShape: pooledShape(shape, section.pooling),
	};
}
