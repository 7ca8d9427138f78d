import type { Activation } from "../../job/document.ts";
import type { GraphBuilder } from "../../onnx/builder.ts";

/** What an activation may know: its input's name, the axis that softmax runs over, and the slope of leaky_relu and elu. */
export interface ActivationInput {
	readonly x: string;
	readonly axis: number;
	readonly alpha: number | undefined;
}
type Emit = (builder: GraphBuilder, input: ActivationInput) => string;

// Klambauer et al. 2017, "Self-Normalizing Neural Networks", eq. 14.
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;
/** keras.activations.leaky_relu; the layer of that name has 0.3, which its reader states. */
const LEAKY_RELU_SLOPE = 0.2;
/** Beyond this mish(x) is x in float32, and exp(2x) still far from overflow. */
const MISH_LINEAR_FROM = 20;

/**
 * Every activation of the job document, as Keras 3 defines it (keras/src/activations/activations.py).
 *
 * ONNX Runtime computes Exp, Tanh, Sigmoid, Erf and Softmax alike for every element, but Elu, Selu, Softplus and Log with
 * one formula for whole vectors and another for what is left at the end of the tensor, so that the last bit of a value would
 * depend on its place in the batch. Hence the latter are written here with the former.
 */
export const activations: Readonly<Record<Activation, Emit>> = {
	linear: (_, { x }) => x,
	relu: (b, { x }) => b.node("Relu", [x]),
	relu6: (b, { x }) => b.node("Clip", [x, b.scalar("zero", 0), b.scalar("six", 6)]),
	leaky_relu: (b, { x, alpha = LEAKY_RELU_SLOPE }) => b.node("LeakyRelu", [x], { alpha: { float: alpha } }),
	elu: (b, { x, alpha = 1 }) => exponentialUnit(b, x, alpha, 1),
	selu: (b, { x }) => exponentialUnit(b, x, SELU_ALPHA * SELU_SCALE, SELU_SCALE),
	gelu: (b, { x }) => {
		const erf = b.node("Erf", [b.node("Mul", [x, b.scalar("sqrt_half", Math.SQRT1_2)])]);
		return b.node("Mul", [b.node("Mul", [x, b.scalar("half", 0.5)]), b.node("Add", [erf, b.scalar("one", 1)])]);
	},
	sigmoid: (b, { x }) => b.node("Sigmoid", [x]),
	hard_sigmoid: (b, { x }) => hardSigmoid(b, x),
	tanh: (b, { x }) => b.node("Tanh", [x]),
	softmax: (b, { x, axis }) => b.node("Softmax", [x], { axis }),
	softplus: (b, { x }) => softplus(b, x),
	softsign: (b, { x }) => b.node("Div", [x, b.node("Add", [b.node("Abs", [x]), b.scalar("one", 1)])]),
	silu: (b, { x }) => b.node("Mul", [x, b.node("Sigmoid", [x])]),
	exponential: (b, { x }) => b.node("Exp", [x]),
	mish: (b, { x }) => mish(b, x),
	hard_silu: (b, { x }) => b.node("Mul", [x, hardSigmoid(b, x)]),
	log_softmax: (b, { x, axis }) => b.node("LogSoftmax", [x], { axis }),
};

/** scale · x above zero, factor · (exp(x) − 1) below. */
function exponentialUnit(b: GraphBuilder, x: string, factor: number, scale: number): string {
	const zero = b.scalar("zero", 0);
	const below = b.node("Sub", [b.node("Exp", [b.node("Min", [x, zero])]), b.scalar("one", 1)]);
	const above = b.node("Max", [x, zero]);
	return b.node("Add", [b.node("Mul", [above, b.scalar("scale", scale)]), b.node("Mul", [below, b.scalar("factor", factor)])]);
}

/** clip(x / 6 + 1/2, 0, 1): Keras 3's; Keras 2 had 0.2 x + 0.5, which its reader must not call by this name. */
function hardSigmoid(b: GraphBuilder, x: string): string {
	return b.node("HardSigmoid", [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
}

/**
 * 1 / (1 + e⁻ˣ), to 2e-7 of itself. ONNX Runtime's Sigmoid is exact to 1e-7 of 1: at −8 that is 3e-4 of the value, at −15 nearly half of it. A loss that takes
 * the logarithm of an output, or divides by the sum of all, sees the difference.
 */
export function exactSigmoid(b: GraphBuilder, x: string): string {
	return b.node("Reciprocal", [b.node("Add", [b.node("Exp", [b.node("Neg", [x])]), b.scalar("one", 1)])]);
}

/** Below this, log(1 + e) by its series in e = eˣ keeps its digits, which a logarithm of a number near 1 loses. */
const SOFTPLUS_SERIES_BELOW = -3;

/** log(1 + exp(x)) = −log_softmax([0, x])₀, and e − e²/2 + e³/3 − e⁴/4 + e⁵/5 far below zero. */
function softplus(b: GraphBuilder, x: string): string {
	const below = b.scalar("series_below", SOFTPLUS_SERIES_BELOW);
	const e = b.node("Exp", [b.node("Min", [x, below])]);
	const series = [1 / 5, -1 / 4, 1 / 3, -1 / 2, 1].reduce(
		(sum: string | null, factor, i) =>
			b.node("Mul", [e, sum === null ? b.scalar("fifth", factor) : b.node("Add", [sum, b.scalar(`term_${i}`, factor)])]),
		null,
	)!;
	return b.node("Where", [b.node("Less", [x, below]), series, logOfOnePlusExp(b, x)]);
}

function logOfOnePlusExp(b: GraphBuilder, x: string): string {
	const last = b.ints("axes", [-1]);
	const wide = b.node("Unsqueeze", [x, last]);
	const pair = b.node("Concat", [b.node("Mul", [wide, b.scalar("zero", 0)]), wide], { axis: -1 });
	const first = b.node("Gather", [b.node("LogSoftmax", [pair], { axis: -1 }), b.ints("first", [0])], { axis: -1 });
	return b.node("Neg", [b.node("Squeeze", [first, last])]);
}

/** x · tanh(log(1 + eˣ)) = x · w / (w + 2) with w = eˣ (eˣ + 2). */
function mish(b: GraphBuilder, x: string): string {
	const two = b.scalar("two", 2);
	const e = b.node("Exp", [b.node("Min", [x, b.scalar("linear_from", MISH_LINEAR_FROM)])]);
	const w = b.node("Mul", [e, b.node("Add", [e, two])]);
	return b.node("Mul", [x, b.node("Div", [w, b.node("Add", [w, two])])]);
}
