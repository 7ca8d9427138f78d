import type { Graph, Node, Padding } from "../../backbone/graph.ts";

type Pad = Extract<Node, { op: "pad" }>;
type Explicit = readonly [number, number, number, number];
const NONE: Explicit = [0, 0, 0, 0];

/**
 * Moves zero padding into the convolution that alone reads it: the same sums, one pass over the image less. Into a max pool
 * too, but only after relu or relu6: pooling pads with −∞, which loses against any pixel as zero does when none is negative.
 */
export function absorbPadding(graph: Graph): Graph {
	const byName = new Map(graph.nodes.map((node) => [node.name, node]));
	const readers = countReaders(graph);
	const absorbed = new Set<string>();
	const nodes = graph.nodes.map((node) => {
		const pad = byName.get(node.inputs[0] ?? "");
		if (pad?.op !== "pad" || pad.mode !== "zero" || readers.get(pad.name) !== 1) return node;
		const merged = merge(node, pad, byName.get(pad.inputs[0] ?? ""));
		if (merged !== node) absorbed.add(pad.name);
		return merged;
	});
	return { ...graph, nodes: nodes.filter((node) => !absorbed.has(node.name)) };
}

function merge(node: Node, pad: Pad, source: Node | undefined): Node {
	switch (node.op) {
		case "conv":
		case "depthwise_conv": {
			const padding = sum(node.padding, pad.padding);
			return padding === null ? node : { ...node, padding, inputs: pad.inputs };
		}
		case "pool": {
			const neverNegative = source?.op === "activation" && (source.activation === "relu" || source.activation === "relu6");
			const padding = node.kind === "max" && neverNegative ? sum(node.padding, pad.padding) : null;
			// A window that lies in the padding alone would have nothing to win against −∞.
			const meetsPixels =
				padding !== null && Math.max(padding[0], padding[1]) < node.size[0] && Math.max(padding[2], padding[3]) < node.size[1];
			return padding === null || !meetsPixels ? node : { ...node, padding, inputs: pad.inputs };
		}
		default:
			return node;
	}
}

/** null if the layer pads as it sees fit, "same": then the size it sees matters. */
function sum(inner: Padding, outer: Explicit): Explicit | null {
	if (inner === "same") return null;
	const own = inner === "valid" ? NONE : inner;
	return [own[0] + outer[0], own[1] + outer[1], own[2] + outer[2], own[3] + outer[3]];
}

function countReaders(graph: Graph): ReadonlyMap<string, number> {
	const counts = new Map([[graph.output, 1]]);
	for (const node of graph.nodes) for (const name of node.inputs) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}
