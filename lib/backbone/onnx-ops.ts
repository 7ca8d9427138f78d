import { type Tensor, tensor } from "../base/tensor.ts";
import type { Activation } from "../job/document.ts";
import type { Node, Padding } from "./graph.ts";
import { permute } from "./onnx-tensor.ts";

/** One node of an ONNX file, as a rule sees it. */
export interface Op {
	/** Its first output's name, which becomes the node's. */
	readonly name: string;
	/** Nodes that come in, constants left out. */
	readonly inputs: readonly string[];
	/** How many inputs the file gives, constants counted. */
	readonly operands: number;
	/** Of the first input: axes without the batch's, whether its channels are the last in the file, whether the file flattened the batch away. */
	readonly rank: number;
	readonly last: boolean;
	readonly flat: boolean;
	int(attribute: string, fallback: number): number;
	ints(attribute: string): number[];
	float(attribute: string, fallback: number): number;
	text(attribute: string, fallback: string): string;
	constant(index: number): Tensor | null;
	fail(what: string): never;
}

/** Nodes to add, or the name of an existing one to stand for it; and in which order of axes the file holds the result. */
export type Made = ({ readonly nodes: Node | readonly Node[] } | { readonly same: string }) & {
	readonly last?: boolean;
	readonly flat?: boolean;
};
type Rule = (op: Op) => Made;

const activation =
	(word: Activation, alpha?: (op: Op) => number): Rule =>
	(op) => ({
		nodes: {
			op: "activation",
			name: op.name,
			inputs: op.inputs.slice(0, 1),
			activation: word,
			...(alpha === undefined ? {} : { alpha: alpha(op) }),
		},
		last: op.last,
	});
const same: Rule = ({ inputs, last }) => ({ same: inputs[0]!, last });

/** Rules that look at `last` themselves. */
export const takesChannelsLast: ReadonlySet<string> = new Set([
	"Transpose",
	"Add",
	"Mul",
	"Sub",
	"Div",
	"Relu",
	"Clip",
	"Sigmoid",
	"Tanh",
	"ReduceMean",
	"Flatten",
	"Reshape",
	"Squeeze",
	"Identity",
	"Dropout",
	"Cast",
]);

/** Operations by their ONNX type: adding one is adding a row. */
export const rules: Readonly<Record<string, Rule>> = {
	Conv: (op) => {
		const weight = op.constant(1) ?? op.fail("one with a constant kernel");
		const [out = 0, perGroup = 0, kh = 0, kw = 0] = weight.shape;
		if (weight.shape.length !== 4) return op.fail(`one with a kernel of 4 axes, not [${weight.shape.join(", ")}]`);
		const groups = op.int("group", 1);
		if (groups < 1 || out % groups !== 0) return op.fail(`one whose ${out} filters divide into its ${groups} groups`);
		const bias = op.constant(2);
		if (op.operands > 2 && bias === null) return op.fail("one with a constant bias");
		const shared = {
			name: op.name,
			inputs: op.inputs.slice(0, 1),
			bias,
			strides: pairOf(op.ints("strides")),
			dilation: pairOf(op.ints("dilations")),
			padding: paddingOf(op),
		};
		if (groups === 1 || perGroup !== 1) return { nodes: { op: "conv", ...shared, kernel: permute(weight, [2, 3, 1, 0]), groups } };
		// [c · m, 1, kh, kw] → [kh, kw, c, m]
		return {
			nodes: { op: "depthwise_conv", ...shared, kernel: tensor([kh, kw, groups, out / groups], permute(weight, [2, 3, 1, 0]).data) },
		};
	},
	BatchNormalization: (op) => {
		const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((i) => op.constant(i) ?? op.fail("one with constant statistics"));
		return {
			nodes: {
				op: "batch_norm",
				name: op.name,
				inputs: op.inputs.slice(0, 1),
				gamma: gamma!,
				beta: beta!,
				mean: mean!,
				variance: variance!,
				epsilon: op.float("epsilon", 1e-5),
			},
		};
	},
	Relu: activation("relu"),
	Sigmoid: activation("sigmoid"),
	Tanh: activation("tanh"),
	HardSwish: activation("hard_silu"),
	Softplus: activation("softplus"),
	Softmax: (op) => {
		const axis = op.int("axis", -1);
		return axis === 1 || axis === -op.rank ? activation("softmax")(op) : op.fail(`one over the channels, not axis ${axis}`);
	},
	LeakyRelu: activation("leaky_relu", (op) => op.float("alpha", 0.01)),
	Elu: activation("elu", (op) => op.float("alpha", 1)),
	HardSigmoid: (op) =>
		Math.abs(op.float("alpha", 0.2) - 1 / 6) < 1e-6 && op.float("beta", 0.5) === 0.5
			? activation("hard_sigmoid")(op)
			: op.fail("one with alpha 1/6 and beta 0.5"),
	Clip: (op) => {
		const low = op.constant(1)?.data[0] ?? op.float("min", Number.NEGATIVE_INFINITY);
		const high = op.constant(2)?.data[0] ?? op.float("max", Number.POSITIVE_INFINITY);
		return low === 0 && high === 6 ? activation("relu6")(op) : op.fail(`a clip to 0 … 6, not ${low} … ${high}`);
	},
	Add: (op) => pairwise(op, "Add"),
	Sub: (op) => pairwise(op, "Sub"),
	Mul: (op) => pairwise(op, "Mul"),
	Div: (op) => pairwise(op, "Div"),
	Concat: (op) => {
		const axis = op.int("axis", 1);
		if ((axis !== 1 && axis !== -op.rank) || op.inputs.length !== op.operands) return op.fail("concatenation of channels");
		return op.inputs.length === 1 ? { same: op.inputs[0]! } : { nodes: { op: "concat", name: op.name, inputs: op.inputs } };
	},
	MaxPool: (op) => poolOf(op, "max"),
	AveragePool: (op) => poolOf(op, "avg"),
	GlobalAveragePool: (op) => ({ nodes: { op: "global_pool", name: op.name, inputs: op.inputs, kind: "avg", keepDims: true } }),
	GlobalMaxPool: (op) => ({ nodes: { op: "global_pool", name: op.name, inputs: op.inputs, kind: "max", keepDims: true } }),
	ReduceMean: (op) => {
		const axes = (op.constant(1) === null ? op.ints("axes") : [...op.constant(1)!.data]).map((axis) => (axis < 0 ? axis + 4 : axis));
		if (op.rank !== 3 || axes.toSorted().join() !== (op.last ? "1,2" : "2,3")) return op.fail("a mean over height and width");
		return {
			nodes: { op: "global_pool", name: op.name, inputs: op.inputs.slice(0, 1), kind: "avg", keepDims: op.int("keepdims", 1) === 1 },
			last: op.last,
		};
	},
	Pad: (op) => {
		const pads = op.constant(1) === null ? op.ints("pads") : [...op.constant(1)!.data];
		if (pads.length !== 8 || [0, 1, 4, 5].some((i) => pads[i] !== 0)) return op.fail("padding of height and width");
		if ((op.constant(2)?.data[0] ?? op.float("value", 0)) !== 0) return op.fail("padding with zeros");
		const mode = op.text("mode", "constant");
		if (mode !== "constant" && mode !== "reflect") return op.fail("constant or reflected padding");
		return {
			nodes: {
				op: "pad",
				name: op.name,
				inputs: op.inputs.slice(0, 1),
				padding: [pads[2]!, pads[6]!, pads[3]!, pads[7]!],
				mode: mode === "constant" ? "zero" : "reflect",
			},
		};
	},
	Flatten: (op) => (op.int("axis", 1) === 1 ? { nodes: flatten(op) } : op.fail("flattening from axis 1")),
	Reshape: (op) => reshape(op),
	Gather: (op) => {
		// PyTorch's as_strided after a global pool: every value of the flattened row, in order, with its axes back.
		const indices = op.constant(1);
		const all =
			indices?.data.every((value, i) => value === i) === true && indices.shape.length === 4 && indices.data.length === indices.shape[1];
		return op.flat && all ? { same: op.inputs[0]! } : op.fail("the pick of all channels of one image");
	},
	Squeeze: (op) => {
		const axes = (op.constant(1) === null ? op.ints("axes") : [...op.constant(1)!.data]).map((axis) => (axis < 0 ? axis + 4 : axis));
		if (op.rank !== 3 || axes.toSorted().join() !== (op.last ? "1,2" : "2,3")) return op.fail("a squeeze of height and width");
		return { nodes: { op: "reshape", name: op.name, inputs: op.inputs.slice(0, 1), shape: [-1] } };
	},
	Transpose: (op) => {
		const order = op.ints("perm").join();
		if (op.rank === 3 && order === "0,3,1,2" && op.last) return { same: op.inputs[0]! };
		return op.rank === 3 && order === "0,2,3,1" && !op.last
			? { same: op.inputs[0]!, last: true }
			: op.fail("a change between channels first and channels last");
	},
	Gemm: (op) => {
		const weight = op.constant(1) ?? op.fail("one with constant weights");
		if (op.float("alpha", 1) !== 1 || op.float("beta", 1) !== 1 || op.int("transA", 0) !== 0 || weight.shape.length !== 2)
			return op.fail("a plain dense layer");
		if (op.operands > 2 && op.constant(2) === null) return op.fail("one with a constant bias");
		return {
			nodes: {
				op: "dense",
				name: op.name,
				inputs: op.inputs.slice(0, 1),
				kernel: op.int("transB", 0) === 1 ? permute(weight, [1, 0]) : weight,
				bias: op.constant(2),
			},
		};
	},
	MatMul: (op) =>
		op.rank === 1
			? {
					nodes: {
						op: "dense",
						name: op.name,
						inputs: op.inputs.slice(0, 1),
						kernel: op.constant(1) ?? op.fail("one with constant weights"),
						bias: null,
					},
				}
			: op.fail("a product of rows"),
	Dropout: same,
	Identity: same,
	Cast: same,
};

/** Two values, or one and a constant: a number, or one for each channel. */
function pairwise(op: Op, type: "Add" | "Sub" | "Mul" | "Div"): Made {
	const { name, inputs, last } = op;
	if (inputs.length === 2) {
		if (type === "Sub" || type === "Div") return op.fail("one with a constant");
		return { nodes: { op: type === "Add" ? "add" : "multiply", name, inputs }, last };
	}
	const left = op.constant(0);
	const constant = left ?? op.constant(1) ?? op.fail("one of two values");
	if (left !== null && type === "Div") return op.fail("a division by a constant");
	// Axes are matched from the end: the channels' is the last of a row, the third from the end of an image, unless the file has them last.
	const fromEnd = op.rank === 3 && !last ? 3 : 1;
	if (constant.data.length > 1 && constant.shape.at(-fromEnd) !== constant.data.length)
		return op.fail(`one with a constant per channel, not [${constant.shape.join(", ")}]`);
	const values = tensor([constant.data.length], constant.data);
	const mapped = (f: (value: number) => number): Tensor => tensor(values.shape, values.data.map(f));
	const scaled = (scale: Tensor, offset: Tensor): Made => ({ nodes: { op: "affine", name, inputs, scale, offset }, last });
	if (type === "Add") return scaled(ONE, values);
	if (type === "Sub")
		return left === null
			? scaled(
					ONE,
					mapped((value) => -value),
				)
			: scaled(MINUS_ONE, values);
	return scaled(type === "Mul" ? values : mapped((value) => 1 / value), ZERO);
}

const ONE = tensor([1], new Float32Array([1]));
const MINUS_ONE = tensor([1], new Float32Array([-1]));
const ZERO = tensor([1], new Float32Array([0]));

function flatten(op: Op, name = op.name): Node {
	return { op: "flatten", name, inputs: op.inputs.slice(0, 1), order: op.last ? "nhwc" : "nchw" };
}

/** To a row; to an image of one pixel; or, in PyTorch's exports, the whole batch flat, which a Gather takes back. */
function reshape(op: Op): Made {
	const shape = [...(op.constant(1)?.data ?? op.fail("one to a constant shape"))];
	const [, second = 0, third = 0, fourth = 0] = shape;
	if (shape.length === 1 && shape[0] === -1) return { same: op.inputs[0]!, flat: true };
	if (shape.length === 2 && second === -1) return { nodes: flatten(op) };
	if (shape.length === 2 && second > 0)
		return { nodes: [flatten(op, `${op.name}#flat`), { op: "reshape", name: op.name, inputs: [`${op.name}#flat`], shape: [second] }] };
	if (shape.length === 4 && second > 0 && third === 1 && fourth === 1)
		return { nodes: { op: "reshape", name: op.name, inputs: op.inputs.slice(0, 1), shape: [1, 1, second] } };
	if (shape.length === 4 && second === 1 && third === 1 && fourth > 0)
		return { nodes: { op: "reshape", name: op.name, inputs: op.inputs.slice(0, 1), shape: [1, 1, fourth] }, last: true };
	return op.fail(`one to a row, not [${shape.join(", ")}]`);
}

function poolOf(op: Op, kind: "max" | "avg"): Made {
	const size = pairOf(op.ints("kernel_shape"));
	const strides = pairOf(op.ints("strides"));
	if (op.ints("dilations").some((each) => each !== 1)) return op.fail("pooling without dilation");
	const countPadding = op.int("count_include_pad", 0) === 1 ? { countPadding: true } : {};
	const pool = (padding: Padding): Made => ({
		nodes: { op: "pool", name: op.name, inputs: op.inputs, kind, size, strides, padding, ...countPadding },
	});
	const padding = paddingOf(op);
	if (op.int("ceil_mode", 0) === 0 || (strides[0] === 1 && strides[1] === 1)) return pool(padding);
	// Rounding up is rounding down with stride − 1 more at the end, which a maximum does not see; but a window must meet pixels.
	const [top, bottom, left, right] = padding === "valid" ? [0, 0, 0, 0] : typeof padding === "string" ? [1, 1, 1, 1] : padding;
	if (kind === "avg" || top + bottom + left + right > 0 || strides[0] > size[0] || strides[1] > size[1])
		return op.fail("max pooling without padding where ceil_mode is on");
	return pool([0, strides[0] - 1, 0, strides[1] - 1]);
}

function paddingOf(op: Op): Padding {
	const auto = op.text("auto_pad", "NOTSET");
	if (auto === "SAME_UPPER") return "same";
	if (auto !== "NOTSET" && auto !== "VALID") return op.fail(`padded otherwise than ${auto}`);
	const [top = 0, left = 0, bottom = 0, right = 0] = op.ints("pads");
	return top === 0 && left === 0 && bottom === 0 && right === 0 ? "valid" : [top, bottom, left, right];
}

/** An attribute of two numbers, which is 1, 1 where it is not given. */
function pairOf(values: readonly number[]): readonly [number, number] {
	return [values[0] ?? 1, values[1] ?? values[0] ?? 1];
}
