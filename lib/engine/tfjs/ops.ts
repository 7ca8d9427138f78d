import type { Node, Op } from "../../backbone/graph.ts";
import { sizeOf, type Tensor, tensor } from "../../base/tensor.ts";
import { activations } from "../onnx/activation.ts";
import {
	combinedShape,
	expectChannels,
	image,
	joinedShape,
	only,
	perChannel,
	reshapedShape,
	shapeError,
	slideOver,
	twoParts,
} from "../onnx/expect.ts";
import { channelsOf, imageShape, type Plane } from "../onnx/plane.ts";
import type { Assembler } from "./assembler.ts";
import { convolution, depthwise, type Fused } from "./convolve.ts";
import { averagePool, maxPool } from "./pool.ts";

/** The kind of node that may have this operation: add, multiply and concat share one. */
type NodeOf<K extends Op, N extends Node = Node> = N extends Node ? (K extends N["op"] ? N : never) : never;
type Row<K extends Op> = (p: Assembler, node: NodeOf<K>, inputs: readonly Plane[], fused: Fused) => Plane;

/** One row per operation of the graph form. Values are held as the graph form writes them, [n, h, w, c] and [n, c]: TensorFlow's own order. */
const rows: { readonly [K in Exclude<Op, "input">]: Row<K> } = {
	conv(p, node, inputs, fused) {
		const x = image(node, inputs);
		const [kh = 1, kw = 1, perGroup = 1, channels = 1] = node.kernel.shape;
		expectChannels(node, x, perGroup * node.groups);
		const window = slideOver(node, x, [kh, kw], node.strides, node.dilation, node.padding);
		return { value: convolution(p, node, x, window, fused), shape: [...window.size, channels] };
	},
	depthwise_conv(p, node, inputs, fused) {
		const x = image(node, inputs);
		const [kh = 1, kw = 1, groups = 1, multiplier = 1] = node.kernel.shape;
		expectChannels(node, x, groups);
		const window = slideOver(node, x, [kh, kw], node.strides, node.dilation, node.padding);
		return { value: depthwise(p, node, x, window, fused), shape: [...window.size, groups * multiplier] };
	},
	dense(p, node, inputs) {
		const x = only(node, inputs);
		const [from = 1, units = 1] = node.kernel.shape;
		expectChannels(node, x, from);
		const shape = [...x.shape.slice(0, -1), units];
		const kernel = p.constant(`${node.name}/kernel`, node.kernel);
		const product = p.step(node.name, [x.value, kernel], (tf, [input, k]) => {
			const rows = tf.matMul(tf.reshape(input, [-1, from]), tf.reshape(k, [from, units]));
			return tf.reshape(rows, [-1, ...shape]);
		});
		return { value: withBias(p, node.name, product, node.bias), shape };
	},
	batch_norm(p, node, inputs) {
		const x = only(node, inputs);
		expectChannels(node, x, node.mean.data.length);
		const scale = node.variance.data.map((variance, i) => (node.gamma?.data[i] ?? 1) / Math.sqrt(variance + node.epsilon));
		const offset = node.mean.data.map((mean, i) => (node.beta?.data[i] ?? 0) - mean * scale[i]!);
		return { value: scaleAndShift(p, node.name, x.value, scale, offset), shape: x.shape };
	},
	activation(p, node, inputs) {
		const x = only(node, inputs);
		const value = p.formula(node.name, x.value, (b, name) => activations[node.activation](b, { x: name, axis: -1, alpha: node.alpha }));
		return { value, shape: x.shape };
	},
	pool(p, node, inputs) {
		const x = image(node, inputs);
		const window = slideOver(node, x, node.size, node.strides, [1, 1], node.padding);
		const shape = [...window.size, channelsOf(x)];
		return { value: node.kind === "max" ? maxPool(p, node, x, window) : averagePool(p, node, x, window), shape };
	},
	global_pool(p, node, inputs) {
		const x = image(node, inputs);
		const channels = channelsOf(x);
		return { value: poolAll(p, node.name, x, node.kind, node.keepDims), shape: node.keepDims ? [1, 1, channels] : [channels] };
	},
	pad(p, node, inputs) {
		const x = image(node, inputs);
		const [h, w, c] = imageShape(x)!;
		const [top, bottom, left, right] = node.padding;
		const around: [number, number][] = [
			[0, 0],
			[top, bottom],
			[left, right],
			[0, 0],
		];
		const value = p.step(node.name, [x.value], (tf, [input]) =>
			node.mode === "zero" ? tf.pad(input, around) : tf.mirrorPad(input, around, "reflect"),
		);
		return { value, shape: [h + top + bottom, w + left + right, c] };
	},
	add: (p, node, inputs) => combine(p, node, inputs),
	multiply: (p, node, inputs) => combine(p, node, inputs),
	concat(p, node, inputs) {
		const shape = joinedShape(node, inputs);
		const value = p.step(
			node.name,
			inputs.map((each) => each.value),
			(tf, values) => tf.concat([...values], -1),
		);
		return { value, shape };
	},
	flatten(p, node, inputs) {
		const x = only(node, inputs);
		const shape = [sizeOf(x.shape)];
		const turned = node.order === "nchw" && x.shape.length === 3;
		const value = p.step(node.name, [x.value], (tf, [input]) =>
			tf.reshape(turned ? tf.transpose(input, [0, 3, 1, 2]) : input, [-1, ...shape]),
		);
		return { value, shape };
	},
	reshape(p, node, inputs) {
		const x = only(node, inputs);
		const shape = reshapedShape(node, x);
		return { value: p.step(node.name, [x.value], (tf, [input]) => tf.reshape(input, [-1, ...shape])), shape };
	},
	affine(p, node, inputs) {
		const x = only(node, inputs);
		const channels = channelsOf(x);
		const [scale, offset] = [perChannel(node, x, node.scale, channels), perChannel(node, x, node.offset, channels)];
		return { value: scaleAndShift(p, node.name, x.value, scale, offset), shape: x.shape };
	},
	modulus(p, node, inputs) {
		const [real, imaginary] = twoParts(node, inputs);
		const value = p.step(node.name, [real.value, imaginary.value], (tf, [re, im]) => tf.sqrt(tf.add(tf.square(re), tf.square(im))));
		return { value, shape: real.shape };
	},
	log(p, node, inputs) {
		const x = only(node, inputs);
		return { value: p.step(node.name, [x.value], (tf, [input]) => tf.log(tf.add(input, node.epsilon))), shape: x.shape };
	},
};

/** Adds one node of the graph form; `fused` is the activation that its convolution does in passing. */
export function emit(p: Assembler, node: Exclude<Node, { op: "input" }>, inputs: readonly Plane[], fused: Fused): Plane {
	// The table's type says that row and node fit; TypeScript cannot follow the same key on both sides.
	const row = rows[node.op] as Row<typeof node.op>;
	return row(p, node as never, inputs, fused);
}

/** [n, h, w, c] → [n, c], or [n, 1, 1, c], over all pixels. The deviation in two passes: the mean of squares less the square of the mean would cancel. */
export function poolAll(p: Assembler, name: string, x: Plane, kind: "avg" | "max" | "deviation", keepDims = false): string {
	return p.step(name, [x.value], (tf, [input]) => {
		if (kind === "avg") return tf.mean(input, [1, 2], keepDims);
		if (kind === "max") return tf.max(input, [1, 2], keepDims);
		const centred = tf.sub(input, tf.mean(input, [1, 2], true));
		return tf.sqrt(tf.mean(tf.square(centred), [1, 2], keepDims));
	});
}

/** x · scale + offset on the last axis. */
export function scaleAndShift(p: Assembler, name: string, x: string, scale: Float32Array, offset: Float32Array): string {
	const shape = [scale.length];
	const inputs = [x, p.constant(`${name}/scale`, tensor(shape, scale)), p.constant(`${name}/offset`, tensor(shape, offset))] as const;
	return p.step(name, inputs, (tf, [input, by, and]) => tf.add(tf.mul(input, by), and));
}

function withBias(p: Assembler, name: string, x: string, bias: Tensor | null): string {
	if (bias === null) return x;
	return p.step(name, [x, p.constant(`${name}/bias`, bias)], (tf, [input, values]) => tf.add(input, values));
}

/** Left to right, as the file's own framework adds. */
function combine(p: Assembler, node: NodeOf<"add">, inputs: readonly Plane[]): Plane {
	const [first, ...others] = inputs;
	if (first === undefined) throw shapeError(node, "at least one input", inputs);
	return others.reduce((sum, other) => {
		const value = p.step(node.name, [sum.value, other.value], (tf, [a, b]) => (node.op === "add" ? tf.add(a, b) : tf.mul(a, b)));
		return { value, shape: combinedShape(node, sum, other, inputs) };
	}, first);
}
