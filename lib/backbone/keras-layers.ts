import { UserError } from "../base/errors.ts";
import { suggest } from "../base/suggest.ts";
import { type Tensor, tensor } from "../base/tensor.ts";
import type { NamedGraph } from "./cut.ts";
import type { Node, Padding } from "./graph.ts";
import { activationNodes } from "./keras-activations.ts";
import { ARITHMETIC, arithmetic, FUNCTIONS, vector } from "./keras-arithmetic.ts";
import type { Context, Dialect, KerasLayer, Rule } from "./keras-layer.ts";
import type { LayerWeights } from "./keras-weights.ts";
import { rankOf } from "./rank.ts";

const nothing: Rule = () => null;

/** Keras layers by class name: how each becomes nodes of the graph form. Adding a layer is adding a row. null: it does nothing at inference. */
const rules: Readonly<Record<string, Rule>> = {
	InputLayer: ({ layer, raw, fail }) => {
		const shape = raw("batch_shape") ?? raw("batch_input_shape");
		const isShape = Array.isArray(shape) && shape.length === 4 && shape.slice(1).every((dim) => dim === null || typeof dim === "number");
		const [, height, width, channels] = (isShape ? shape : [null]) as (number | null)[];
		if (typeof channels !== "number") return fail("an image input [n, height, width, channels]", shape);
		return { op: "input", name: layer.name, inputs: [], shape: [height ?? null, width ?? null, channels] };
	},
	Conv2D: (context) => withActivation(context, conv(context)),
	Convolution2D: (context) => withActivation(context, conv(context)),
	DepthwiseConv2D: (context) => {
		const [kernel, bias] = kernelAndBias(context, 4);
		const { layer } = context;
		return withActivation(context, {
			op: "depthwise_conv",
			name: layer.name,
			inputs: layer.inputs,
			kernel,
			bias,
			strides: pair(context, ["strides"], [1, 1]),
			dilation: pair(context, ["dilation_rate"], [1, 1]),
			padding: paddingOf(context),
		});
	},
	SeparableConv2D: (context) => {
		const { layer, weights, fail } = context;
		const [depthwise, pointwise, bias = null] = weights;
		if (depthwise === undefined || pointwise === undefined) return fail("depthwise and pointwise kernels", weights.length);
		const name = `${layer.name}#depthwise`;
		return withActivation(context, [
			{
				op: "depthwise_conv",
				name,
				inputs: layer.inputs,
				kernel: depthwise,
				bias: null,
				strides: pair(context, ["strides"], [1, 1]),
				dilation: pair(context, ["dilation_rate"], [1, 1]),
				padding: paddingOf(context),
			},
			{
				op: "conv",
				name: layer.name,
				inputs: [name],
				kernel: pointwise,
				bias,
				strides: [1, 1],
				dilation: [1, 1],
				padding: "valid",
				groups: 1,
			},
		]);
	},
	Dense: (context) => {
		const [kernel, bias] = kernelAndBias(context, 2);
		return withActivation(context, { op: "dense", name: context.layer.name, inputs: context.layer.inputs, kernel, bias });
	},
	BatchNormalization: (context) => {
		const { layer, weights, get, fail } = context;
		onLastAxis(context, "batch normalisation");
		const scale = get("scale", true);
		const center = get("center", true);
		const rest = [...weights];
		const gamma = scale ? (rest.shift() ?? null) : null;
		const beta = center ? (rest.shift() ?? null) : null;
		const [mean, variance] = rest;
		if (mean === undefined || variance === undefined) return fail(`${(scale ? 1 : 0) + (center ? 1 : 0) + 2} weights`, weights.length);
		return { op: "batch_norm", name: layer.name, inputs: layer.inputs, gamma, beta, mean, variance, epsilon: get("epsilon", 1e-3) };
	},
	Activation: (context) => activationNodes(context, context.layer.name, context.layer.inputs, context.raw("activation") ?? "linear"),
	ReLU: (context) => {
		const max = context.raw("max_value") ?? null;
		const slope = context.get("negative_slope", 0);
		const { name, inputs } = context.layer;
		if (context.get("threshold", 0) !== 0) return context.fail("a threshold of 0", context.get("threshold", 0));
		if (max === null)
			return slope === 0
				? { op: "activation", name, inputs, activation: "relu" }
				: { op: "activation", name, inputs, activation: "leaky_relu", alpha: slope };
		return max === 6 && slope === 0
			? { op: "activation", name, inputs, activation: "relu6" }
			: context.fail("a max_value of 6 and no slope", max);
	},
	LeakyReLU: ({ layer, get }) => ({
		op: "activation",
		name: layer.name,
		inputs: layer.inputs,
		activation: "leaky_relu",
		alpha: get("negative_slope", get("alpha", 0.3)),
	}),
	ELU: ({ layer, get }) => ({ op: "activation", name: layer.name, inputs: layer.inputs, activation: "elu", alpha: get("alpha", 1) }),
	Softmax: (context) => {
		onLastAxis(context, "softmax");
		return { op: "activation", name: context.layer.name, inputs: context.layer.inputs, activation: "softmax" };
	},
	MaxPooling2D: (context) => pool(context, "max"),
	AveragePooling2D: (context) => pool(context, "avg"),
	GlobalAveragePooling2D: ({ layer, get }) => ({
		op: "global_pool",
		name: layer.name,
		inputs: layer.inputs,
		kind: "avg",
		keepDims: get("keepdims", false),
	}),
	GlobalMaxPooling2D: ({ layer, get }) => ({
		op: "global_pool",
		name: layer.name,
		inputs: layer.inputs,
		kind: "max",
		keepDims: get("keepdims", false),
	}),
	ZeroPadding2D: ({ layer, raw, fail }) => {
		// One number, one each for rows and columns, or [before, after] of each.
		const written = raw("padding") ?? 1;
		const [rows, columns] = typeof written === "number" ? [written, written] : Array.isArray(written) ? (written as unknown[]) : [];
		const sides = [rows, columns].flatMap((each) => (typeof each === "number" ? [each, each] : each));
		if (sides.length !== 4 || !sides.every((each) => typeof each === "number")) return fail("padding of rows and columns", written);
		const [top, bottom, left, right] = sides as [number, number, number, number];
		return { op: "pad", name: layer.name, inputs: layer.inputs, padding: [top, bottom, left, right], mode: "zero" };
	},
	...Object.fromEntries(ARITHMETIC.map((type) => [type, (context: Context) => arithmetic(type, context)])),
	TFOpLambda: (context) => {
		const written = context.get("function", "");
		const type = Object.hasOwn(FUNCTIONS, written) ? FUNCTIONS[written] : undefined;
		return type === undefined
			? context.fail(`one of the functions ${Object.keys(FUNCTIONS).join(", ")}`, written)
			: (rules[type]?.(context) ?? null);
	},
	...Object.fromEntries(
		["Relu", "Relu6", "Sigmoid", "Silu", "Tanh"].map((type): [string, Rule] => [
			type,
			(context) => activationNodes(context, context.layer.name, context.layer.inputs, type.toLowerCase()),
		]),
	),
	Concatenate: (context) => {
		const { layer } = context;
		onLastAxis(context, "concatenation");
		return layer.inputs.length === 1 ? null : { op: "concat", name: layer.name, inputs: layer.inputs };
	},
	Flatten: ({ layer }) => ({ op: "flatten", name: layer.name, inputs: layer.inputs, order: "nhwc" }),
	Reshape: ({ layer, raw, fail }) => {
		const shape = raw("target_shape");
		if (!Array.isArray(shape) || !shape.every((dim) => typeof dim === "number")) return fail("a target_shape of numbers", shape);
		return { op: "reshape", name: layer.name, inputs: layer.inputs, shape };
	},
	...Object.fromEntries(
		"Dropout SpatialDropout2D GaussianDropout AlphaDropout GaussianNoise ActivityRegularization RandomFlip RandomRotation RandomZoom RandomTranslation RandomContrast RandomBrightness"
			.split(" ")
			.map((type) => [type, nothing]),
	),
	Rescaling: ({ layer, raw, fail }) => ({
		op: "affine",
		name: layer.name,
		inputs: layer.inputs,
		scale: vector(raw("scale") ?? 1, fail),
		offset: vector(raw("offset") ?? 0, fail),
	}),
	Normalization: (context) => {
		const { layer, weights, get, raw, fail } = context;
		onLastAxis(context, "normalisation");
		if (get("invert", false)) return fail("normalisation, not its inverse", true);
		const written = [raw("mean"), raw("variance")].map((value) => (value === undefined ? undefined : vector(value, fail)));
		const [mean, variance] = written[0] === undefined ? weights : written;
		if (mean === undefined || variance === undefined) return fail("a stored mean and variance", weights.length);
		if (mean.data.length !== variance.data.length) return fail(`a variance of ${mean.data.length} values`, variance.data.length);
		// (x − mean) / max(sqrt(variance), 1e-7): keras 3.15.1, layers/preprocessing/normalization.py
		const scale = Float32Array.from(variance.data, (value) => 1 / Math.max(Math.sqrt(value), 1e-7));
		const offset = Float32Array.from(scale, (value, i) => -value * mean.data[i]!);
		return {
			op: "affine",
			name: layer.name,
			inputs: layer.inputs,
			scale: tensor([scale.length], scale),
			offset: tensor([offset.length], offset),
		};
	},
};

/** What a flat model is turned into nodes with. */
export interface ModelParts {
	readonly layers: readonly KerasLayer[];
	readonly output: string;
	readonly aliases?: ReadonlyMap<string, string>;
}

/**
 * Turns a flat Keras model into the graph form. Layers that do nothing at inference vanish, and their readers read what they read.
 *
 * @throws UserError UNSUPPORTED_LAYER for a layer, or a setting of one, that has no row.
 */
export function graphOfLayers(
	name: string,
	{ layers, output, aliases = new Map() }: ModelParts,
	weights: LayerWeights,
	dialect: Dialect = 3,
): NamedGraph {
	const nodes: Node[] = [];
	const ranks = new Map<string, number>();
	const vanished = new Map<string, string>();
	const real = (input: string): string => vanished.get(input) ?? input;
	for (const original of layers) {
		const layer = { ...original, inputs: original.inputs.map(real) };
		const rule = Object.hasOwn(rules, layer.type) ? rules[layer.type] : undefined;
		if (rule === undefined) {
			const near = suggest(layer.type, Object.keys(rules));
			throw new UserError(
				"UNSUPPORTED_LAYER",
				`layer "${layer.name}" of ${name} is a ${layer.type}, which is not read${near === undefined ? "" : ` (${near} is)`}`,
				{ fix: `cut the model before it, or export it without it; read are ${Object.keys(rules).join(", ")}` },
			);
		}
		const made = rule(contextOf(layer, weights, name, dialect, ranks));
		if (made === null) vanished.set(layer.name, layer.inputs[0] ?? "");
		for (const node of made === null ? [] : Array.isArray(made) ? (made as readonly Node[]) : [made as Node]) {
			ranks.set(node.name, rankOf(node, ranks));
			nodes.push(node);
		}
	}
	const input = nodes.find((node) => node.op === "input");
	if (input === undefined)
		throw new UserError("BAD_MODEL_FILE", `${name} has no input layer`, { fix: "save a model whose input shape is known" });
	return {
		name,
		input: input.name,
		output: real(output),
		nodes,
		aliases: new Map([...vanished, ...[...aliases].map(([alias, layer]) => [alias, real(layer)] as const)]),
	};
}

function contextOf(layer: KerasLayer, weights: LayerWeights, model: string, dialect: Dialect, ranks: ReadonlyMap<string, number>): Context {
	const fail = (expected: string, got: unknown): never => {
		throw new UserError(
			"UNSUPPORTED_LAYER",
			`layer "${layer.name}" (${layer.type}) of ${model} should have ${expected}, and has ${JSON.stringify(got) ?? "none"}`,
			{ fix: "cut the model before it, or export it without it" },
		);
	};
	const raw = (key: string): unknown => layer.config[key] ?? undefined;
	// Keras 1 said "th" of Theano, which had channels first.
	if (raw("data_format") === "channels_first" || raw("dim_ordering") === "th") fail("its channels last", "channels first");
	return {
		layer,
		weights: weights.get(layer.name) ?? [],
		dialect,
		rank: ranks.get(layer.inputs[0] ?? "") ?? 3,
		fail,
		raw,
		get: (key, fallback) => {
			const value = raw(key) ?? fallback;
			return typeof value === typeof fallback ? (value as never) : fail(`a ${typeof fallback} as ${key}`, value);
		},
	};
}

/** Keras counts axes with the batch's, or from the end; a row's last is 1, an image's 3. */
function onLastAxis({ raw, fail, rank }: Context, what: string): void {
	const axis = raw("axis") ?? -1;
	const only = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
	if (only !== -1 && only !== rank) fail(`${what} over the last axis`, axis);
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
	return {
		op: "conv",
		name: layer.name,
		inputs: layer.inputs,
		kernel,
		bias,
		strides: pair(context, ["strides", "subsample"], [1, 1]),
		dilation: pair(context, ["dilation_rate"], [1, 1]),
		padding: paddingOf(context),
		groups: get("groups", 1),
	};
}

function pool(context: Context, kind: "max" | "avg"): Node {
	const { layer } = context;
	const size = pair(context, ["pool_size"], [2, 2]);
	return {
		op: "pool",
		name: layer.name,
		inputs: layer.inputs,
		kind,
		size,
		strides: pair(context, ["strides"], size),
		padding: paddingOf(context),
	};
}

function paddingOf({ get, fail }: Context): Padding {
	const padding = get("padding", get("border_mode", "valid")).toLowerCase();
	return padding === "same" || padding === "valid" ? padding : fail('padding "same" or "valid"', padding);
}

/** The layer itself, then its activation under the layer's name, so that a cut there is what Keras calls the layer's output. */
function withActivation(context: Context, made: Node | readonly Node[]): readonly Node[] {
	const nodes: readonly Node[] = Array.isArray(made) ? (made as readonly Node[]) : [made as Node];
	const { name } = context.layer;
	const inner = `${name}#linear`;
	const after = activationNodes(context, name, [inner], context.raw("activation") ?? "linear");
	return after === null ? nodes : [...nodes.map((node) => (node.name === name ? { ...node, name: inner } : node)), ...after];
}

type Pair = readonly [number, number];

/** A setting of two numbers, or of one for both, under its name of today or of Keras 1; checkGraph sees to it that they are whole. */
function pair({ raw, fail }: Context, keys: readonly string[], fallback: Pair): Pair {
	const written = keys.map(raw).find((value) => value !== undefined) ?? fallback;
	const [first, second = first] = Array.isArray(written) ? (written as unknown[]) : [written];
	return typeof first === "number" && typeof second === "number" ? [first, second] : fail(`two numbers as ${keys[0]}`, written);
}
