import { createHash, type Hash } from "node:crypto";
import { UserError } from "../base/errors.ts";
import { fillMask, stream } from "../base/rng.ts";
import { sizeOf } from "../base/tensor.ts";
import type { HeadTrainer, StepChunk } from "../engine/port.ts";
import { learningRateAt } from "../head/schedule.ts";
import type { EpochRecord } from "./epoch-record.ts";
import type { FitOptions } from "./options.ts";
import { type BatchOrder, placeOfBatch } from "./order.ts";

/** In the digest of an epoch's order, so that the same samples cut into other batches are another order. */
const BATCH_END = new Uint8Array(1);
/** Rows of one chunk of steps, in bytes: large enough that a call's own cost does not show, small enough for two in memory. */
const CHUNK_BYTES = 16 * 1024 * 1024;

interface Batches {
	readonly chunk: Omit<StepChunk, "x">;
	readonly rows: Promise<Float32Array>;
	readonly sizes: readonly number[];
}

/** Trains the steps of one epoch, the first of which is step `first` of the fit. */
export async function trainEpoch(
	options: FitOptions,
	trainer: HeadTrainer,
	order: BatchOrder,
	weights: Float32Array,
	first: number,
	steps: number,
	epoch: number,
): Promise<Pick<EpochRecord, "loss" | "accuracy" | "firstLoss" | "order">> {
	const { fit: section, source, signal } = options;
	const seen = createHash("sha256");
	let firstLoss = Number.NaN;
	const perStep = section.batch * source.dim * 4;
	const bySize = Math.max(1, Math.floor(CHUNK_BYTES / perStep));
	const perChunk = Math.min(
		steps,
		source.chunkRows === undefined ? bySize : Math.max(1, Math.min(bySize, Math.round(source.chunkRows / section.batch))),
	);
	let loss = 0;
	let correct = 0;
	let rows = 0;
	let next = gather(options, order, weights, first, Math.min(perChunk, steps), seen);
	for (let done = 0; done < steps; ) {
		signal.throwIfAborted();
		const { chunk, rows: reading, sizes } = next;
		const x = await reading;
		done += chunk.steps;
		// The next rows are asked for before the engine blocks this process.
		if (done < steps) next = gather(options, order, weights, first + done, Math.min(perChunk, steps - done), seen);
		await requestsSent();
		const result = await trainer.steps({ ...chunk, x });
		if (done === chunk.steps) firstLoss = result.loss[0]!;
		for (const [i, size] of sizes.entries()) {
			if (!Number.isFinite(result.loss[i]!)) throw diverged(epoch, first + done - chunk.steps + i + 1, result.loss[i]!);
			loss += result.loss[i]! * size;
			correct += result.correct[i]!;
			rows += size;
		}
		options.onProgress(done, steps);
	}
	return { loss: loss / rows, accuracy: correct / rows, firstLoss, order: seen.digest("hex") };
}

/** Labels, masks and rates of consecutive steps, and the request for their rows. `seen` takes in the samples' keys, and after each batch its end. */
function gather(
	{ fit: section, source, train, spec }: FitOptions,
	order: BatchOrder,
	weights: Float32Array,
	first: number,
	steps: number,
	seen: Hash,
): Batches {
	const { batch } = section;
	const labels = new Int32Array(steps * batch);
	const valid = new Float32Array(steps * batch);
	const weight = new Float32Array(steps * batch);
	const sizes: number[] = [];
	const wanted: number[] = [];
	for (let step = 0; step < steps; step++) {
		const members = order.batch(first + step);
		sizes.push(members.length);
		for (const [i, sample] of members.entries()) {
			const at = step * batch + i;
			labels[at] = train.label[sample]!;
			valid[at] = 1;
			weight[at] = weights[train.label[sample]!]!;
			wanted.push(train.index[sample]!);
			seen.update(train.key.subarray(sample * 32, (sample + 1) * 32));
		}
		seen.update(BATCH_END);
	}
	const masks = new Map<string, Uint8Array>();
	for (const layer of spec.layers) {
		if (layer.kind !== "dropout" || layer.rate === 0) continue;
		const units = sizeOf(layer.inputShape);
		const mask = new Uint8Array(steps * batch * units);
		for (let step = 0; step < steps; step++) {
			fillMask(
				stream(section.seed, "dropout", layer.name, first + step),
				mask.subarray(step * batch * units, (step + 1) * batch * units),
				1 - layer.rate,
			);
		}
		masks.set(layer.name, mask);
	}
	const learningRate = Float32Array.from({ length: steps }, (_, i) =>
		learningRateAt(section.schedule, section.optimizer.learningRate, first + i),
	);
	const place = placeOfBatch(first, order.samples, batch);
	const rows = source.rows(Uint32Array.from(wanted), { of: "train", place }).then((found) => spread(found, sizes, batch, source.dim));
	rows.catch(() => {}); // reported where it is awaited
	return { chunk: { steps, labels, valid, weight, masks, learningRate }, rows, sizes };
}

/** Rows into their batches: the smaller last batch of a pass is filled up with zeros. */
function spread(rows: Float32Array, sizes: readonly number[], batch: number, dim: number): Float32Array {
	if (rows.length === sizes.length * batch * dim) return rows;
	const out = new Float32Array(sizes.length * batch * dim);
	let from = 0;
	for (const [step, size] of sizes.entries()) {
		out.set(rows.subarray(from, from + size * dim), step * batch * dim);
		from += size * dim;
	}
	return out;
}

/** Lets messages that ask for rows leave before native code holds the loop. */
function requestsSent(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

function diverged(epoch: number, step: number, loss: number): UserError {
	return new UserError(
		"DIVERGED",
		`the loss became ${loss} in epoch ${epoch}, at step ${step}: the weights have left the range of numbers`,
		{
			exitCode: 1,
			fix: "lower fit.optimizer.learningRate by a factor of ten, or check that backbone.preprocess belongs to the weights",
		},
	);
}
