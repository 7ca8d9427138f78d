import { tensor } from "../base/tensor.ts";
import type { Activation } from "../job/document.ts";
import type { Node } from "./graph.ts";
import type { Context } from "./keras-layer.ts";

/** Keras' names of activations; ours where they differ. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
	linear: "linear",
	relu: "relu",
	relu6: "relu6",
	leaky_relu: "leaky_relu",
	elu: "elu",
	selu: "selu",
	gelu: "gelu",
	sigmoid: "sigmoid",
	tanh: "tanh",
	softmax: "softmax",
	log_softmax: "log_softmax",
	softplus: "softplus",
	softsign: "softsign",
	swish: "silu",
	silu: "silu",
	exponential: "exponential",
	mish: "mish",
	hard_silu: "hard_silu",
	hard_swish: "hard_silu",
	hard_sigmoid: "hard_sigmoid",
};

/** Keras 2's hard_sigmoid, clip(0.2 x + 0.5), is Keras 3's, clip(x / 6 + 0.5), of 1.2 x (keras 2.2.4, backend/tensorflow_backend.py; keras 3.15.1, activations.py). */
const STEEPER = 1.2;

/** The activation named in a layer's configuration, under `name`; null for a linear one, which does nothing. */
export function activationNodes(context: Context, name: string, inputs: readonly string[], activation: unknown): readonly Node[] | null {
	const word = wordOf(activation);
	const known = word !== null && Object.hasOwn(ACTIVATIONS, word) ? ACTIVATIONS[word] : undefined;
	if (known === undefined) return context.fail(`one of the activations ${Object.keys(ACTIVATIONS).join(", ")}`, word ?? activation);
	if (known === "linear") return null;
	if (known !== "hard_sigmoid" || context.dialect === 3) return [{ op: "activation", name, inputs, activation: known }];
	const steeper = `${name}#steeper`;
	return [
		{ op: "affine", name: steeper, inputs, scale: tensor([1], new Float32Array([STEEPER])), offset: tensor([1], new Float32Array(1)) },
		{ op: "activation", name, inputs: [steeper], activation: known },
	];
}

/** Keras 3 writes registered functions as objects. */
function wordOf(activation: unknown): string | null {
	const { config, class_name: name } = (activation ?? {}) as { config?: unknown; class_name?: unknown };
	return [activation, config, name].find((each) => typeof each === "string") ?? null;
}
