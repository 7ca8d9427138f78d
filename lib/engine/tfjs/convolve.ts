import type { Tensor as Device, Tensor3D, Tensor4D } from "@tensorflow/tfjs-core";
import type { Node } from "../../backbone/graph.ts";
import { zeros } from "../../base/tensor.ts";
import { channelsOf, type Plane } from "../onnx/plane.ts";
import type { Window } from "../onnx/window.ts";
import type { Assembler } from "./assembler.ts";
import type { Tf } from "./library.ts";

type Conv = Extract<Node, { op: "conv" }>;
type Depthwise = Extract<Node, { op: "depthwise_conv" }>;

/** An activation that a convolution does on its way out, without another pass over the image. */
export type Fused = "linear" | "relu" | "relu6";

/** x [n, h, w, c] with the window's padding around it. */
export function padded(p: Assembler, name: string, x: string, { pads }: Window, value = 0): string {
	const [top, left, bottom, right] = pads;
	if (pads.every((pad) => pad === 0)) return x;
	const around: [number, number][] = [
		[0, 0],
		[top, bottom],
		[left, right],
		[0, 0],
	];
	return p.step(name, [x], (tf, [input]) => tf.pad(input, around, value));
}

/** Around what stands in the library's own words for a padding: it knows "same" and "valid", and other padding goes before it. */
function input(p: Assembler, node: Conv | Depthwise, x: Plane, window: Window): { value: string; pad: "same" | "valid" } {
	if (node.padding === "same") return { value: x.value, pad: "same" };
	return { value: padded(p, node.name, x.value, window), pad: "valid" };
}

/** One output per pixel and group, [n, h, w, cout]. TensorFlow.js has no groups: each is a convolution of its own slice of the channels. */
export function convolution(p: Assembler, node: Conv, x: Plane, window: Window, activation: Fused): string {
	const { value, pad } = input(p, node, x, window);
	const { strides, dilation, groups } = node;
	const bias = p.constant(`${node.name}/bias`, node.bias ?? zeros([node.kernel.shape[3]!]));
	const kernel = p.constant(`${node.name}/kernel`, node.kernel);
	return p.step(node.name, [value, kernel, bias], (tf, [image, filter, offset]) => {
		const convolve = (part: Device, taps: Device, add: Device) =>
			tf.fused.conv2d({
				x: part as Tensor4D,
				filter: taps as Tensor4D,
				bias: add,
				activation,
				strides: [...strides],
				dilations: [...dilation],
				pad,
				dataFormat: "NHWC",
			});
		if (groups === 1) return convolve(image, filter, offset);
		const parts = tf.split(image, groups, -1);
		const taps = tf.split(filter, groups, -1);
		const adds = tf.split(offset, groups, 0);
		return tf.concat(
			parts.map((part, i) => convolve(part, taps[i]!, adds[i]!)),
			-1,
		);
	});
}

/** Every channel by itself, [n, h, w, c · multiplier]. */
export function depthwise(p: Assembler, node: Depthwise, x: Plane, window: Window, activation: Fused): string {
	const { dilation, strides } = node;
	const bias = p.constant(`${node.name}/bias`, node.bias ?? zeros([channelsOf(x) * node.kernel.shape[3]!]));
	const kernel = p.constant(`${node.name}/kernel`, node.kernel);
	// TensorFlow's depthwise convolution takes one stride for both axes; with two, every output is computed and some are kept.
	const even = strides[0] === strides[1];
	const source = even ? input(p, node, x, window) : { value: padded(p, node.name, x.value, window), pad: "valid" as const };
	return p.step(node.name, [source.value, kernel, bias], (tf, [image, filter, offset]) => {
		const all = tf.fused.depthwiseConv2d({
			x: image as Tensor4D,
			filter: filter as Tensor4D,
			bias: offset,
			activation,
			strides: even ? [...strides] : [1, 1],
			dilations: [...dilation],
			pad: source.pad,
			dataFormat: "NHWC",
		});
		return even ? all : everyNth(tf, all, strides);
	});
}

function everyNth(tf: Tf, x: Tensor3D | Tensor4D, strides: readonly [number, number]): Device {
	return tf.stridedSlice(x, [0, 0, 0, 0], [...x.shape], [1, ...strides, 1]);
}
