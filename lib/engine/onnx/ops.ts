import type { Node, Op } from "../../backbone/graph.ts";
import { sizeOf, type Tensor } from "../../base/tensor.ts";
import type { GraphBuilder } from "../../onnx/builder.ts";
import { activations } from "./activation.ts";
import { logarithm, poolAll, scaleAndShift } from "./arithmetic.ts";
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
} from "./expect.ts";
import { convKernel, depthwiseKernel, pointwiseKernel } from "./kernel.ts";
import { channelAxis, channelsLast, channelsOf, fromChannelsLast, imageShape, type Plane, reshapeRows } from "./plane.ts";

type NodeOf<K extends Op> = Extract<Node, { op: K }>;
type Row<K extends Op> = (builder: GraphBuilder, node: NodeOf<K>, inputs: readonly Plane[]) => Plane;

/**
 * What "zero" padding is filled with where it could not move into the layer that reads it (padding.ts): the smallest normal float.
 * ONNX Runtime moves true zeros into a max pool, which pads with −∞, and so loses them where pixels are negative
 * (its PadFusion, microsoft/onnxruntime#18136).
 */
const ALMOST_ZERO = 2 ** -126;

/** One row per operation of the graph form: its ONNX nodes and its output's shape. A new operation is a new row. */
const rows: { readonly [K in Exclude<Op, "input">]: Row<K> } = {
	conv(b, node, inputs) {
		const x = image(node, inputs);
		const [kh = 1, kw = 1, perGroup = 1, channels = 1] = node.kernel.shape;
		expectChannels(node, x, perGroup * node.groups);
		const window = slideOver(node, x, [kh, kw], node.strides, node.dilation, node.padding);
		const attributes = { kernel_shape: [kh, kw], strides: node.strides, dilations: node.dilation, pads: window.pads, group: node.groups };
		return { value: convolve(b, node, x, convKernel(node.kernel), attributes), shape: [...window.size, channels] };
	},
	depthwise_conv(b, node, inputs) {
		const x = image(node, inputs);
		const [kh = 1, kw = 1, groups = 1, multiplier = 1] = node.kernel.shape;
		expectChannels(node, x, groups);
		const window = slideOver(node, x, [kh, kw], node.strides, node.dilation, node.padding);
		const attributes = { kernel_shape: [kh, kw], strides: node.strides, dilations: node.dilation, pads: window.pads, group: groups };
		return { value: convolve(b, node, x, depthwiseKernel(node.kernel), attributes), shape: [...window.size, groups * multiplier] };
	},
	dense(b, node, inputs) {
		const x = only(node, inputs);
		const [from = 1, units = 1] = node.kernel.shape;
		expectChannels(node, x, from);
		const shape = [...x.shape.slice(0, -1), units];
		if (imageShape(x) !== null) return { value: convolve(b, node, x, pointwiseKernel(node.kernel), { kernel_shape: [1, 1] }), shape };
		const kernel = b.constant(`${node.name}/kernel`, node.kernel);
		const bias = node.bias === null ? [] : [b.constant(`${node.name}/bias`, node.bias)];
		if (x.shape.length === 1) return { value: b.node("Gemm", [x.value, kernel, ...bias]), shape };
		const product = b.node("MatMul", [x.value, kernel]);
		return { value: bias.length === 0 ? product : b.node("Add", [product, ...bias]), shape };
	},
	batch_norm(b, node, inputs) {
		const x = only(node, inputs);
		expectChannels(node, x, node.mean.data.length);
		const scale = node.variance.data.map((variance, i) => (node.gamma?.data[i] ?? 1) / Math.sqrt(variance + node.epsilon));
		const offset = node.mean.data.map((mean, i) => (node.beta?.data[i] ?? 0) - mean * scale[i]!);
		return scaleAndShift(b, node.name, x, scale, offset);
	},
	activation(b, node, inputs) {
		const x = only(node, inputs);
		return { value: activations[node.activation](b, { x: x.value, axis: channelAxis(x), alpha: node.alpha }), shape: x.shape };
	},
	pool(b, node, inputs) {
		const x = image(node, inputs);
		const window = slideOver(node, x, node.size, node.strides, [1, 1], node.padding);
		const attributes = { kernel_shape: node.size, strides: node.strides, pads: window.pads };
		const shape = [...window.size, channelsOf(x)];
		if (node.kind === "max") return { value: b.node("MaxPool", [x.value], attributes), shape };
		return { value: b.node("AveragePool", [x.value], { ...attributes, count_include_pad: node.countPadding ? 1 : 0 }), shape };
	},
	global_pool(b, node, inputs) {
		const x = image(node, inputs);
		const pooled = poolAll(b, x, node.kind);
		return node.keepDims
			? { value: pooled, shape: [1, 1, channelsOf(x)] }
			: { value: reshapeRows(b, pooled, [channelsOf(x)]), shape: [channelsOf(x)] };
	},
	pad(b, node, inputs) {
		const x = image(node, inputs);
		const [h, w, c] = imageShape(x)!;
		const [top, bottom, left, right] = node.padding;
		const pads = b.ints("pads", [0, 0, top, left, 0, 0, bottom, right]);
		const filling = node.mode === "zero" ? [b.scalar("almost_zero", ALMOST_ZERO)] : [];
		const value = b.node("Pad", [x.value, pads, ...filling], { mode: node.mode === "zero" ? "constant" : "reflect" });
		return { value, shape: [h + top + bottom, w + left + right, c] };
	},
	add: (b, node, inputs) => combine(b, "Add", node, inputs),
	multiply: (b, node, inputs) => combine(b, "Mul", node, inputs),
	concat(b, node, inputs) {
		const shape = joinedShape(node, inputs);
		const value = b.node(
			"Concat",
			inputs.map((input) => input.value),
			{ axis: channelAxis(inputs[0]!) },
		);
		return { value, shape };
	},
	flatten(b, node, inputs) {
		const x = only(node, inputs);
		const value = node.order === "nhwc" ? channelsLast(b, x) : x.value;
		const shape = [sizeOf(x.shape)];
		return { value: reshapeRows(b, value, shape), shape };
	},
	reshape(b, node, inputs) {
		const x = only(node, inputs);
		const shape = reshapedShape(node, x);
		return fromChannelsLast(b, reshapeRows(b, channelsLast(b, x), shape), shape);
	},
	affine(b, node, inputs) {
		const x = only(node, inputs);
		const channels = channelsOf(x);
		return scaleAndShift(b, node.name, x, perChannel(node, x, node.scale, channels), perChannel(node, x, node.offset, channels));
	},
	modulus(b, node, inputs) {
		const parts = twoParts(node, inputs);
		const squares = parts.map(({ value }) => b.node("Mul", [value, value]));
		return { value: b.node("Sqrt", [b.node("Add", squares)]), shape: parts[0].shape };
	},
	log(b, node, inputs) {
		const x = only(node, inputs);
		const shifted = b.node("Add", [x.value, b.scalar("epsilon", node.epsilon)]);
		return { value: logarithm(b, shifted), shape: x.shape };
	},
};

/** Adds one node of the graph form; its inputs come in the node's own order. */
export function emit(builder: GraphBuilder, node: Exclude<Node, { op: "input" }>, inputs: readonly Plane[]): Plane {
	// The table's type says that row and node fit; TypeScript cannot follow the same key on both sides.
	const row = rows[node.op] as Row<typeof node.op>;
	return row(builder, node as never, inputs);
}

type Convolution = NodeOf<"conv"> | NodeOf<"depthwise_conv"> | NodeOf<"dense">;

function convolve(
	b: GraphBuilder,
	node: Convolution,
	x: Plane,
	kernel: Tensor,
	attributes: Record<string, readonly number[] | number>,
): string {
	const bias = node.bias === null ? [] : [b.constant(`${node.name}/bias`, node.bias)];
	return b.node("Conv", [x.value, b.constant(`${node.name}/kernel`, kernel), ...bias], attributes);
}

/** Left to right, as the file's own framework adds. */
function combine(b: GraphBuilder, type: "Add" | "Mul", node: Node, inputs: readonly Plane[]): Plane {
	const [first, ...others] = inputs;
	if (first === undefined) throw shapeError(node, "at least one input", inputs);
	return others.reduce(
		(sum, other) => ({ value: b.node(type, [sum.value, other.value]), shape: combinedShape(node, sum, other, inputs) }),
		first,
	);
}
