import { type Tensor, tensor } from "../base/tensor.ts";
import type { Node } from "./graph.ts";
import type { Context } from "./keras-layer.ts";

/**
 * Sums and products, of layers and of plain operators: `x / 127.5 − 1` in a model is, in Keras 3, an operation with a constant beside it, in tf.keras
 * a TFOpLambda.
 */
export const ARITHMETIC = ["Add", "Multiply", "Subtract", "Average", "Divide", "TrueDivide"] as const;

/** tf.keras' names of functions, and the row that each is. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
	"__operators__.add": "Add",
	"math.add": "Add",
	"math.multiply": "Multiply",
	"math.subtract": "Subtract",
	"math.truediv": "TrueDivide",
	"math.divide": "Divide",
	"nn.relu": "Relu",
	"nn.relu6": "Relu6",
	"nn.silu": "Silu",
	"nn.swish": "Silu",
	"math.sigmoid": "Sigmoid",
	"nn.sigmoid": "Sigmoid",
	"math.tanh": "Tanh",
	"nn.tanh": "Tanh",
};

export function arithmetic(type: (typeof ARITHMETIC)[number], context: Context): readonly Node[] {
	const { layer, fail } = context;
	const { name, inputs } = layer;
	const operands = layer.operands ?? inputs.map((input) => ({ layer: input }));
	const constants = operands.flatMap((operand) => ("value" in operand ? [vector(operand.value, fail)] : []));
	const [constant] = constants;
	if (constant === undefined) return ofLayers(type, name, inputs, fail);
	if (constants.length !== 1 || inputs.length !== 1) return fail("two operands", operands.length);
	const first = "value" in operands[0]!;
	const negative = map(constant, (value) => -value);
	const inverse = map(constant, (value) => 1 / value);
	switch (type) {
		case "Add":
			return [affine(name, inputs, ONE, constant)];
		case "Multiply":
			return [affine(name, inputs, constant, ZERO)];
		case "Subtract":
			return [first ? affine(name, inputs, MINUS_ONE, constant) : affine(name, inputs, ONE, negative)];
		case "Divide":
		case "TrueDivide":
			return first ? fail("a constant to divide by", "a constant divided") : [affine(name, inputs, inverse, ZERO)];
		case "Average":
			return fail("layers to average", "a constant");
	}
}

function ofLayers(type: (typeof ARITHMETIC)[number], name: string, inputs: readonly string[], fail: Context["fail"]): readonly Node[] {
	const [left, right] = inputs;
	if (left === undefined || right === undefined) return fail("two or more inputs", inputs.length);
	switch (type) {
		case "Add":
			return [{ op: "add", name, inputs }];
		case "Multiply":
			return [{ op: "multiply", name, inputs }];
		case "Average":
			return [{ op: "add", name: `${name}#sum`, inputs }, affine(name, [`${name}#sum`], scalar(1 / inputs.length), ZERO)];
		case "Subtract":
			return [affine(`${name}#minus`, [right], MINUS_ONE, ZERO), { op: "add", name, inputs: [left, `${name}#minus`] }];
		default:
			return fail("a constant to divide by", inputs.length);
	}
}

const scalar = (value: number): Tensor => tensor([1], new Float32Array([value]));
const ONE = scalar(1);
const MINUS_ONE = scalar(-1);
const ZERO = scalar(0);
const map = ({ shape, data }: Tensor, f: (value: number) => number): Tensor => tensor(shape, data.map(f));

function affine(name: string, inputs: readonly string[], scale: Tensor, offset: Tensor): Node {
	return { op: "affine", name, inputs, scale, offset };
}

/** A number, or one for each channel, from a configuration. */
export function vector(value: unknown, fail: Context["fail"]): Tensor {
	const values = (Array.isArray(value) ? value.flat(4) : [value]) as unknown[];
	if (values.length === 0 || !values.every((each) => typeof each === "number" && Number.isFinite(each)))
		return fail("numbers to calculate with", value);
	return tensor([values.length], Float32Array.from(values as number[]));
}
