import type { NetLayer } from "../../lib/backbone/nets/builder.ts";
import { sizeOf, type Tensor, tensor } from "../../lib/base/tensor.ts";

/** Weights by formula: the same bits as makers/formula.py gives to Keras' layers. */

/** A number between 0 and 1 for each place: MurmurHash3's finaliser. */
function uniform(seed: number, i: number): number {
	let x = (Math.imul(i, 0x9e3779b1) + seed) | 0;
	x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
	x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
	return (((x ^ (x >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}

/** FNV-1a. */
function seedOf(label: string): number {
	let hash = 2166136261;
	for (const byte of Buffer.from(label)) hash = Math.imul(hash ^ byte, 16777619);
	return hash;
}

/** All weights of a layer of the catalogue. */
export function layerWeights({ name, type, weights }: NetLayer): Tensor[] {
	return weights.map(({ name: role, shape }, position) => {
		const inputs = shape.slice(0, type === "DepthwiseConv2D" ? 2 : -1).reduce((product, each) => product * each, 1);
		const scale = Math.sqrt(3 / inputs);
		const value = {
			kernel: (u: number) => (2 * u - 1) * scale,
			bias: (u: number) => (u - 0.5) * 0.2,
			gamma: (u: number) => u + 0.5,
			beta: (u: number) => (u - 0.5) * 0.4,
			mean: (u: number) => (u - 0.5) * 0.4,
			variance: (u: number) => u + 0.5,
		}[role];
		const seed = seedOf(`${name}/${position}`);
		const data = new Float32Array(sizeOf(shape));
		for (let i = 0; i < data.length; i++) data[i] = value(uniform(seed, i));
		return tensor(shape, data);
	});
}
