import type { HeadNode } from "../../head/spec.ts";
import type { Activation } from "../../job/document.ts";
import type { GraphBuilder } from "../../onnx/builder.ts";
import { activations, exactSigmoid } from "./activation.ts";
import { activationGradients } from "./head-gradients.ts";

/** Names of values inside the step's graph by the weight's name; layers read weights here and leave gradients and new statistics. */
export interface StepValues {
	readonly weights: ReadonlyMap<string, string>;
	readonly gradients: Map<string, string>;
	/** New moving statistics. */
	readonly statistics: Map<string, string>;
	/** Dropout masks [b, units] as float 0 or 1 / keep. */
	readonly masks: ReadonlyMap<string, string>;
	/** [b, 1] 1 for a row, 0 for padding. */
	readonly valid: string;
	/** Number of valid rows, scalar. */
	readonly count: string;
}

/** A layer after its forward pass in training: its output, and how a gradient goes back through it. */
export interface Passed {
	readonly y: string;
	/** Before the activation; the output itself where there is none. */
	readonly z: string;
	/** From the gradient of y (or of z, when `of` says so) to that of the layer's input, or null where nobody needs it. */
	backward(gradient: string, of: "y" | "z", needed: boolean): string | null;
}

/** A head's outputs go into losses, which look at their digits: see exactSigmoid. */
function activate(b: GraphBuilder, activation: Activation, x: string): string {
	return activation === "sigmoid" ? exactSigmoid(b, x) : activations[activation](b, { x, axis: -1, alpha: undefined });
}

/** Training pass of one layer. */
export function train(b: GraphBuilder, layer: HeadNode, x: string, values: StepValues): Passed {
	switch (layer.kind) {
		case "dense":
			return dense(b, layer, x, values);
		case "dropout":
			return dropout(b, layer, x, values);
		case "batch_norm":
			return batchNorm(b, layer, x, values);
		case "activation": {
			const y = activate(b, layer.activation, x);
			return {
				y,
				z: x,
				backward: (gradient, of) => (of === "z" ? gradient : activationGradients[layer.activation](b, { dy: gradient, z: x, y })),
			};
		}
		case "flatten":
			// Rows are flat already: a feature file keeps them in Keras' order.
			return { y: x, z: x, backward: (gradient) => gradient };
	}
}

/** Inference pass of one layer, with the weights' names given. */
export function infer(b: GraphBuilder, layer: HeadNode, x: string, weight: (name: string) => string): string {
	switch (layer.kind) {
		case "dense": {
			const inputs = [x, weight(`${layer.name}/kernel`), ...(layer.useBias ? [weight(`${layer.name}/bias`)] : [])];
			return activate(b, layer.activation, b.node("Gemm", inputs));
		}
		case "batch_norm": {
			const root = b.node("Sqrt", [b.node("Add", [weight(`${layer.name}/moving_variance`), b.scalar("epsilon", layer.epsilon)])]);
			const unit = b.node("Div", [b.node("Sub", [x, weight(`${layer.name}/moving_mean`)]), root]);
			return affine(b, layer, unit, weight);
		}
		case "activation":
			return activate(b, layer.activation, x);
		case "dropout":
		case "flatten":
			return x;
	}
}

function dense(b: GraphBuilder, layer: Extract<HeadNode, { kind: "dense" }>, x: string, { weights, gradients }: StepValues): Passed {
	const kernel = weights.get(`${layer.name}/kernel`)!;
	const z = b.node("Gemm", [x, kernel, ...(layer.useBias ? [weights.get(`${layer.name}/bias`)!] : [])]);
	const y = activate(b, layer.activation, z);
	return {
		y,
		z,
		backward(gradient, of, needed) {
			const dz = of === "z" ? gradient : activationGradients[layer.activation](b, { dy: gradient, z, y });
			gradients.set(`${layer.name}/kernel`, b.node("Gemm", [x, dz], { transA: 1 }));
			if (layer.useBias) gradients.set(`${layer.name}/bias`, b.node("ReduceSum", [dz, b.ints("rows", [0])], { keepdims: 0 }));
			return needed ? b.node("Gemm", [dz, kernel], { transB: 1 }) : null;
		},
	};
}

function dropout(b: GraphBuilder, { name }: HeadNode, x: string, { masks }: StepValues): Passed {
	const mask = masks.get(name);
	if (mask === undefined) return { y: x, z: x, backward: (gradient) => gradient }; // a rate of 0
	const y = b.node("Mul", [x, mask]);
	return { y, z: y, backward: (gradient) => b.node("Mul", [gradient, mask]) };
}

/**
 * Batch statistics over the valid rows only, for the last batch of a pass is padded; moving statistics as Keras 3 keeps them, with the population
 * variance (keras/src/layers/normalization/batch_normalization.py).
 */
function batchNorm(
	b: GraphBuilder,
	layer: Extract<HeadNode, { kind: "batch_norm" }>,
	x: string,
	{ weights, gradients, statistics, valid, count }: StepValues,
): Passed {
	const rows = b.ints("rows", [0]);
	const mean = (value: string): string =>
		b.node("Div", [b.node("ReduceSum", [b.node("Mul", [value, valid]), rows], { keepdims: 1 }), count]);
	const flat = (value: string): string => b.node("Squeeze", [value, rows]);
	const center = mean(x);
	const off = b.node("Sub", [x, center]);
	const variance = mean(b.node("Mul", [off, off]));
	const deviation = b.node("Sqrt", [b.node("Add", [variance, b.scalar("epsilon", layer.epsilon)])]);
	const unit = b.node("Div", [off, deviation]);
	for (const [name, value] of [
		["moving_mean", center],
		["moving_variance", variance],
	] as const) {
		const old = weights.get(`${layer.name}/${name}`)!;
		const kept = b.node("Mul", [old, b.scalar("momentum", layer.momentum)]);
		statistics.set(`${layer.name}/${name}`, b.node("Add", [kept, b.node("Mul", [flat(value), b.scalar("rest", 1 - layer.momentum)])]));
	}
	const y = affine(b, layer, unit, (name) => weights.get(name)!);
	return {
		y,
		z: y,
		backward(gradient, _, needed) {
			if (layer.scale) gradients.set(`${layer.name}/gamma`, b.node("ReduceSum", [b.node("Mul", [gradient, unit]), rows], { keepdims: 0 }));
			if (layer.center) gradients.set(`${layer.name}/beta`, b.node("ReduceSum", [gradient, rows], { keepdims: 0 }));
			if (!needed) return null;
			const du = layer.scale ? b.node("Mul", [gradient, weights.get(`${layer.name}/gamma`)!]) : gradient;
			// du less its mean and its projection on the unit rows: both statistics depend on every row.
			const through = b.node("Add", [mean(du), b.node("Mul", [unit, mean(b.node("Mul", [du, unit]))])]);
			return b.node("Mul", [b.node("Div", [b.node("Sub", [du, through]), deviation]), valid]);
		},
	};
}

function affine(b: GraphBuilder, layer: Extract<HeadNode, { kind: "batch_norm" }>, unit: string, weight: (name: string) => string): string {
	const scaled = layer.scale ? b.node("Mul", [unit, weight(`${layer.name}/gamma`)]) : unit;
	return layer.center ? b.node("Add", [scaled, weight(`${layer.name}/beta`)]) : scaled;
}
