import type { Activation, Loss } from "../../job/document.ts";
import type { GraphBuilder } from "../../onnx/builder.ts";

/** What a loss sees of a step. */
export interface LossInput {
	/** Before and after the last activation, [b, classes]. */
	readonly z: string;
	readonly p: string;
	readonly activation: Activation;
	readonly classes: number;
	/** One-hot labels [b, classes]. */
	readonly target: string;
	/** [b, 1] factor of each row's loss over the number of valid rows; 0 for padding. */
	readonly share: string;
}

/** [b, 1] loss of each row, and the gradient of Σ share · loss by z, or by p where the activation's own gradient comes next. */
export interface LossOutput {
	readonly rows: string;
	readonly by: "z" | "p";
	readonly gradient: string;
}

/** Keras' K.epsilon(): probabilities are clipped to [ε, 1 − ε]. */
const EPSILON = 1e-7;

type Rule = (b: GraphBuilder, input: LossInput) => LossOutput;

/**
 * One row per loss, with Keras 3's formulas (keras/src/losses/losses.py, backend/torch/nn.py). On TensorFlow Keras 3 takes the logits of whatever the last activation is, so
 * a sigmoid under categorical cross-entropy counts as a softmax there; here it is divided by its sum, as Keras 2 and the other backends do.
 */
const rules: Readonly<Record<Loss, Rule>> = {
	categorical_crossentropy: (b, input) =>
		input.activation === "softmax" ? softmaxCrossentropy(b, input) : normalisedCrossentropy(b, input),
	binary_crossentropy: (b, input) => (input.activation === "sigmoid" ? sigmoidCrossentropy(b, input) : clippedBinary(b, input)),
	mse: (b, { p, target, classes, share }) => {
		const off = b.node("Sub", [p, target]);
		const mean = b.scalar("per_class", 1 / classes);
		return {
			rows: b.node("Mul", [sum(b, b.node("Mul", [off, off])), mean]),
			by: "p",
			gradient: b.node("Mul", [b.node("Mul", [off, b.scalar("two_per_class", 2 / classes)]), share]),
		};
	},
};

export function lossOf(b: GraphBuilder, loss: Loss, input: LossInput): LossOutput {
	return rules[loss](b, input);
}

/** On the logits, as Keras 3 does when the output is a softmax: finite whatever the probabilities. */
function softmaxCrossentropy(b: GraphBuilder, { z, p, target, share }: LossInput): LossOutput {
	const rows = b.node("Neg", [sum(b, b.node("Mul", [target, b.node("LogSoftmax", [z], { axis: -1 })]))]);
	return { rows, by: "z", gradient: b.node("Mul", [b.node("Sub", [p, target]), share]) };
}

/** Any other output is first divided by its sum, then clipped; the gradient goes through the division, and is zero where the clip holds. */
function normalisedCrossentropy(b: GraphBuilder, { p, target, share }: LossInput): LossOutput {
	const total = sum(b, p);
	const q = b.node("Div", [p, total]);
	const { clipped, inside } = clip(b, q);
	const rows = b.node("Neg", [sum(b, b.node("Mul", [target, b.node("Log", [clipped])]))]);
	const dq = b.node("Neg", [b.node("Mul", [b.node("Div", [target, clipped]), inside])]);
	const dp = b.node("Div", [b.node("Sub", [dq, sum(b, b.node("Mul", [dq, q]))]), total]);
	return { rows, by: "p", gradient: b.node("Mul", [dp, share]) };
}

/** max(z, 0) − z t + log(1 + e^−|z|), averaged over the classes. */
function sigmoidCrossentropy(b: GraphBuilder, { z, p, target, classes, share }: LossInput): LossOutput {
	const soft = b.node("Log", [b.node("Add", [b.node("Exp", [b.node("Neg", [b.node("Abs", [z])])]), b.scalar("one", 1)])]);
	const each = b.node("Add", [b.node("Sub", [b.node("Relu", [z]), b.node("Mul", [z, target])]), soft]);
	const mean = b.scalar("per_class", 1 / classes);
	return {
		rows: b.node("Mul", [sum(b, each), mean]),
		by: "z",
		gradient: b.node("Mul", [b.node("Mul", [b.node("Sub", [p, target]), mean]), share]),
	};
}

function clippedBinary(b: GraphBuilder, { p, target, classes, share }: LossInput): LossOutput {
	const one = b.scalar("one", 1);
	const { clipped, inside } = clip(b, p);
	const rest = b.node("Sub", [one, clipped]);
	const off = b.node("Sub", [one, target]);
	const each = b.node("Add", [b.node("Mul", [target, b.node("Log", [clipped])]), b.node("Mul", [off, b.node("Log", [rest])])]);
	const mean = b.scalar("per_class", 1 / classes);
	const slope = b.node("Sub", [b.node("Div", [off, rest]), b.node("Div", [target, clipped])]);
	return {
		rows: b.node("Neg", [b.node("Mul", [sum(b, each), mean])]),
		by: "p",
		gradient: b.node("Mul", [b.node("Mul", [b.node("Mul", [slope, inside]), mean]), share]),
	};
}

function clip(b: GraphBuilder, x: string): { clipped: string; inside: string } {
	const low = b.scalar("low", EPSILON);
	const high = b.scalar("high", 1 - EPSILON);
	const inside = b.node("And", [b.node("GreaterOrEqual", [x, low]), b.node("LessOrEqual", [x, high])]);
	return { clipped: b.node("Clip", [x, low, high]), inside: b.node("Cast", [inside], { to: 1 }) };
}

function sum(b: GraphBuilder, x: string): string {
	return b.node("ReduceSum", [x, b.ints("last", [-1])], { keepdims: 1 });
}
