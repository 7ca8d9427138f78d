import { UserError } from "../base/errors.ts";
import { suggest } from "../base/suggest.ts";
import type { Graph, Node } from "./graph.ts";

/** A graph as a file gives it: some of the file's layers are no nodes, but stand for one. */
export interface NamedGraph extends Graph {
	/** Layers that do nothing at inference, nested models, names of ONNX nodes → the node whose output is theirs. */
	readonly aliases?: ReadonlyMap<string, string>;
}

/**
 * Keeps what leads to one layer's output. Without a layer's name the cut is the last before the top: dense layers, softmax, flattening
 * and global pooling at the end belong to the classifier that the backbone was trained with.
 *
 * @throws UserError UNKNOWN_LAYER if there is no such layer.
 */
export function cutGraph({ name, input, output: whole, nodes, aliases }: NamedGraph, layer: string | null): Graph {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const output = layer === null ? lastBeforeTop(whole, byName) : byName.has(layer) ? layer : (aliases?.get(layer) ?? layer);
	if (!byName.has(output)) throw unknownLayer(name, output, layerNames(nodes));
	const needed = ancestors(nodes, output);
	return { name, input, output, nodes: nodes.filter((node) => needed.has(node.name)) };
}

/** Names of what leads to `output`, itself among them; `items` are in topological order. */
export function ancestors(
	items: readonly { readonly name: string; readonly inputs: readonly string[] }[],
	output: string,
): ReadonlySet<string> {
	const needed = new Set([output]);
	for (const { name, inputs } of items.toReversed()) {
		if (needed.has(name)) for (const input of inputs) needed.add(input);
	}
	return needed;
}

/** The error for a cut that names nothing. */
export function unknownLayer(backbone: string, layer: string, names: readonly string[]): UserError {
	const near = suggest(layer, names);
	return new UserError(
		"UNKNOWN_LAYER",
		`backbone ${backbone} has no layer "${layer}"${near === undefined ? "" : ` (did you mean "${near}"?)`}`,
		{
			fix: `cut at one of its ${names.length} layers; the last ones are ${names.slice(-8).join(", ")}`,
		},
	);
}

/** What a person may cut at: steps inside a layer are named `layer#step`. */
export function layerNames(nodes: readonly Node[]): string[] {
	return nodes.map((node) => node.name).filter((name) => !name.includes("#"));
}

function lastBeforeTop(output: string, byName: ReadonlyMap<string, Node>): string {
	const isRow = (start: Node): boolean => {
		// Whether a node's output is a row, or an image of one pixel: behind a global pool, a flatten or a dense layer.
		for (let node = start; ; node = byName.get(node.inputs[0]!)!) {
			if (node.op === "global_pool" || node.op === "flatten" || node.op === "dense" || node.op === "reshape") return true;
			const pointwise = node.op !== "conv" || (node.kernel.shape[0] === 1 && node.kernel.shape[1] === 1);
			if (!pointwise || node.op === "pool" || node.inputs.length !== 1) return false;
		}
	};
	let node = byName.get(output)!;
	const softmax = (each: Node): boolean => each.op === "activation" && each.activation === "softmax";
	while (node.inputs.length === 1 && (isRow(node) || softmax(node))) node = byName.get(node.inputs[0]!)!;
	// A graph that is rows all the way, such as scattering's, has no top.
	return node.op === "input" ? output : node.name;
}
