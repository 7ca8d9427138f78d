import type { Tensor } from "../../base/tensor.ts";

/** Kernels of the graph form into the order ONNX's Conv wants. */

/** [kh, kw, cin / groups, cout] → [cout, cin / groups, kh, kw]. */
export function convKernel(kernel: Tensor): Tensor {
	const [kh = 1, kw = 1, cin = 1, cout = 1] = kernel.shape;
	return { shape: [cout, cin, kh, kw], data: transposed(kernel.data, kh * kw, cin, cout) };
}

/** [kh, kw, c, multiplier] → [c · multiplier, 1, kh, kw]: the graph form's c·multiplier + m is ONNX's order of a grouped convolution. */
export function depthwiseKernel(kernel: Tensor): Tensor {
	const [kh = 1, kw = 1, c = 1, multiplier = 1] = kernel.shape;
	return { shape: [c * multiplier, 1, kh, kw], data: transposed(kernel.data, kh * kw, 1, c * multiplier) };
}

/** [in, out] → [out, in, 1, 1]: a dense layer on the channels of an image. */
export function pointwiseKernel(kernel: Tensor): Tensor {
	const [cin = 1, cout = 1] = kernel.shape;
	return { shape: [cout, cin, 1, 1], data: transposed(kernel.data, 1, cin, cout) };
}

/** [taps, cin, cout] → [cout, cin, taps] */
function transposed(source: Float32Array, taps: number, cin: number, cout: number): Float32Array {
	const target = new Float32Array(source.length);
	let from = 0;
	for (let tap = 0; tap < taps; tap++) {
		for (let i = 0; i < cin; i++) {
			for (let o = 0; o < cout; o++) target[(o * cin + i) * taps + tap] = source[from++]!;
		}
	}
	return target;
}
