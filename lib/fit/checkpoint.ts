import type { Tensor } from "../base/tensor.ts";
import { bytesOf, decodeSafetensors, encodeSafetensors, float32Of, type NamedTensor } from "../feature/safetensors.ts";
import type { HeadState } from "../head/state.ts";
import type { Patience } from "./early-stopping.ts";
import type { EpochRecord } from "./epoch-record.ts";

/** Everything that a fit needs to go on after an epoch as if nothing had happened. */
export interface Checkpoint {
	readonly epoch: number;
	readonly state: HeadState;
	readonly history: readonly EpochRecord[];
	readonly patience: Patience;
	/** Weights of the best epoch, when early stopping restores them. */
	readonly best: ReadonlyMap<string, Tensor> | null;
	readonly stopped: boolean;
}

const FORMAT = "frostline-checkpoint/1";

export function encodeCheckpoint({ epoch, state, history, patience, best, stopped }: Checkpoint): Uint8Array {
	const named = (prefix: string, tensors: ReadonlyMap<string, Tensor>): NamedTensor[] =>
		[...tensors].map(([name, { shape, data }]) => ({ name: `${prefix}:${name}`, dtype: "F32", shape, data: bytesOf(data) }));
	return encodeSafetensors(
		[...named("weight", state.weights), ...named("slot", state.slots), ...(best === null ? [] : named("best", best))],
		{
			format: FORMAT,
			progress: JSON.stringify({
				epoch,
				step: state.step,
				history,
				patience,
				stopped,
				best: best !== null,
				order: [...state.weights.keys()],
				slots: [...state.slots.keys()],
			}),
		},
	);
}

export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
	const { tensors, metadata } = decodeSafetensors(bytes, "the checkpoint");
	const progress = JSON.parse(metadata.progress ?? "{}") as {
		epoch: number;
		step: number;
		history: EpochRecord[];
		patience: Patience;
		stopped: boolean;
		best: boolean;
		order: string[];
		slots: string[];
	};
	const take = (prefix: string, names: readonly string[]) =>
		new Map(
			names.map((name) => {
				const stored = tensors.get(`${prefix}:${name}`)!;
				return [name, { shape: stored.shape, data: float32Of(stored) }] as const;
			}),
		);
	return {
		epoch: progress.epoch,
		state: { weights: take("weight", progress.order), slots: take("slot", progress.slots), step: progress.step },
		history: progress.history,
		patience: progress.patience,
		best: progress.best ? take("best", progress.order) : null,
		stopped: progress.stopped,
	};
}
