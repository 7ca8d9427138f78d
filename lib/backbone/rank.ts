import type { Node } from "./graph.ts";

/** Number of a node's axes without the batch's (3: an image, 1: a row), from those of its inputs: what "the last axis" is, said by number. */
export function rankOf(node: Node, ranks: ReadonlyMap<string, number>): number {
	switch (node.op) {
		case "input":
		case "conv":
		case "depthwise_conv":
		case "pool":
		case "pad":
			return 3;
		case "global_pool":
			return node.keepDims ? 3 : 1;
		case "flatten":
			return 1;
		case "reshape":
			return node.shape.length;
		default:
			return ranks.get(node.inputs[0] ?? "") ?? 3;
	}
}
