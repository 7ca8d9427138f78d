import { onnx } from "../../../proto/gen/onnx.js";
import type { Tensor } from "../../base/tensor.ts";
import { elementType, type GraphBuilder } from "../../onnx/builder.ts";
import { type Kernel, kernels } from "./kernels.ts";
import type { Program, Step } from "./program.ts";

/**
 * A graph that is written with ONNX's operations, as heads' training steps and activations are (../onnx/head-step.ts, ../onnx/activation.ts), as steps of
 * TensorFlow.js. So every formula is written once, and computed by two libraries.
 */
export function programOf(builder: GraphBuilder): Program {
	const graph = builder.graph();
	return { ...stepsOf(graph), outputs: graph.output.map(({ name }) => name ?? "") };
}

export function stepsOf(graph: onnx.Graph): Pick<Program, "constants" | "steps"> {
	const constants = new Map<string, Tensor>();
	const ints = new Map<string, readonly number[]>();
	for (const given of graph.initializer) {
		const { name, dims, dataType, rawData } = onnx.Tensor.create(given);
		if (dataType === elementType.float) constants.set(name, { shape: dims.map(Number), data: new Float32Array(copy(rawData)) });
		else ints.set(name, Array.from(new BigInt64Array(copy(rawData)), Number));
	}
	return { constants, steps: graph.node.map((given) => stepOf(onnx.Node.create(given), ints)) };
}

function stepOf({ opType, input, output, attribute }: onnx.Node, ints: ReadonlyMap<string, readonly number[]>): Step {
	const kernel: Kernel | undefined = kernels[opType];
	if (kernel === undefined) throw new RangeError(`${opType} has no row in lib/engine/tfjs/kernels.ts`);
	const attributes = Object.fromEntries(attribute.map((given) => said(onnx.Attribute.create(given))));
	const axes = input.flatMap((name) => (ints.has(name) ? [ints.get(name)!] : []))[0];
	return {
		inputs: input.filter((name) => !ints.has(name)),
		output: output[0]!,
		run: (tf, inputs) => kernel(tf, inputs, { attributes, axes }),
	};
}

/** Codes of attribute types in the format. */
const FLOAT = 1;
const INTS = 7;

function said({ name, type, f, i, ints }: onnx.Attribute): [string, number | readonly number[]] {
	return [name, type === INTS ? ints.map(Number) : type === FLOAT ? f : Number(i)];
}

/** Bytes as a buffer of their own, aligned for any array. */
function copy(bytes: Uint8Array): ArrayBuffer {
	return bytes.slice().buffer as ArrayBuffer;
}
