import { UserError } from "../base/errors.ts";
import { suggest } from "../base/suggest.ts";
import { type Tensor, tensor, zeros } from "../base/tensor.ts";
import type { Activation } from "../job/document.ts";
import type { Graph, Node, Padding } from "./graph.ts";
import type { LayerWeights } from "./keras-weights.ts";

/** One Keras layer of a flat model: nested models are already opened up. `inputs` are names of other layers. */
export interface KerasLayer {
	readonly type: string;
	readonly name: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly inputs: readonly string[];
}

interface Context {
	readonly layer: KerasLayer;
	readonly weights: readonly Tensor[];
	/** A setting, checked for its kind by who uses it. */
	get<T>(key: string, fallback: T): T;
	fail(expected: string, got: unknown): never;
}

type Rule = (context: Context) => Node | readonly Node[] | null;

/** Keras layers by class name: how each becomes nodes of the graph form. Adding a layer is adding a row. null: it does nothing at inference. */
const rules: Readonly<Record<string, Rule>> = {
	InputLayer: ({ layer, get, fail }) => {
		const shape = get<(number | null)[] | undefined>("batch_shape", get("batch_input_shape", undefined)) ?? fail("an input shape", undefined);
		const [height = null, width = null, channels] = shape.slice(-3);
		if (shape.length !== 4 || typeof channels !== "number") return fail("an image input [n, height, width, channels]", shape);
		return { op: "input", name: layer.name, inputs: [], shape: [height, width, channels] };
	},
	Conv2D: (context) => withActivation(context, conv(context)),
	Convolution2D: (context) => withActivation(context, conv(context)),
	DepthwiseConv2D: (context) => {
		const [kernel, bias] = kernelAndBias(context, 4);
		const { layer, get } = context;
		return withActivation(context, { op: "depthwise_conv", name: layer.name, inputs: layer.inputs, kernel, bias, strides: pair(get("strides", [1, 1])), dilation: pair(get("dilation_rate", [1, 1])), padding: paddingOf(context) });
	},
	SeparableConv2D: (context) => {
		const { layer, weights, get, fail } = context;
		const [depthwise, pointwise, bias = null] = weights;
		if (depthwise === undefined || pointwise === undefined) return fail("depthwise and pointwise kernels", weights.length);
		const name = `${layer.name}/depthwise`;
		return withActivation(context, [
			{ op: "depthwise_conv", name, inputs: layer.inputs, kernel: depthwise, bias: null, strides: pair(get("strides", [1, 1])), dilation: pair(get("dilation_rate", [1, 1])), padding: paddingOf(context) },
			{ op: "conv", name: layer.name, inputs: [name], kernel: pointwise, bias, strides: [1, 1], dilation: [1, 1], padding: "valid", groups: 1 },
		]);
	},
	Dense: (context) => {
		const [kernel, bias] = kernelAndBias(context, 2);
		return withActivation(context, { op: "dense", name: context.layer.name, inputs: context.layer.inputs, kernel, bias });
	},
	BatchNormalization: ({ layer, weights, get, fail }) => {
		const axis = get<number | number[]>("axis", -1);
		const last = Array.isArray(axis) ? axis[0] : axis;
		if (last !== -1 && last !== 3) return fail("batch normalisation over the last axis", axis);
		const scale = get("scale", true);
		const center = get("center", true);
		const rest = [...weights];
		const gamma = scale ? (rest.shift() ?? null) : null;
		const beta = center ? (rest.shift() ?? null) : null;
		const [mean, variance] = rest;
		if (mean === undefined || variance === undefined) return fail(`${(scale ? 1 : 0) + (center ? 1 : 0) + 2} weights`, weights.length);
		return { op: "batch_norm", name: layer.name, inputs: layer.inputs, gamma, beta, mean, variance, epsilon: get("epsilon", 1e-3) };
	},
	Activation: (context) => activationNode(context, context.layer.name, context.layer.inputs, context.get<unknown>("activation", "linear")),
	ReLU: (context) => {
		const max = context.get<number | null>("max_value", null);
		const slope = context.get("negative_slope", 0);
		const { name, inputs } = context.layer;
		if (context.get("threshold", 0) !== 0) return context.fail("a threshold of 0", context.get("threshold", 0));
		if (max === null) return slope === 0 ? { op: "activation", name, inputs, activation: "relu" } : { op: "activation", name, inputs, activation: "leaky_relu", alpha: slope };
		return max === 6 && slope === 0 ? { op: "activation", name, inputs, activation: "relu6" } : context.fail("a max_value of 6", max);
	},
	LeakyReLU: ({ layer, get }) => ({ op: "activation", name: layer.name, inputs: layer.inputs, activation: "leaky_relu", alpha: get("negative_slope", get("alpha", 0.3)) }),
	ELU: ({ layer, get }) => ({ op: "activation", name: layer.name, inputs: layer.inputs, activation: "elu", alpha: get("alpha", 1) }),
	Softmax: ({ layer }) => ({ op: "activation", name: layer.name, inputs: layer.inputs, activation: "softmax" }),
	MaxPooling2D: (context) => pool(context, "max"),
	AveragePooling2D: (context) => pool(context, "avg"),
	GlobalAveragePooling2D: ({ layer, get }) => ({ op: "global_pool", name: layer.name, inputs: layer.inputs, kind: "avg", keepDims: get("keepdims", false) }),
	GlobalMaxPooling2D: ({ layer, get }) => ({ op: "global_pool", name: layer.name, inputs: layer.inputs, kind: "max", keepDims: get("keepdims", false) }),
	ZeroPadding2D: ({ layer, get }) => {
		const [rows, columns] = get<[number | number[], number | number[]]>("padding", [1, 1]);
		const [top, bottom] = typeof rows === "number" ? [rows, rows] : [rows[0]!, rows[1]!];
		const [left, right] = typeof columns === "number" ? [columns, columns] : [columns[0]!, columns[1]!];
		return { op: "pad", name: layer.name, inputs: layer.inputs, padding: [top, bottom, left, right], mode: "zero" };
	},
	Add: ({ layer }) => ({ op: "add", name: layer.name, inputs: layer.inputs }),
	Multiply: ({ layer }) => ({ op: "multiply", name: layer.name, inputs: layer.inputs }),
	Concatenate: ({ layer, get, fail }) => {
		const axis = get("axis", -1);
		return axis === -1 || axis === 3 ? { op: "concat", name: layer.name, inputs: layer.inputs } : fail("concatenation on the last axis", axis);
	},
	Flatten: ({ layer }) => ({ op: "flatten", name: layer.name, inputs: layer.inputs, order: "nhwc" }),
	Reshape: ({ layer, get }) => ({ op: "reshape", name: layer.name, inputs: layer.inputs, shape: get<number[]>("target_shape", []) }),
	Dropout: () => null,
	SpatialDropout2D: () => null,
	GaussianNoise: () => null,
	ActivityRegularization: () => null,
	Rescaling: ({ layer, get }) => ({ op: "affine", name: layer.name, inputs: layer.inputs, scale: vector(get<number | number[]>("scale", 1)), offset: vector(get<number | number[]>("offset", 0)) }),
	Normalization: ({ layer, weights, fail }) => {
		const [mean, variance] = weights;
		if (mean === undefined || variance === undefined) return fail("a stored mean and variance", weights.length);
		// (x − mean) / max(sqrt(variance), 1e-7): keras 3.15.1, layers/preprocessing/normalization.py
		const scale = Float32Array.from(variance.data, (value) => 1 / Math.max(Math.sqrt(value), 1e-7));
		const offset = Float32Array.from(mean.data, (value, i) => -value * scale[i]!);
		return { op: "affine", name: layer.name, inputs: layer.inputs, scale: tensor([scale.length], scale), offset: tensor([offset.length], offset) };
	},
};

/** Keras' names of activations that differ from ours. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
	linear: "linear", relu: "relu", relu6: "relu6", elu: "elu", selu: "selu", gelu: "gelu", sigmoid: "sigmoid", tanh: "tanh", softmax: "softmax", softplus: "softplus",
	softsign: "softsign", swish: "silu", silu: "silu", exponential: "exponential", mish: "mish", hard_silu: "hard_silu", hard_swish: "hard_silu", hard_sigmoid: "hard_sigmoid",
};

/** Turns a flat Keras model into the graph form. Layers that do nothing at inference vanish, and their readers read what they read. */
export function graphOfLayers(name: string, layers: readonly KerasLayer[], output: string, weights: LayerWeights): Graph {
	const nodes: Node[] = [];
	const alias = new Map<string, string>();
	const real = (input: string): string => alias.get(input) ?? input;
	for (const original of layers) {
		const layer = { ...original, inputs: original.inputs.map(real) };
		const rule = rules[layer.type];
		if (rule === undefined) {
			const near = suggest(layer.type, Object.keys(rules));
			throw new UserError("UNSUPPORTED_LAYER", `layer "${layer.name}" of ${name} is a ${layer.type}, which is not read${near === undefined ? "" : ` (${near} is)`}`, { fix: `cut the model before it, or export it without it; read are ${Object.keys(rules).join(", ")}` });
		}
		const made = rule(contextOf(layer, weights.get(layer.name) ?? [], name));
		if (made === null) alias.set(layer.name, layer.inputs[0] ?? "");
		else nodes.push(...(Array.isArray(made) ? (made as Node[]) : [made as Node]));
	}
	const input = nodes.find((node) => node.op === "input");
	if (input === undefined) throw new UserError("BAD_MODEL_FILE", `${name} has no input layer`, { fix: "save a model whose input shape is known" });
	return { name, input: input.name, output: real(output), nodes };
}

function contextOf(layer: KerasLayer, weights: readonly Tensor[], model: string): Context {
	const fail = (expected: string, got: unknown): never => {
		throw new UserError("UNSUPPORTED_LAYER", `layer "${layer.name}" (${layer.type}) of ${model} should have ${expected}, and has ${JSON.stringify(got) ?? "none"}`);
	};
	if (layer.config.data_format === "channels_first") fail("data_format channels_last", "channels_first");
	return { layer, weights, fail, get: (key, fallback) => (layer.config[key] === undefined || layer.config[key] === null ? fallback : (layer.config[key] as typeof fallback)) };
}

function kernelAndBias({ weights, get, fail }: Context, rank: number): [Tensor, Tensor | null] {
	const [kernel, bias] = weights;
	if (kernel === undefined || kernel.shape.length !== rank) return fail(`a kernel of ${rank} axes`, kernel?.shape ?? null);
	const hasBias = get("use_bias", get("bias", true));
	if (hasBias && bias === undefined) return fail("a bias", null);
	return [kernel, hasBias ? bias! : null];
}

function conv(context: Context): Node {
	const { layer, get } = context;
	const [kernel, bias] = kernelAndBias(context, 4);
	return { op: "conv", name: layer.name, inputs: layer.inputs, kernel, bias, strides: pair(get("strides", get("subsample", [1, 1]))), dilation: pair(get("dilation_rate", [1, 1])), padding: paddingOf(context), groups: get("groups", 1) };
}

function pool(context: Context, kind: "max" | "avg"): Node {
	const { layer, get } = context;
	const size = pair(get("pool_size", [2, 2]));
	return { op: "pool", name: layer.name, inputs: layer.inputs, kind, size, strides: pair(get("strides", size)), padding: paddingOf(context) };
}

function paddingOf({ get, fail }: Context): Padding {
	const padding = String(get("padding", get("border_mode", "valid"))).toLowerCase();
	return padding === "same" || padding === "valid" ? padding : fail('padding "same" or "valid"', padding);
}

/** The layer itself, then its activation under the layer's name, so that a cut there is what Keras calls the layer's output. */
function withActivation(context: Context, made: Node | readonly Node[]): readonly Node[] {
	const nodes: readonly Node[] = Array.isArray(made) ? (made as readonly Node[]) : [made as Node];
	const activation = context.get<unknown>("activation", "linear");
	if (activation === "linear") return nodes;
	const { name } = context.layer;
	const inner = `${name}/linear`;
	return [...nodes.map((node) => (node.name === name ? { ...node, name: inner } : node)), activationNode(context, name, [inner], activation)];
}

function activationNode(context: Context, name: string, inputs: readonly string[], activation: unknown): Node {
	// Keras 3 writes registered functions as objects.
	const word = typeof activation === "string" ? activation : String((activation as { config?: unknown; class_name?: unknown } | null)?.config ?? (activation as { class_name?: unknown } | null)?.class_name);
	const known = ACTIVATIONS[word];
	return known === undefined ? context.fail(`one of the activations ${Object.keys(ACTIVATIONS).join(", ")}`, word) : { op: "activation", name, inputs, activation: known };
}

function pair(value: number | readonly number[]): readonly [number, number] {
	return typeof value === "number" ? [value, value] : [value[0] ?? 1, value[1] ?? value[0] ?? 1];
}

function vector(value: number | readonly number[]): Tensor {
	const values = typeof value === "number" ? [value] : value;
	return values.length === 0 ? zeros([1]) : tensor([values.length], Float32Array.from(values));
}
