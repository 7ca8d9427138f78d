import type { Tensor } from "../base/tensor.ts";
import type { HeadTrainer } from "../engine/port.ts";
import { initialState } from "../head/init.ts";
import { learningRateAt } from "../head/schedule.ts";
import { headDigest } from "../head/serial.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { HeadState } from "../head/state.ts";
import { weightsOf } from "../head/weights.ts";
import { classWeights } from "./class-weights.ts";
import { judge, type Patience, START } from "./early-stopping.ts";
import type { EpochRecord } from "./epoch-record.ts";
import { evaluate } from "./evaluate.ts";
import type { FitOptions } from "./options.ts";
import { BatchOrder, placesOfEpoch } from "./order.ts";
import { trainEpoch } from "./train-epoch.ts";

export interface FitResult {
	readonly state: HeadState;
	readonly epochs: readonly EpochRecord[];
	/** [validation samples, classes] of the final head, in the order of the samples. */
	readonly validation: Float32Array;
	readonly bestEpoch: number;
	readonly stoppedEarly: boolean;
}

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

function copied(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
	return new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
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
