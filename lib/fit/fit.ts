import { createHash, type Hash } from "node:crypto";
import { UserError } from "../base/errors.ts";
import { fillMask, stream } from "../base/rng.ts";
import { sizeOf, type Tensor } from "../base/tensor.ts";
import type { Engine, HeadTrainer, StepChunk } from "../engine/port.ts";
import type { FeatureSource } from "../feature/source.ts";
import { initialState } from "../head/init.ts";
import { learningRateAt } from "../head/schedule.ts";
import { headDigest } from "../head/serial.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { HeadState } from "../head/state.ts";
import { weightsOf } from "../head/weights.ts";
import type { FitSection } from "../job/document.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { classWeights } from "./class-weights.ts";
import { judge, type Patience, START } from "./early-stopping.ts";
import { evaluate } from "./evaluate.ts";
import { BatchOrder, placeOfBatch, placesOfEpoch } from "./order.ts";

/** One side of the split. */
export interface Samples {
	/** Indices into the feature source. */
	readonly index: Uint32Array;
	readonly label: Int32Array;
	/** 32 bytes each: the image digests that the order is drawn from. */
	readonly key: Uint8Array;
}

export interface EpochRecord {
	readonly epoch: number;
	/** Over the epoch's batches, each before its own update and with dropout, weighted by their rows: as Keras reports. */
	readonly loss: number;
	readonly accuracy: number;
	/** With the weights at the epoch's end, without dropout. */
	readonly valLoss: number;
	readonly valAccuracy: number;
	readonly seconds: number;
	/** Of the epoch's last step. */
	readonly learningRate: number;
	/** Of the epoch's first step, before its update. */
	readonly firstLoss: number;
	/** SHA-256 over the epoch's training images, batch by batch: which samples it saw, in which order. */
	readonly order: string;
	/** SHA-256 of the head's weights at the epoch's end, as it would name the head if the fit ended here. */
	readonly weights: string;
}

export interface FitOptions {
	readonly spec: HeadSpec;
	readonly fit: FitSection;
	readonly classes: readonly string[];
	readonly engine: Engine;
	readonly threads: number;
	readonly source: FeatureSource;
	readonly train: Samples;
	readonly validation: Samples;
	readonly resume: Checkpoint | null;
	readonly signal: AbortSignal;
	readonly onProgress: (done: number, total: number) => void;
	readonly onEpoch: (record: EpochRecord) => void;
	/** Its tensors are the trainer's own and change afterwards: write them down before returning. The fit goes on once what is returned resolves. */
	readonly onCheckpoint: (checkpoint: Checkpoint) => void | Promise<void>;
}

export interface FitResult {
	readonly state: HeadState;
	readonly epochs: readonly EpochRecord[];
	/** [validation samples, classes] of the final head, in the order of the samples. */
	readonly validation: Float32Array;
	readonly bestEpoch: number;
	readonly stoppedEarly: boolean;
}

/** In the digest of an epoch's order, so that the same samples cut into other batches are another order. */
const BATCH_END = new Uint8Array(1);
/** Rows of one chunk of steps, in bytes: large enough that a call's own cost does not show, small enough for two in memory. */
const CHUNK_BYTES = 16 * 1024 * 1024;

/**
 * The one fitting loop of both ways. Steps are counted through the whole fit: batch g of the endless stream of passes, mask g, learning rate g; so an
 * epoch is only a place where figures are taken, and a fit that goes on from a checkpoint computes what it would have.
 */
export async function fit(options: FitOptions): Promise<FitResult> {
	const { spec, fit: section, resume, engine } = options;
	const { loss, optimizer, batch } = section;
	// Written in place, so that nothing keeps the initial weights while the fit runs: of a large head they are most of its memory.
	const trainer = await engine.openHead(
		spec,
		{ loss, optimizer, batch, threads: options.threads, steadyRate: section.schedule.kind === "constant" },
		resume?.state ?? initialState(spec, optimizer, section.seed),
	);
	try {
		return await run(options, trainer);
	} finally {
		await trainer.close();
	}
}

async function run(options: FitOptions, trainer: HeadTrainer): Promise<FitResult> {
	const { fit: section, train, validation, resume, source, spec } = options;
	const order = new BatchOrder(section.seed, train.key, section.batch);
	const weights = classWeights(section.classWeight, options.classes, train.label);
	const steps = section.steps ?? order.batchesPerPass;
	const history = [...(resume?.history ?? [])];
	let patience: Patience = resume?.patience ?? START;
	let best: ReadonlyMap<string, Tensor> | null = resume?.best ?? null;
	let stopped = resume?.stopped ?? false;
	for (let epoch = (resume?.epoch ?? 0) + 1; epoch <= section.epochs && !stopped; epoch++) {
		const began = performance.now();
		const trained = await trainEpoch(options, trainer, order, weights, (epoch - 1) * steps, steps, epoch);
		const { loss, accuracy } = await evaluate({
			trainer,
			source,
			samples: validation,
			of: "validation",
			places: placesOfEpoch(epoch, validation.index.length, section.batch, section.validationSteps),
			loss: section.loss,
			spec,
			penalty: penaltyOf(spec, trainer),
			signal: options.signal,
		});
		const seconds = (performance.now() - began) / 1000;
		const record: EpochRecord = {
			epoch,
			...trained,
			valLoss: loss,
			valAccuracy: accuracy,
			seconds,
			learningRate: learningRateAt(section.schedule, section.optimizer.learningRate, epoch * steps - 1),
			weights: headDigest(trainer.state()),
		};
		history.push(record);
		const verdict = judge(section.earlyStopping, patience, record);
		patience = verdict.patience;
		stopped = verdict.stop;
		const state = trainer.state();
		if (section.earlyStopping?.restoreBest && verdict.improved) best = copied(state.weights);
		options.onEpoch(record);
		await options.onCheckpoint({ epoch, state, history, patience, best, stopped });
	}
	const state = trainer.state();
	// Keras puts the best weights back when it stops, and also when the epochs simply end.
	const final: HeadState = best === null ? state : { ...state, weights: best };
	const outputs = await predictAll(options, best === null ? trainer : null, trainer, final);
	return {
		state: final,
		epochs: history,
		validation: outputs,
		bestEpoch: best === null ? history.length : patience.bestEpoch,
		stoppedEarly: stopped,
	};
}

interface Batches {
	readonly chunk: Omit<StepChunk, "x">;
	readonly rows: Promise<Float32Array>;
	readonly sizes: readonly number[];
}

async function trainEpoch(
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

function copied(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
	return new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
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

/** L1 and L2 of the current weights, which Keras adds to the validation loss as well. */
function penaltyOf(spec: HeadSpec, trainer: HeadTrainer): number {
	const infos = weightsOf(spec).filter(({ penalty }) => penalty.l1 > 0 || penalty.l2 > 0);
	if (infos.length === 0) return 0;
	const { weights } = trainer.state();
	return infos.reduce(
		(sum, { name, penalty }) => sum + weights.get(name)!.data.reduce((cost, w) => cost + penalty.l1 * Math.abs(w) + penalty.l2 * w * w, 0),
		0,
	);
}

/** `own`: the trainer, where the final weights are its own; restored ones get a head of theirs. */
async function predictAll(
	{ source, validation, engine, spec, fit: section, threads, signal }: FitOptions,
	own: HeadTrainer | null,
	trainer: HeadTrainer,
	final: HeadState,
): Promise<Float32Array> {
	const head =
		own ?? (await engine.openHead(spec, { loss: section.loss, optimizer: section.optimizer, batch: section.batch, threads }, final));
	const result = await evaluate({
		trainer: head,
		source,
		samples: validation,
		of: "final",
		places: { from: 0, to: validation.index.length },
		loss: section.loss,
		spec,
		penalty: 0,
		signal,
	});
	if (head !== trainer) await head.close();
	return result.outputs;
}
