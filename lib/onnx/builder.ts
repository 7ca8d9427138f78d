import { Float16Array } from "@petamoriken/float16";
import { onnx } from "../../proto/gen/onnx.js";
import type { Tensor } from "../base/tensor.ts";

/** ONNX element types that Frostline writes, by their code in the format. */
export const elementType = { float: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type ElementType = keyof typeof elementType;

/** Operator set 17: the newest that every ONNX Runtime since 1.12 runs, and the first with all operators used here. */
const OPSET = 17;
const IR_VERSION = 8;

export type AttributeValue =
	| number
	| { readonly float: number }
	| string
	| readonly number[]
	| { readonly floats: readonly number[] }
	| { readonly graph: GraphBuilder };
/** A dimension is a number, or a name for one that is known only when the model runs. */
export type Dimension = number | string;

/** Writes one ONNX graph node by node; values are named by strings, and `node` answers the name it gave its output. */
export class GraphBuilder {
	readonly name: string;
	/** What float constants are written as; whoever makes float values of others (Cast) makes these. */
	readonly float: "float" | "float16";
	readonly #graph: onnx.Graph;
	readonly #prefix: string;
	readonly #names = new Set<string>();
	#next = 0;

	/** `prefix` goes before every name that the builder makes up: an inner graph sees outer names and must not repeat them. */
	constructor(name: string, prefix = "", float: "float" | "float16" = "float") {
		this.name = name;
		this.float = float;
		this.#prefix = prefix;
		this.#graph = onnx.Graph.create({ name, node: [], initializer: [], input: [], output: [] });
	}

	/** A name not used before in this graph. */
	unique(hint: string): string {
		const base = this.#prefix + hint;
		let name = base;
		while (this.#names.has(name)) name = `${base}_${++this.#next}`;
		this.#names.add(name);
		return name;
	}

	input(name: string, type: ElementType, shape: readonly Dimension[]): string {
		this.#names.add(name);
		this.#graph.input.push(valueInfo(name, type, shape));
		return name;
	}

	output(name: string, type: ElementType, shape: readonly Dimension[]): string {
		this.#graph.output.push(valueInfo(name, type, shape));
		return name;
	}

	/** A constant float tensor. */
	constant(hint: string, value: Tensor): string {
		return this.#floats(hint, value.shape, value.data);
	}

	scalar(hint: string, value: number): string {
		return this.#floats(hint, [], new Float32Array([value]));
	}

	ints(hint: string, values: readonly number[]): string {
		return this.#initializer(hint, "int64", [values.length], new BigInt64Array(values.map((value) => BigInt(value))));
	}

	/** Adds a node with one output and answers that output's name. */
	node(
		type: string,
		inputs: readonly string[],
		attributes: Readonly<Record<string, AttributeValue>> = {},
		output: string = this.unique(type.toLowerCase()),
	): string {
		this.nodes(type, inputs, attributes, [output]);
		return output;
	}

	/** Adds a node with the given outputs. */
	nodes(type: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>>, outputs: readonly string[]): void {
		for (const output of outputs) this.#names.add(output);
		this.#graph.node.push(
			onnx.Node.create({
				opType: type,
				name: outputs[0] ?? type,
				input: [...inputs],
				output: [...outputs],
				attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
			}),
		);
	}

	graph(): onnx.Graph {
		return this.#graph;
	}

	/** The whole model's bytes. Metadata ends in the model's own key-value list. */
	model(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
		return onnx.Model.encode(
			onnx.Model.create({
				irVersion: IR_VERSION,
				producerName: "frostline",
				graph: this.#graph,
				opsetImport: [{ domain: "", version: OPSET }],
				metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
			}),
		).finish();
	}

	#floats(hint: string, shape: readonly number[], data: Float32Array): string {
		return this.#initializer(hint, this.float, shape, this.float === "float" ? data : new Float16Array(data));
	}

	#initializer(hint: string, type: ElementType, shape: readonly number[], data: ArrayBufferView): string {
		const name = this.unique(hint);
		const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
		this.#graph.initializer.push(onnx.Tensor.create({ name, dataType: elementType[type], dims: [...shape], rawData }));
		return name;
	}
}

function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): onnx.ValueInfo {
	const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
	return onnx.ValueInfo.create({ name, type: { tensorType: { elemType: elementType[type], shape: { dim } } } });
}

function attribute(name: string, value: AttributeValue): onnx.Attribute {
	if (typeof value === "number") return onnx.Attribute.create({ name, type: 2, i: value });
	if (typeof value === "string") return onnx.Attribute.create({ name, type: 3, s: new TextEncoder().encode(value) });
	if ("float" in value) return onnx.Attribute.create({ name, type: 1, f: value.float });
	if ("floats" in value) return onnx.Attribute.create({ name, type: 6, floats: [...value.floats] });
	if ("graph" in value) return onnx.Attribute.create({ name, type: 5, g: value.graph.graph() });
	return onnx.Attribute.create({ name, type: 7, ints: [...value] });
}
