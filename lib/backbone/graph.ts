import type { Tensor } from "../base/tensor.ts";
import type { Activation } from "../job/document.ts";

/**
 * The one graph form: every file format is read into it, every engine compiles it. Images are channels-last, [n, h, w, c],
 * and kernels have Keras' layouts, whatever the engine does inside. Nodes are in topological order and named as the layers
 * of the file they come from, so that a cut names a layer as its author knows it.
 */
export interface Graph {
	readonly name: string;
	/** Name of the single input node. */
	readonly input: string;
	/** Name of the node whose output is the graph's. */
	readonly output: string;
	readonly nodes: readonly Node[];
}

interface Base {
	readonly name: string;
	/** Names of the nodes whose outputs come in, in order. */
	readonly inputs: readonly string[];
}

/** "same" as TensorFlow pads (more at the end), "valid" none, or explicit [top, bottom, left, right]. */
export type Padding = "same" | "valid" | readonly [number, number, number, number];
type Pair = readonly [number, number];

export type Node =
	/** Height and width may be null (any size); channels are fixed. */
	| (Base & { readonly op: "input"; readonly shape: readonly [number | null, number | null, number] })
	/** kernel [kh, kw, cin / groups, cout], bias [cout]. */
	| (Base & {
			readonly op: "conv";
			readonly kernel: Tensor;
			readonly bias: Tensor | null;
			readonly strides: Pair;
			readonly dilation: Pair;
			readonly padding: Padding;
			readonly groups: number;
	  })
	/** kernel [kh, kw, c, multiplier], bias [c · multiplier]; output channel c·multiplier + m. */
	| (Base & {
			readonly op: "depthwise_conv";
			readonly kernel: Tensor;
			readonly bias: Tensor | null;
			readonly strides: Pair;
			readonly dilation: Pair;
			readonly padding: Padding;
	  })
	/** On the last axis: kernel [in, out], bias [out]. */
	| (Base & { readonly op: "dense"; readonly kernel: Tensor; readonly bias: Tensor | null })
	/** Inference form, gamma · (x − mean) / sqrt(variance + epsilon) + beta, each [c]. */
	| (Base & {
			readonly op: "batch_norm";
			readonly gamma: Tensor | null;
			readonly beta: Tensor | null;
			readonly mean: Tensor;
			readonly variance: Tensor;
			readonly epsilon: number;
	  })
	/** alpha: slope of leaky_relu and elu. */
	| (Base & { readonly op: "activation"; readonly activation: Activation; readonly alpha?: number })
	/** Average pooling leaves padding out of its mean, as TensorFlow does, unless countPadding. */
	| (Base & {
			readonly op: "pool";
			readonly kind: "max" | "avg";
			readonly size: Pair;
			readonly strides: Pair;
			readonly padding: Padding;
			readonly countPadding?: boolean;
	  })
	/** [n, h, w, c] → [n, c], or [n, 1, 1, c] with keepDims. "deviation": population standard deviation over h and w. */
	| (Base & { readonly op: "global_pool"; readonly kind: "avg" | "max" | "deviation"; readonly keepDims: boolean })
	/** [top, bottom, left, right]; mode "zero" or "reflect" (mirror without repeating the edge). */
	| (Base & { readonly op: "pad"; readonly padding: readonly [number, number, number, number]; readonly mode: "zero" | "reflect" })
	| (Base & { readonly op: "add" | "multiply" | "concat" }) // concat: on the last axis
	/** [n, …] → [n, product]; "nhwc" in Keras' order, "nchw" as an ONNX graph would. */
	| (Base & { readonly op: "flatten"; readonly order: "nhwc" | "nchw" })
	/** Without the batch axis; one axis may be −1, what is left for it. */
	| (Base & { readonly op: "reshape"; readonly shape: readonly number[] })
	/** x · scale + offset on the last axis; each of shape [c] or [1]. */
	| (Base & { readonly op: "affine"; readonly scale: Tensor; readonly offset: Tensor })
	/** Two inputs, real and imaginary part: sqrt(re² + im²). */
	| (Base & { readonly op: "modulus" })
	/** Natural logarithm of (x + epsilon). */
	| (Base & { readonly op: "log"; readonly epsilon: number });

export type Op = Node["op"];
