import type { Activation } from "../../job/document.ts";
import type { GraphBuilder } from "../../onnx/builder.ts";
import { exactSigmoid } from "./activation.ts";

/** What an activation's gradient may use: the gradient of its output, its input z and its output y. All [b, units]. */
interface Flow {
	readonly dy: string;
	readonly z: string;
	readonly y: string;
}
type Gradient = (b: GraphBuilder, flow: Flow) => string;

const mul = (b: GraphBuilder, x: string, y: string): string => b.node("Mul", [x, y]);
const one = (b: GraphBuilder): string => b.scalar("one", 1);
/** 1 where x > low (and x < high), else 0. */
const between = (b: GraphBuilder, x: string, low: number, high: number): string => {
	const above = b.node("Greater", [x, b.scalar("low", low)]);
	const inside = Number.isFinite(high) ? b.node("And", [above, b.node("Less", [x, b.scalar("high", high)])]) : above;
	return b.node("Cast", [inside], { to: 1 });
};
const rowSum = (b: GraphBuilder, x: string): string => b.node("ReduceSum", [x, b.ints("last", [-1])], { keepdims: 1 });
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;
const LEAKY_SLOPE = 0.2;

/** dz from dy: the derivatives of `activations` in activation.ts, one row each. */
export const activationGradients: Readonly<Record<Activation, Gradient>> = {
	linear: (_, { dy }) => dy,
	relu: (b, { dy, z }) => mul(b, dy, between(b, z, 0, Number.POSITIVE_INFINITY)),
	relu6: (b, { dy, z }) => mul(b, dy, between(b, z, 0, 6)),
	leaky_relu: (b, { dy, z }) => mul(b, dy, slopes(b, between(b, z, 0, Number.POSITIVE_INFINITY), b.scalar("slope", LEAKY_SLOPE))),
	// eᶻ below zero, which is y + 1.
	elu: (b, { dy, z, y }) => mul(b, dy, slopes(b, between(b, z, 0, Number.POSITIVE_INFINITY), b.node("Add", [y, one(b)]))),
	selu: (b, { dy, z, y }) => {
		const positive = between(b, z, 0, Number.POSITIVE_INFINITY);
		const below = b.node("Add", [y, b.scalar("scaled_alpha", SELU_SCALE * SELU_ALPHA)]);
		return mul(b, dy, b.node("Add", [mul(b, positive, b.scalar("scale", SELU_SCALE)), mul(b, b.node("Sub", [one(b), positive]), below)]));
	},
	gelu: (b, { dy, z }) => {
		// Φ(z) + z φ(z)
		const cdf = mul(b, b.scalar("half", 0.5), b.node("Add", [b.node("Erf", [mul(b, z, b.scalar("sqrt_half", Math.SQRT1_2))]), one(b)]));
		const pdf = mul(
			b,
			b.scalar("density", 1 / Math.sqrt(2 * Math.PI)),
			b.node("Exp", [mul(b, mul(b, z, z), b.scalar("minus_half", -0.5))]),
		);
		return mul(b, dy, b.node("Add", [cdf, mul(b, z, pdf)]));
	},
	sigmoid: (b, { dy, y }) => mul(b, dy, mul(b, y, b.node("Sub", [one(b), y]))),
	hard_sigmoid: (b, { dy, z }) => mul(b, mul(b, dy, b.scalar("sixth", 1 / 6)), between(b, z, -3, 3)),
	tanh: (b, { dy, y }) => mul(b, dy, b.node("Sub", [one(b), mul(b, y, y)])),
	softmax: (b, { dy, y }) => mul(b, y, b.node("Sub", [dy, rowSum(b, mul(b, dy, y))])),
	softplus: (b, { dy, z }) => mul(b, dy, exactSigmoid(b, z)),
	softsign: (b, { dy, z }) => {
		const width = b.node("Add", [b.node("Abs", [z]), one(b)]);
		return b.node("Div", [dy, mul(b, width, width)]);
	},
	silu: (b, { dy, z, y }) => {
		const s = exactSigmoid(b, z);
		return mul(b, dy, b.node("Add", [y, mul(b, s, b.node("Sub", [one(b), y]))]));
	},
	exponential: (b, { dy, y }) => mul(b, dy, y),
	mish: (b, { dy, z }) => {
		// With t = tanh(softplus(z)): t + z (1 − t²) sigmoid(z).
		const e = b.node("Exp", [b.node("Min", [z, b.scalar("linear_from", 20)])]);
		const w = mul(b, e, b.node("Add", [e, b.scalar("two", 2)]));
		const t = b.node("Div", [w, b.node("Add", [w, b.scalar("two", 2)])]);
		const rest = mul(b, mul(b, z, b.node("Sub", [one(b), mul(b, t, t)])), exactSigmoid(b, z));
		return mul(b, dy, b.node("Add", [t, rest]));
	},
	hard_silu: (b, { dy, z }) => {
		const gate = b.node("HardSigmoid", [z], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
		return mul(b, dy, b.node("Add", [gate, mul(b, mul(b, z, b.scalar("sixth", 1 / 6)), between(b, z, -3, 3))]));
	},
	log_softmax: (b, { dy, y }) => b.node("Sub", [dy, mul(b, b.node("Exp", [y]), rowSum(b, dy))]),
};

/** 1 where positive, `below` elsewhere. */
function slopes(b: GraphBuilder, positive: string, below: string): string {
	return b.node("Add", [positive, mul(b, b.node("Sub", [one(b), positive]), below)]);
}
