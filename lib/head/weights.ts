import type { Initializer, Optimizer, Penalty } from "../job/document.ts";
import type { HeadSpec } from "./spec.ts";

/** One array that a head's layer has, in the order of the layers. */
export interface WeightInfo {
	/** dense/kernel, batch_normalization/moving_mean, … */
	readonly name: string;
	readonly shape: readonly number[];
	readonly initializer: Initializer;
	/** Moving statistics are carried along, not learnt. */
	readonly trainable: boolean;
	readonly penalty: Penalty;
}

const NONE: Penalty = { l1: 0, l2: 0 };

export function weightsOf(spec: HeadSpec): WeightInfo[] {
	return spec.layers.flatMap((layer): WeightInfo[] => {
		const of = (name: string, shape: readonly number[], initializer: Initializer, trainable = true, penalty = NONE): WeightInfo => ({
			name: `${layer.name}/${name}`,
			shape,
			initializer,
			trainable,
			penalty,
		});
		if (layer.kind === "dense") {
			const kernel = of("kernel", [layer.inputShape[0]!, layer.units], layer.kernelInitializer, true, layer.kernelRegularizer);
			return layer.useBias ? [kernel, of("bias", [layer.units], layer.biasInitializer, true, layer.biasRegularizer)] : [kernel];
		}
		if (layer.kind === "batch_norm") {
			const shape = [layer.inputShape[0]!];
			return [
				...(layer.scale ? [of("gamma", shape, "ones")] : []),
				...(layer.center ? [of("beta", shape, "zeros")] : []),
				of("moving_mean", shape, "zeros", false),
				of("moving_variance", shape, "ones", false),
			];
		}
		return [];
	});
}

/** What an optimiser keeps beside each learnt weight, and what it starts from. */
export function slotsOf(optimizer: Optimizer): { name: string; start: number }[] {
	switch (optimizer.name) {
		case "sgd":
			return optimizer.momentum > 0 ? [{ name: "momentum", start: 0 }] : [];
		case "adam":
		case "adamw":
			return [
				{ name: "m", start: 0 },
				{ name: "v", start: 0 },
			];
		case "rmsprop":
			return [
				{ name: "velocity", start: 0 },
				...(optimizer.centered ? [{ name: "average", start: 0 }] : []),
				...(optimizer.momentum > 0 ? [{ name: "momentum", start: 0 }] : []),
			];
		case "adagrad":
			return [{ name: "accumulator", start: optimizer.initialAccumulator }];
		case "adadelta":
			return [
				// (accumulated + ε) / (1 − ρ) rather than Keras' accumulated gradient and delta: head-optimizers.ts
				{ name: "scaled_grad", start: optimizer.epsilon / (1 - optimizer.rho) },
				{ name: "scaled_delta", start: optimizer.epsilon / (1 - optimizer.rho) },
			];
	}
}
