import { onnx } from "../../proto/gen/onnx.js";
import { UserError } from "../base/errors.ts";
import { sizeOf, type Tensor, tensor } from "../base/tensor.ts";
import type { Activation } from "../job/document.ts";
import type { Graph, Node, Padding } from "./graph.ts";
import { halfToFloat } from "./tfjs-file.ts";

/**
 * An exported ONNX network (channels first) into the graph form (channels last). Weights are read from the file's own bytes only; data
 * in other files is refused, because its paths are the file author's to choose. Operations are rows of a table.
 */
export function readOnnxModel(bytes: Uint8Array, shown: string): Graph {
	let model: onnx.Model;
	try {
		model = onnx.Model.decode(bytes);
	} catch (cause) {
		throw bad(shown, "its bytes do not decode", cause);
	}
	const { graph } = model;
	if (!graph || graph.node?.length === 0 || !graph.output?.[0]?.name) throw bad(shown, "it has no graph");
	const constants = new Map<string, Tensor>();
	for (const each of graph.initializer ?? []) constants.set(each.name ?? "", tensorOf(onnx.Tensor.fromObject(each), shown));
	const inputs = (graph.input ?? []).filter((each) => !constants.has(each.name ?? ""));
	const [input] = inputs;
	const dims = input?.type?.tensorType?.shape?.dim ?? [];
	if (inputs.length !== 1 || dims.length !== 4) throw bad(shown, `it should have one image input [n, 3, height, width], and has ${inputs.length} inputs of ${dims.length} axes`);
	const size = (i: number): number | null => (dims[i]?.dimValue ? Number(dims[i].dimValue) : null);
	const nodes: Node[] = [{ op: "input", name: input!.name!, inputs: [], shape: [size(2), size(3), size(1) ?? 3] }];
	const alias = new Map<string, string>();
	const reader: Reader = { shown, constants, alias, nodes, real: (name) => alias.get(name) ?? name };
	for (const node of graph.node ?? []) readNode(onnx.Node.fromObject(node), reader);
	return { name: shown, input: input!.name!, output: reader.real(graph.output[0].name), nodes };
}

interface Reader {
	readonly shown: string;
	readonly constants: Map<string, Tensor>;
	readonly alias: Map<string, string>;
	readonly nodes: Node[];
	real(name: string): string;
}

interface Op {
	readonly name: string;
	readonly inputs: readonly string[];
	int(attribute: string, fallback: number): number;
	ints(attribute: string): number[];
	float(attribute: string, fallback: number): number;
	text(attribute: string, fallback: string): string;
	constant(index: number): Tensor | null;
	fail(what: string): never;
}

/** A node to add, the name of an existing one to stand for it, or a constant. */
type Made = Node | { readonly same: string } | { readonly constant: Tensor };
type Rule = (op: Op) => Made;

const activation = (word: Activation): Rule => ({ name, inputs }) => ({ op: "activation", name, inputs: inputs.slice(0, 1), activation: word });
const same: Rule = ({ inputs }) => ({ same: inputs[0]! });

const rules: Readonly<Record<string, Rule>> = {
	Conv: (op) => {
		const weight = op.constant(1) ?? op.fail("a constant kernel");
		const [out = 0, perGroup = 0, kh = 0, kw = 0] = weight.shape;
		if (weight.shape.length !== 4) return op.fail(`a kernel of 4 axes, not [${weight.shape.join(", ")}]`);
		const groups = op.int("group", 1);
		const shared = { name: op.name, inputs: op.inputs.slice(0, 1), bias: op.constant(2), strides: pairOf(op.ints("strides")), dilation: pairOf(op.ints("dilations")), padding: paddingOf(op) };
		if (groups > 1 && perGroup === 1) {
			// [c · m, 1, kh, kw] → [kh, kw, c, m]
			const kernel = permute(weight, [2, 3, 0, 1]);
			return { op: "depthwise_conv", ...shared, kernel: tensor([kh, kw, groups, out / groups], kernel.data) };
		}
		return { op: "conv", ...shared, kernel: permute(weight, [2, 3, 1, 0]), groups };
	},
	BatchNormalization: (op) => {
		const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((i) => op.constant(i) ?? op.fail("constant statistics"));
		return { op: "batch_norm", name: op.name, inputs: op.inputs.slice(0, 1), gamma: gamma!, beta: beta!, mean: mean!, variance: variance!, epsilon: op.float("epsilon", 1e-5) };
	},
	Relu: activation("relu"),
	Sigmoid: activation("sigmoid"),
	Tanh: activation("tanh"),
	HardSwish: activation("hard_silu"),
	Softplus: activation("softplus"),
	Softmax: activation("softmax"),
	LeakyRelu: (op) => ({ op: "activation", name: op.name, inputs: op.inputs, activation: "leaky_relu", alpha: op.float("alpha", 0.01) }),
	Elu: (op) => ({ op: "activation", name: op.name, inputs: op.inputs, activation: "elu", alpha: op.float("alpha", 1) }),
	HardSigmoid: (op) => (Math.abs(op.float("alpha", 0.2) - 1 / 6) < 1e-6 && op.float("beta", 0.5) === 0.5 ? activation("hard_sigmoid")(op) : op.fail("alpha 1/6 and beta 0.5")),
	Clip: (op) => {
		const low = op.constant(1)?.data[0] ?? op.float("min", Number.NEGATIVE_INFINITY);
		const high = op.constant(2)?.data[0] ?? op.float("max", Number.POSITIVE_INFINITY);
		if (low === 0 && high === 6) return { op: "activation", name: op.name, inputs: op.inputs.slice(0, 1), activation: "relu6" };
		return op.fail(`a clip to 0 … 6, not ${low} … ${high}`);
	},
	Add: (op) => pairwise(op, "add"),
	Mul: (op) => pairwise(op, "multiply"),
	Concat: (op) => (op.int("axis", 1) === 1 ? { op: "concat", name: op.name, inputs: op.inputs } : op.fail("concatenation of channels")),
	MaxPool: (op) => poolOf(op, "max"),
	AveragePool: (op) => poolOf(op, "avg"),
	GlobalAveragePool: (op) => ({ op: "global_pool", name: op.name, inputs: op.inputs, kind: "avg", keepDims: true }),
	GlobalMaxPool: (op) => ({ op: "global_pool", name: op.name, inputs: op.inputs, kind: "max", keepDims: true }),
	ReduceMean: (op) => {
		const axes = op.constant(1) === null ? op.ints("axes") : [...op.constant(1)!.data];
		const spatial = axes.map((axis) => (axis < 0 ? axis + 4 : axis)).sort().join(",");
		return spatial === "2,3" ? { op: "global_pool", name: op.name, inputs: op.inputs.slice(0, 1), kind: "avg", keepDims: op.int("keepdims", 1) === 1 } : op.fail("a mean over height and width");
	},
	Pad: (op) => {
		const pads = op.constant(1) === null ? op.ints("pads") : [...op.constant(1)!.data];
		if (pads.length !== 8 || pads[0] !== 0 || pads[1] !== 0 || pads[4] !== 0 || pads[5] !== 0) return op.fail("padding of height and width");
		const mode = op.text("mode", "constant");
		if (mode !== "constant" && mode !== "reflect") return op.fail("constant or reflected padding");
		return { op: "pad", name: op.name, inputs: op.inputs.slice(0, 1), padding: [pads[2]!, pads[6]!, pads[3]!, pads[7]!], mode: mode === "constant" ? "zero" : "reflect" };
	},
	Flatten: (op) => (op.int("axis", 1) === 1 ? { op: "flatten", name: op.name, inputs: op.inputs, order: "nchw" } : op.fail("flattening from axis 1")),
	Reshape: (op) => {
		const shape = op.constant(1);
		return shape !== null && shape.data.length === 2 && shape.data[1] !== 0 ? { op: "flatten", name: op.name, inputs: op.inputs.slice(0, 1), order: "nchw" } : op.fail("a constant shape [n, −1]");
	},
	Gemm: (op) => {
		const weight = op.constant(1) ?? op.fail("constant weights");
		if (op.float("alpha", 1) !== 1 || op.float("beta", 1) !== 1 || op.int("transA", 0) !== 0) return op.fail("a plain dense layer");
		return { op: "dense", name: op.name, inputs: op.inputs.slice(0, 1), kernel: op.int("transB", 0) === 1 ? permute(weight, [1, 0]) : weight, bias: op.constant(2) };
	},
	MatMul: (op) => ({ op: "dense", name: op.name, inputs: op.inputs.slice(0, 1), kernel: op.constant(1) ?? op.fail("constant weights"), bias: null }),
	Dropout: same,
	Identity: same,
	Cast: same,
};

function readNode(node: onnx.Node, reader: Reader): void {
	const { shown, constants, alias, nodes, real } = reader;
	const name = node.output?.[0] ?? "";
	const label = `node ${node.name || name} (${node.opType})`;
	const attribute = (key: string) => node.attribute?.find((each) => each.name === key);
	if (node.opType === "Constant") {
		const value = attribute("value")?.t;
		if (!value) throw bad(shown, `${label} has no tensor`);
		constants.set(name, tensorOf(onnx.Tensor.fromObject(value), shown));
		return;
	}
	const rule = rules[node.opType ?? ""];
	if (rule === undefined) throw new UserError("UNSUPPORTED_OP", `${label} of ${shown} is not read`, { fix: `read are ${Object.keys(rules).join(", ")}; export only the convolutional part of the network, or cut before this` });
	if (node.opType === "Identity" && constants.has(node.input?.[0] ?? "")) {
		constants.set(name, constants.get(node.input![0]!)!);
		return;
	}
	const made = rule({
		name,
		inputs: (node.input ?? []).filter((each) => !constants.has(each) && each !== "").map(real),
		int: (key, fallback) => Number(attribute(key)?.i ?? fallback),
		ints: (key) => (attribute(key)?.ints ?? []).map(Number),
		float: (key, fallback) => attribute(key)?.f ?? fallback,
		text: (key, fallback) => (attribute(key)?.s ? Buffer.from(attribute(key)!.s!).toString("utf8") : fallback),
		constant: (i) => constants.get(node.input?.[i] ?? "") ?? null,
		fail: (what) => {
			throw new UserError("UNSUPPORTED_OP", `${label} of ${shown} should be ${what}`, { fix: "export only the convolutional part of the network, or cut before this" });
		},
	});
	if ("same" in made) alias.set(name, made.same);
	else if ("constant" in made) constants.set(name, made.constant);
	else nodes.push(made);
}

/** Two values, or one and a constant per channel ([c], [1] or [1, c, 1, 1]). */
function pairwise(op: Op, kind: "add" | "multiply"): Made {
	if (op.inputs.length === 2) return { op: kind, name: op.name, inputs: op.inputs };
	const constant = op.constant(0) ?? op.constant(1) ?? op.fail("two values");
	const values = tensor([constant.data.length], constant.data);
	const channel = constant.shape.length <= 1 || (constant.shape.length === 4 && constant.shape[1] === constant.data.length) || (constant.shape.length === 3 && constant.shape[0] === constant.data.length);
	if (!channel && constant.data.length > 1) return op.fail("a constant per channel");
	const one = tensor([1], new Float32Array([kind === "add" ? 1 : 0]));
	return { op: "affine", name: op.name, inputs: op.inputs, scale: kind === "add" ? one : values, offset: kind === "add" ? values : one };
}

function poolOf(op: Op, kind: "max" | "avg"): Made {
	if (op.int("ceil_mode", 0) !== 0) return op.fail("pooling without ceil_mode");
	const size = pairOf(op.ints("kernel_shape"));
	const strides = op.ints("strides");
	return { op: "pool", name: op.name, inputs: op.inputs, kind, size, strides: strides.length === 2 ? pairOf(strides) : [1, 1], padding: paddingOf(op), ...(op.int("count_include_pad", 0) === 1 ? { countPadding: true } : {}) };
}

function paddingOf(op: Op): Padding {
	const auto = op.text("auto_pad", "NOTSET");
	if (auto === "SAME_UPPER") return "same";
	if (auto === "SAME_LOWER") return op.fail("padding other than SAME_LOWER");
	const [top = 0, left = 0, bottom = 0, right = 0] = op.ints("pads");
	return top + left + bottom + right === 0 ? "valid" : [top, bottom, left, right];
}

function pairOf(values: readonly number[]): readonly [number, number] {
	return [values[0] ?? 1, values[1] ?? values[0] ?? 1];
}

function permute({ shape, data }: Tensor, order: readonly number[]): Tensor {
	const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
	const outShape = order.map((axis) => shape[axis]!);
	const out = new Float32Array(data.length);
	const index = new Array<number>(order.length).fill(0);
	for (let i = 0; i < out.length; i++) {
		let from = 0;
		for (const [axis, source] of order.entries()) from += index[axis]! * strides[source]!;
		out[i] = data[from]!;
		for (let axis = order.length - 1; axis >= 0 && ++index[axis]! === outShape[axis]; axis--) index[axis] = 0;
	}
	return { shape: outShape, data: out };
}

function tensorOf(value: onnx.Tensor, shown: string): Tensor {
	const shape = (value.dims ?? []).map(Number);
	if (value.dataLocation === 1 || (value.externalData?.length ?? 0) > 0) throw bad(shown, `the weight ${value.name} lies in another file, which is not read`);
	const raw = value.rawData && value.rawData.length > 0 ? new Uint8Array(value.rawData) : null;
	const words = (): Float32Array => {
		switch (value.dataType) {
			case 1: return raw ? new Float32Array(raw.buffer) : Float32Array.from(value.floatData ?? []);
			case 6: return raw ? Float32Array.from(new Int32Array(raw.buffer)) : Float32Array.from(value.int32Data ?? []);
			case 7: return raw ? Float32Array.from(new BigInt64Array(raw.buffer), Number) : Float32Array.from(value.int64Data ?? [], Number);
			case 10: return raw ? Float32Array.from(new Uint16Array(raw.buffer), halfToFloat) : Float32Array.from(value.int32Data ?? [], halfToFloat);
			case 11: return raw ? Float32Array.from(new Float64Array(raw.buffer)) : Float32Array.from(value.doubleData ?? []);
			default: throw bad(shown, `the weight ${value.name} has element type ${value.dataType}, which is not read`);
		}
	};
	try {
		return tensor(shape, words());
	} catch (cause) {
		if (cause instanceof UserError) throw cause;
		throw bad(shown, `the weight ${value.name} does not fill its shape [${shape.join(", ")}]`, cause);
	}
}

function bad(shown: string, what: string, cause?: unknown): UserError {
	return new UserError("BAD_MODEL_FILE", `${shown} is not an ONNX network that can be read: ${what}`, { cause, fix: "export it again, with weights inside and one image input" });
}
