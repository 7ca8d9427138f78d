import { type Tensor, tensor } from "../base/tensor.ts";
import type { Graph, Node } from "./graph.ts";

type BatchNorm = Extract<Node, { op: "batch_norm" }>;
type Linear = Extract<Node, { op: "conv" | "depthwise_conv" | "dense" }>;

/**
 * Folds a batch normalisation into the convolution or dense layer before it: gamma / sqrt(variance + epsilon) scales each output channel,
 * which is exact as algebra because nothing stands between the two. Computed in double precision and rounded once.
 */
export function foldBatchNorm(graph: Graph): Graph {
	const readers = new Map<string, number>();
	for (const node of graph.nodes) for (const input of node.inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
	const byName = new Map(graph.nodes.map((node) => [node.name, node]));
	const folded = new Map<string, Node>();
	const gone = new Set<string>();
	for (const node of graph.nodes) {
		if (node.op !== "batch_norm") continue;
		const before = byName.get(node.inputs[0]!);
		if (before === undefined || (before.op !== "conv" && before.op !== "depthwise_conv" && before.op !== "dense")) continue;
		if (readers.get(before.name) !== 1 || before.name === graph.output) continue;
		folded.set(node.name, { ...fold(before, node), name: node.name });
		gone.add(before.name);
	}
	return { ...graph, nodes: graph.nodes.filter((node) => !gone.has(node.name)).map((node) => folded.get(node.name) ?? node) };
}

function fold(node: Linear, { gamma, beta, mean, variance, epsilon }: BatchNorm): Linear {
	const channels = mean.data.length;
	const scale = Float64Array.from({ length: channels }, (_, c) => (gamma?.data[c] ?? 1) / Math.sqrt(variance.data[c]! + epsilon));
	const offset = Float64Array.from(
		{ length: channels },
		(_, c) => (beta?.data[c] ?? 0) + ((node.bias?.data[c] ?? 0) - mean.data[c]!) * scale[c]!,
	);
	// The output channel is the last axis of every kernel, of a depthwise one the last two together.
	const kernel: Tensor = tensor(
		node.kernel.shape,
		node.kernel.data.map((value, i) => value * scale[i % channels]!),
	);
	return { ...node, kernel, bias: tensor([channels], Float32Array.from(offset)) };
}
