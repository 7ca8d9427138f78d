import { stream } from "../base/rng.ts";
import { sizeOf } from "../base/tensor.ts";
import type { Engine, LayerOutput } from "../engine/port.ts";
import type { FeatureSource } from "../feature/source.ts";
import { draw } from "../head/init.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { HeadState } from "../head/state.ts";
import { weightsOf } from "../head/weights.ts";

/** What a layer of a fitted head came to. */
export interface LayerFigures extends LayerOutput {
	/** How far its kernel is from where it began, relative to its size there, in Euclidean norms; null where it has none or began at 0. */
	readonly moved: number | null;
}

/** Held-out rows that layers are looked at with: enough that a unit which is alive shows it on one of them. */
const LOOKED = 128;

/** A source that remembers the first held-out rows which the final evaluation reads: nothing is computed for the figures alone. */
export function remembering(source: FeatureSource): { source: FeatureSource; rows(): Float32Array } {
	let rows = new Float32Array(0);
	return {
		source: {
			...source,
			async rows(samples, reading) {
				const found = await source.rows(samples, reading);
				if (reading.of === "final" && reading.place === 0) rows = found.slice(0, LOOKED * source.dim);
				return found;
			},
		},
		rows: () => rows,
	};
}

/** Figures of every layer with units or weights. Where its weights began is drawn again from the seed (F5). */
export async function layerFigures(
	spec: HeadSpec,
	{ weights }: HeadState,
	seed: number,
	{ engine, rows, threads }: { readonly engine: Engine; readonly rows: Float32Array; readonly threads: number },
): Promise<LayerFigures[]> {
	const outputs = await engine.inspectHead(spec, weights, rows, rows.length / sizeOf(spec.input), threads);
	const kernels = new Map(weightsOf(spec).map((info) => [info.name, info]));
	return spec.layers.flatMap(({ name }, at) => {
		const output = outputs.find((each) => each.at === at);
		const kernel = kernels.get(`${name}/kernel`);
		if (output === undefined && kernel === undefined) return [];
		const moved =
			kernel === undefined
				? null
				: distance(weights.get(kernel.name)!.data, draw(kernel.initializer, kernel.shape, stream(seed, "init", kernel.name)).data);
		return [{ at, units: 0, constant: 0, saturated: 0, ...output, moved }];
	});
}

/** ‖now − then‖ / ‖then‖. */
function distance(now: Float32Array, then: Float32Array): number | null {
	let way = 0;
	let size = 0;
	for (const [i, was] of then.entries()) {
		way += (now[i]! - was) ** 2;
		size += was ** 2;
	}
	return size === 0 ? null : Math.sqrt(way / size);
}
