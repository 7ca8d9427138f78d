import { fillNormal, fillUniform, type Stream, stream, threefry } from "../base/rng.ts";
import { sizeOf, type Tensor, tensor } from "../base/tensor.ts";
import type { Initializer, Optimizer } from "../job/document.ts";
import type { HeadSpec } from "./spec.ts";
import type { HeadState } from "./state.ts";
import { slotsOf, weightsOf } from "./weights.ts";

/** The state before the first step: weights drawn from the seed (F5), optimiser slots at their start. */
export function initialState(spec: HeadSpec, optimizer: Optimizer, seed: number): HeadState {
	const infos = weightsOf(spec);
	return {
		weights: new Map(infos.map(({ name, shape, initializer }) => [name, draw(initializer, shape, stream(seed, "init", name))])),
		slots: new Map(
			infos
				.filter(({ trainable }) => trainable)
				.flatMap(({ name, shape }) =>
					slotsOf(optimizer).map(
						(slot) => [`${name}/${slot.name}`, tensor(shape, new Float32Array(sizeOf(shape)).fill(slot.start))] as const,
					),
				),
		),
		step: 0,
	};
}

/** Standard deviation of a normal cut off at two deviations, relative to the uncut one's (keras 3, random_initializers.py). */
const TRUNCATED_DEVIATION = 0.87962566103423978;
/** random_uniform, random_normal and truncated_normal of Keras 3. */
const PLAIN = 0.05;

/** Keras 3's initialisers (keras/src/initializers/random_initializers.py, VarianceScaling): scale / fan, as variance. */
export function draw(initializer: Initializer, shape: readonly number[], key: Stream): Tensor {
	const out = new Float32Array(sizeOf(shape));
	const fanIn = shape.length > 1 ? shape[0]! : (shape[0] ?? 1);
	const fanOut = shape.length > 1 ? shape[1]! : (shape[0] ?? 1);
	const uniform = (variance: number) => fillUniform(key, out, -Math.sqrt(3 * variance), Math.sqrt(3 * variance));
	const normal = (variance: number) => fillTruncated(key, out, Math.sqrt(variance) / TRUNCATED_DEVIATION);
	switch (initializer) {
		case "zeros":
			break;
		case "ones":
			out.fill(1);
			break;
		case "glorot_uniform":
			uniform(2 / (fanIn + fanOut));
			break;
		case "glorot_normal":
			normal(2 / (fanIn + fanOut));
			break;
		case "he_uniform":
			uniform(2 / fanIn);
			break;
		case "he_normal":
			normal(2 / fanIn);
			break;
		case "lecun_uniform":
			uniform(1 / fanIn);
			break;
		case "lecun_normal":
			normal(1 / fanIn);
			break;
		case "random_uniform":
			fillUniform(key, out, -PLAIN, PLAIN);
			break;
		case "random_normal":
			fillNormal(key, out, PLAIN);
			break;
		case "truncated_normal":
			fillTruncated(key, out, PLAIN);
			break;
	}
	return tensor(shape, out);
}

/** Normals cut off at two deviations: value i is drawn again, from counters of its own, until it lies within. */
function fillTruncated(key: Stream, out: Float32Array, deviation: number): void {
	const pair = new Int32Array(2);
	for (let i = 0; i < out.length; i++) {
		for (let attempt = 0; ; attempt++) {
			threefry(key.key0, key.key1, i, attempt, pair);
			const value = Math.sqrt(-2 * Math.log(((pair[0]! >>> 0) + 0.5) / 2 ** 32)) * Math.cos((2 * Math.PI * (pair[1]! >>> 0)) / 2 ** 32);
			if (Math.abs(value) <= 2) {
				out[i] = value * deviation;
				break;
			}
		}
	}
}
