import type { GraphBuilder } from "../../onnx/builder.ts";
import { imageShape, type Plane } from "./plane.ts";

/** Small formulas that several rows of ops.ts and the ends of a backbone are made of. */

/** [n, c, h, w] → [n, c, 1, 1] over all pixels. */
export function poolAll(b: GraphBuilder, x: Plane, kind: "avg" | "max" | "deviation"): string {
	if (kind !== "deviation") return b.node(kind === "avg" ? "GlobalAveragePool" : "GlobalMaxPool", [x.value]);
	// In two passes: the mean of squares less the square of the mean would cancel where the channel is nearly flat.
	// GlobalAveragePool rather than ReduceMean, whose order of summation depends on where in memory the row begins.
	const centred = b.node("Sub", [x.value, b.node("GlobalAveragePool", [x.value])]);
	return b.node("Sqrt", [b.node("GlobalAveragePool", [b.node("Mul", [centred, centred])])]);
}

/**
 * Natural logarithm as ReduceLogSum over an axis of length 1. ONNX Runtime's own Log has one formula for whole vectors and
 * another for the end of the tensor, so that the last bit of a row would depend on its place in the batch.
 */
export function logarithm(b: GraphBuilder, x: string): string {
	const wide = b.node("Unsqueeze", [x, b.ints("axes", [-1])]);
	return b.node("ReduceLogSum", [wide], { axes: [-1], keepdims: 0 });
}

/** x · scale + offset per channel. As batch normalisation on images, which ONNX Runtime merges into a convolution before it. */
export function scaleAndShift(b: GraphBuilder, name: string, x: Plane, scale: Float32Array, offset: Float32Array): Plane {
	const shape = [scale.length];
	const scales = b.constant(`${name}/scale`, { shape, data: scale });
	const offsets = b.constant(`${name}/offset`, { shape, data: offset });
	if (imageShape(x) === null) return { value: b.node("Add", [b.node("Mul", [x.value, scales]), offsets]), shape: x.shape };
	const mean = b.constant(`${name}/mean`, { shape, data: new Float32Array(scale.length) });
	const variance = b.constant(`${name}/variance`, { shape, data: new Float32Array(scale.length).fill(1) });
	return { value: b.node("BatchNormalization", [x.value, scales, offsets, mean, variance], { epsilon: { float: 0 } }), shape: x.shape };
}
