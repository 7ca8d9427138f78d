import { UserError } from "../base/errors.ts";
import { suggest } from "../base/suggest.ts";
import type { Graph, Node } from "./graph.ts";

/**
 * Keeps what leads to one layer's output. Without a layer's name the cut is the last before the top: dense layers, softmax, flattening
 * and global pooling at the end belong to the classifier that the backbone was trained with.
 */
export function cutGraph(graph: Graph, layer: string | null): Graph {
	const byName = new Map(graph.nodes.map((node) => [node.name, node]));
	const output = layer ?? lastBeforeTop(graph, byName);
	if (!byName.has(output)) {
		const names = graph.nodes.map((node) => node.name).filter((name) => !name.endsWith("/linear"));
		const near = suggest(output, names);
		throw new UserError("UNKNOWN_LAYER", `backbone ${graph.name} has no layer "${output}"${near === undefined ? "" : ` (did you mean "${near}"?)`}`, {
			fix: `cut at one of its ${names.length} layers; the last ones are ${names.slice(-8).join(", ")}`,
		});
	}
	const needed = new Set<string>();
	const visit = (name: string): void => {
		if (needed.has(name)) return;
		needed.add(name);
		for (const input of byName.get(name)?.inputs ?? []) visit(input);
	};
	visit(output);
	return { ...graph, output, nodes: graph.nodes.filter((node) => needed.has(node.name)) };
}

function lastBeforeTop(graph: Graph, byName: ReadonlyMap<string, Node>): string {
	const isRow = (node: Node): boolean => {
		// Whether a node's output is a row rather than an image: behind a global pool, a flatten or a dense layer.
		if (node.op === "global_pool" || node.op === "flatten" || node.op === "dense" || node.op === "reshape") return true;
		if (node.op === "conv" || node.op === "pool" || node.op === "input" || node.inputs.length !== 1) return false;
		return isRow(byName.get(node.inputs[0]!)!);
	};
	let node = byName.get(graph.output)!;
	const softmax = (each: Node): boolean => each.op === "activation" && each.activation === "softmax";
	while (node.inputs.length === 1 && (isRow(node) || softmax(node))) node = byName.get(node.inputs[0]!)!;
	// A graph that is rows all the way, such as scattering's, has no top.
	return node.op === "input" ? graph.output : node.name;
}
