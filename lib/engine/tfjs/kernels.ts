import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Tf } from "./library.ts";

export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** What a node says beside its inputs: attributes, and the whole numbers that one of its inputs is a constant list of. */
export interface Said {
	readonly attributes: Attributes;
	readonly axes: readonly number[] | undefined;
}

export type Kernel = (tf: Tf, inputs: readonly Tensor[], said: Said) => Tensor;

type One = (tf: Tf, x: Tensor) => Tensor;
type Two = (tf: Tf, x: Tensor, y: Tensor) => Tensor;
const one =
	(op: One): Kernel =>
	(tf, [x]) =>
		op(tf, x!);
const two =
	(op: Two): Kernel =>
	(tf, [x, y]) =>
		op(tf, x!, y!);

/** ONNX's codes of the types that a value is cast to. */
const TO_FLOAT = 1;

/** One row per ONNX operation that formulas are written with (operator set 17), by its definition there. */
export const kernels: Readonly<Record<string, Kernel>> = {
	Identity: one((_, x) => x.clone()),
	Abs: one((tf, x) => tf.abs(x)),
	Neg: one((tf, x) => tf.neg(x)),
	Exp: one((tf, x) => tf.exp(x)),
	Log: one((tf, x) => tf.log(x)),
	Sqrt: one((tf, x) => tf.sqrt(x)),
	Reciprocal: one((tf, x) => tf.div(1, x)),
	Relu: one((tf, x) => tf.relu(x)),
	Sigmoid: one((tf, x) => tf.sigmoid(x)),
	Tanh: one((tf, x) => tf.tanh(x)),
	Sign: one((tf, x) => tf.sub(tf.cast(tf.greater(x, 0), "float32"), tf.cast(tf.less(x, 0), "float32"))),
	Erf: one(erf),
	Add: two((tf, x, y) => tf.add(x, y)),
	Sub: two((tf, x, y) => tf.sub(x, y)),
	Mul: two((tf, x, y) => tf.mul(x, y)),
	Div: two((tf, x, y) => tf.div(x, y)),
	Min: two((tf, x, y) => tf.minimum(x, y)),
	Max: two((tf, x, y) => tf.maximum(x, y)),
	Less: two((tf, x, y) => tf.less(x, y)),
	Greater: two((tf, x, y) => tf.greater(x, y)),
	LessOrEqual: two((tf, x, y) => tf.lessEqual(x, y)),
	GreaterOrEqual: two((tf, x, y) => tf.greaterEqual(x, y)),
	Equal: two((tf, x, y) => tf.equal(x, y)),
	And: two((tf, x, y) => tf.logicalAnd(x, y)),
	Where: (tf, [condition, x, y]) => tf.where(condition!, x!, y!),
	Cast: (tf, [x], { attributes: { to } }) => tf.cast(x!, to === TO_FLOAT ? "float32" : "int32"),
	Clip: (tf, [x, low, high]) => tf.minimum(tf.maximum(x!, low!), high!),
	LeakyRelu: (tf, [x], { attributes: { alpha } }) => tf.leakyRelu(x!, alpha as number),
	HardSigmoid: (tf, [x], { attributes: { alpha, beta } }) =>
		tf.minimum(tf.maximum(tf.add(tf.mul(x!, alpha as number), beta as number), 0), 1),
	Softmax: one((tf, x) => tf.softmax(x)), // every formula's is on the last axis
	LogSoftmax: one((tf, x) => tf.logSoftmax(x)),
	ReduceSum: (tf, [x], { axes, attributes: { keepdims } }) => tf.sum(x!, axes === undefined ? undefined : [...axes], keepdims !== 0),
	ArgMax: (tf, [x], { attributes: { axis } }) => tf.argMax(x!, axis as number),
	Unsqueeze: (tf, [x], { axes }) => tf.expandDims(x!, axes![0]),
	Squeeze: (tf, [x], { axes }) =>
		tf.squeeze(
			x!,
			axes!.map((axis) => fromStart(axis, x!)),
		),
	Concat: (tf, inputs, { attributes: { axis } }) => tf.concat([...inputs], axis as number),
	Gather: (tf, [x], { axes, attributes: { axis } }) => tf.gather(x!, [...axes!], fromStart(axis as number, x!)),
	Gemm: (tf, [a, b, bias], { attributes: { transA, transB } }) => {
		const product = tf.matMul(a as Tensor2D, b as Tensor2D, transA === 1, transB === 1);
		return bias === undefined ? product : tf.add(product, bias);
	},
};

/** Some backends count axes from the start only. */
function fromStart(axis: number, { rank }: Tensor): number {
	return axis < 0 ? axis + rank : axis;
}

/**
 * The error function to 1.2e-7 (Numerical Recipes in C, 2nd ed., §6.2, erfc's Chebyshev fit), from operations that every backend has: WebAssembly has no Erf, and the one of
 * plain JavaScript is good to 1.5e-7 as well.
 */
function erf(tf: Tf, x: Tensor): Tensor {
	const size = tf.abs(x);
	const t = tf.div(1, tf.add(tf.mul(size, 0.5), 1));
	const fit = ERFC.reduce<Tensor>((sum, factor) => tf.add(tf.mul(sum, t), factor), tf.zerosLike(t));
	const rest = tf.mul(t, tf.exp(tf.sub(fit, tf.square(size))));
	return tf.where(tf.less(x, 0), tf.sub(rest, 1), tf.sub(1, rest));
}

/** From the highest power of t down. */
const ERFC = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];
