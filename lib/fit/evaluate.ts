import type { HeadTrainer } from "../engine/port.ts";
import type { FeatureSource, Reading } from "../feature/source.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { Loss } from "../job/document.ts";
import type { Samples } from "./options.ts";

export interface Evaluation {
	readonly loss: number;
	readonly accuracy: number;
	/** [rows looked at, classes] */
	readonly outputs: Float32Array;
}

interface EvaluateOptions {
	readonly trainer: HeadTrainer;
	readonly source: FeatureSource;
	readonly samples: Samples;
	readonly of: Reading["of"];
	/** Of the endless round through the samples. */
	readonly places: { readonly from: number; readonly to: number };
	readonly loss: Loss;
	readonly spec: HeadSpec;
	/** Added to the loss. */
	readonly penalty: number;
	readonly signal: AbortSignal;
}

/** Rows per request: 16 MiB of them at most, and not more than a source that computes them gives well. */
const REQUEST_BYTES = 16 * 1024 * 1024;

/**
 * Loss and accuracy without dropout. With `validationSteps` each epoch sees the next so many batches of an endless round through the validation images, as
 * fit_generator's validation generator does.
 */
export async function evaluate({
	trainer,
	source,
	samples,
	of,
	places,
	loss,
	spec,
	penalty,
	signal,
}: EvaluateOptions): Promise<Evaluation> {
	const members = Uint32Array.from({ length: places.to - places.from }, (_, i) => (places.from + i) % samples.index.length);
	const outputs = new Float32Array(members.length * spec.classes);
	const perRequest = Math.max(1, Math.min(source.chunkRows ?? Number.POSITIVE_INFINITY, Math.floor(REQUEST_BYTES / (source.dim * 4))));
	const request = (from: number) =>
		source.rows(
			members.subarray(from, from + perRequest).map((member) => samples.index[member]!),
			{ of, place: places.from + from },
		);
	let next = members.length > 0 ? request(0) : null;
	for (let from = 0; from < members.length; from += perRequest) {
		signal.throwIfAborted();
		const x = await next!;
		next = from + perRequest < members.length ? request(from + perRequest) : null;
		next?.catch(() => {}); // reported where it is awaited
		await new Promise((resolve) => setImmediate(resolve));
		outputs.set(await trainer.predict(x, x.length / source.dim), from * spec.classes);
	}
	let sum = 0;
	let correct = 0;
	for (const [row, member] of members.entries()) {
		const p = outputs.subarray(row * spec.classes, (row + 1) * spec.classes);
		const label = samples.label[member]!;
		sum += losses[loss](p, label);
		if (argmax(p) === label) correct++;
	}
	return { loss: sum / members.length + penalty, accuracy: correct / members.length, outputs };
}

/** Keras clips probabilities to [ε, 1 − ε] in single precision, where 1 − ε is 1 − 1.2e-7: what a wrong answer of 1 costs depends on it. */
const LOW = Math.fround(1e-7);
const HIGH = Math.fround(1 - 1e-7);
const clip = (value: number): number => Math.min(HIGH, Math.max(LOW, value));

/** Of one row of outputs, in double precision; the formulas of head-losses.ts on probabilities. */
const losses: Readonly<Record<Loss, (p: Float32Array, label: number) => number>> = {
	categorical_crossentropy: (p, label) => -Math.log(clip(p[label]! / p.reduce((sum, value) => sum + value, 0))),
	binary_crossentropy: (p, label) => p.reduce((sum, value, c) => sum - Math.log(c === label ? clip(value) : 1 - clip(value)), 0) / p.length,
	mse: (p, label) => p.reduce((sum, value, c) => sum + (value - (c === label ? 1 : 0)) ** 2, 0) / p.length,
};

export function argmax(values: Float32Array): number {
	let best = 0;
	for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
	return best;
}
