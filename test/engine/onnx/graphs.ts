import type { Graph, Node } from "../../../lib/backbone/graph.ts";
import { fillNormal, stream } from "../../../lib/base/rng.ts";
import { sizeOf, type Tensor } from "../../../lib/base/tensor.ts";

/** Small graphs for the engine's tests: nodes are listed after the input "image", each reading the one before unless it says otherwise. */

interface Loose {
	readonly op: Node["op"];
	readonly name?: string;
	readonly inputs?: readonly string[];
	readonly [field: string]: unknown;
}

export function chain(nodes: readonly Loose[], channels = 3): Graph {
	const all: Node[] = [{ name: "image", op: "input", inputs: [], shape: [null, null, channels] }];
	nodes.forEach((node, i) => {
		all.push({ name: `node${i}`, inputs: [all.at(-1)!.name], ...node } as unknown as Node);
	});
	return { name: "test", input: "image", output: all.at(-1)!.name, nodes: all };
}

/** Normal numbers that only depend on the label and the shape. */
export function normal(label: string, ...shape: readonly number[]): Tensor {
	return { shape, data: fillNormal(stream(1, label), new Float32Array(sizeOf(shape)), 0.3) };
}

export function constant(value: number, ...shape: readonly number[]): Tensor {
	return { shape, data: new Float32Array(sizeOf(shape)).fill(value) };
}

export function conv(label: string, size: number, from: number, to: number, strides = 1) {
	const kernel = normal(label, size, size, from, to);
	return {
		op: "conv",
		kernel,
		bias: normal(`${label}/bias`, to),
		strides: [strides, strides],
		dilation: [1, 1],
		padding: "same",
		groups: 1,
	} as const;
}

/** Pixels by a formula that the Keras fixture's script repeats. */
export function testPixels(height: number, width: number): Uint8Array {
	return Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 7919 + 13 * Math.floor(i / 7)) % 256);
}
