import { digestOf, sha256 } from "../base/digest.ts";
import type { Tensor } from "../base/tensor.ts";
import { bytesOf, decodeSafetensors, encodeSafetensors, float32Of, type NamedTensor } from "../feature/safetensors.ts";
import type { Graph, Node } from "./graph.ts";

/** A graph as bytes: its structure as JSON in a safetensors file's metadata, its tensors under `node/field`. The same graph gives the same bytes. */
const FORMAT = "frostline-backbone/1";

export function encodeGraph(graph: Graph): Uint8Array {
	const { structure, tensors } = takeApart(graph);
	return encodeSafetensors(tensors, { format: FORMAT, graph: JSON.stringify({ ...structure, name: graph.name }) });
}

export function decodeGraph(bytes: Uint8Array): Graph {
	const { tensors, metadata } = decodeSafetensors(bytes, "the stored backbone");
	const graph = JSON.parse(metadata.graph ?? "{}") as Graph;
	const nodes = graph.nodes.map((node) =>
		Object.fromEntries(
			Object.entries(node).map(([field, value]) => {
				const stored =
					typeof value === "object" && value !== null && "tensor" in value
						? tensors.get(String((value as { tensor: string }).tensor))
						: undefined;
				return [field, stored === undefined ? value : { shape: stored.shape, data: float32Of(stored) }];
			}),
		),
	) as unknown as Node[];
	return { ...graph, nodes };
}

/** What names a backbone: its structure, whatever it is called, and its weights. */
export function graphDigests(graph: Graph): { topology: string; weights: string } {
	const { structure, tensors } = takeApart(graph);
	return { topology: digestOf(structure), weights: digestOf(tensors.map(({ name, shape, data }) => [name, shape, sha256(data)])) };
}

function takeApart(graph: Graph): { structure: { input: string; output: string; nodes: unknown[] }; tensors: NamedTensor[] } {
	const tensors: NamedTensor[] = [];
	const nodes = graph.nodes.map((node) =>
		Object.fromEntries(
			Object.entries(node).map(([field, value]: [string, unknown]) => {
				if (!isTensor(value)) return [field, value];
				const name = `${node.name}/${field}`;
				tensors.push({ name, dtype: "F32", shape: value.shape, data: bytesOf(value.data) });
				return [field, { tensor: name }];
			}),
		),
	);
	return { structure: { input: graph.input, output: graph.output, nodes }, tensors };
}

function isTensor(value: unknown): value is Tensor {
	return value !== null && typeof value === "object" && "data" in value && value.data instanceof Float32Array;
}
