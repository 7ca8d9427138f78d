import type { Padding } from "../../backbone/graph.ts";

type Pair = readonly [number, number];

/** Where a sliding window stops and what it needs around the image, for one concrete size. */
export interface Window {
	/** [top, left, bottom, right], ONNX's order. */
	readonly pads: readonly [number, number, number, number];
	/** Output [h, w]. */
	readonly size: Pair;
}

/**
 * Padding and output size of a window over an image of [h, w]. "same" is TensorFlow's: ceil(size / stride) outputs, and when
 * the padding is odd the extra pixel is at the end (tensorflow/core/framework/kernel_shape_util.cc, GetWindowedOutputSizeVerbose).
 */
export function slide(image: Pair, kernel: Pair, strides: Pair, dilation: Pair, padding: Padding): Window {
	const vertical = axis(image[0], kernel[0], strides[0], dilation[0], typeof padding === "string" ? padding : [padding[0], padding[1]]);
	const horizontal = axis(image[1], kernel[1], strides[1], dilation[1], typeof padding === "string" ? padding : [padding[2], padding[3]]);
	return {
		pads: [vertical.before, horizontal.before, vertical.after, horizontal.after],
		size: [vertical.out, horizontal.out],
	};
}

function axis(size: number, kernel: number, stride: number, dilation: number, padding: "same" | "valid" | Pair) {
	const span = (kernel - 1) * dilation + 1;
	if (padding === "same") {
		const out = Math.ceil(size / stride);
		const total = Math.max((out - 1) * stride + span - size, 0);
		const before = Math.floor(total / 2);
		return { before, after: total - before, out };
	}
	const [before, after] = padding === "valid" ? [0, 0] : padding;
	return { before, after, out: Math.floor((size + before + after - span) / stride) + 1 };
}
