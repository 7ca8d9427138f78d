import { createHash } from "node:crypto";
import type { FitOutcome, FitParams, Progress, SampleTable } from "../compute/calls.ts";
import type { ComputeHost } from "../compute/host.ts";
import { COMPUTED_ROWS } from "../feature/source.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { FitSection } from "../job/document.ts";
import type { Measured } from "./measured.ts";

export interface HeadProbe {
	readonly head: Measured["head"];
	/** Its held-out samples have the first rows, in their order. */
	readonly outcome: FitOutcome;
}

export interface HeadProbeParams {
	readonly spec: HeadSpec;
	readonly fit: FitSection;
	readonly classes: readonly string[];
	readonly threads: number;
	/** A feature file with rows to learn from; they come around again where the job has more. */
	readonly file: string;
	/** Of the space that the rows are of. */
	readonly engine: string;
	readonly rows: number;
	readonly dim: number;
	readonly train: number;
	readonly validation: number;
}

const EPOCHS = 3;
/** Steps of a native call at most (lib/fit/train-epoch.ts cuts an epoch so): what holds for them holds for a longer epoch. */
const CHUNK_BYTES = 16 * 1024 * 1024;
/** Evaluating a row beside learning from it: one way through the head, where a step goes through three times (output, gradients of layers and of weights). */
const ROW_SHARE = 1 / 3;
/** Held-out rows looked at, at least: a share of them all where steps are cut short. */
const HELD_OUT = 64;

/**
 * Fits the job's own head, at its own sizes, for three epochs: first as few steps as the frozen way takes at a time; then as many as there are in an epoch, or
 * in one native call, or in a third of the seconds. So a small job's epochs are measured whole. The first epoch is left out of the rates.
 */
export async function probeHead(host: ComputeHost, params: HeadProbeParams, seconds: number, signal: AbortSignal): Promise<HeadProbe> {
	const { fit, train, dim } = params;
	const whole = fit.steps ?? Math.ceil(train / fit.batch);
	const chunk = Math.floor(CHUNK_BYTES / (fit.batch * dim * 4));
	const few = Math.max(1, Math.round(COMPUTED_ROWS / fit.batch));
	const rough = await timedFit(host, params, Math.min(whole, few), signal);
	const affordable = Math.floor(seconds / EPOCHS / rough.head.stepSeconds);
	const exact = await timedFit(host, params, Math.max(1, Math.min(whole, chunk, affordable)), signal);
	// The process was started for the first one.
	return {
		...exact,
		head: {
			...exact.head,
			startSeconds: rough.head.startSeconds,
			chunkedStepSeconds: Math.max(rough.head.stepSeconds, exact.head.stepSeconds),
		},
	};
}

async function timedFit(host: ComputeHost, params: HeadProbeParams, steps: number, signal: AbortSignal): Promise<HeadProbe> {
	const { fit, train, validation, rows, file, classes } = params;
	const heldOut = Math.min(validation, Math.max(HELD_OUT, Math.round((validation * steps * fit.batch) / train)));
	const clock = new Clock();
	const began = performance.now();
	const outcome = await host.call(
		"fit",
		{
			...params,
			fit: { ...fit, epochs: EPOCHS, steps, validationSteps: null, earlyStopping: null, classWeight: null },
			train: table(train, 0, classes.length),
			validation: table(heldOut, train, classes.length),
			cached: {
				files: [file],
				file: new Uint32Array(train + heldOut),
				row: Uint32Array.from({ length: train + heldOut }, (_, i) => (i < train ? i : i - train) % rows),
			},
			resume: null,
		} satisfies FitParams,
		{ signal, onProgress: (progress) => clock.note(progress) },
	);
	const ended = performance.now();
	const { checkpoints, bytes } = clock;
	const cycles = EPOCHS - 1;
	const cycle = (checkpoints.at(-1)! - checkpoints[0]!) / cycles / 1000;
	const spent = outcome.epochs.slice(1).reduce((sum, { seconds }) => sum + seconds, 0) / cycles;
	const stepSeconds = spent / (steps + (heldOut * ROW_SHARE) / fit.batch);
	const rowSeconds = (stepSeconds * ROW_SHARE) / fit.batch;
	return {
		head: {
			// The first epoch beyond what its like take later, and what comes after the last one beyond evaluating the final head.
			startSeconds:
				Math.max(0, (checkpoints[0]! - began) / 1000 - cycle) + Math.max(0, (ended - checkpoints.at(-1)!) / 1000 - heldOut * rowSeconds),
			stepSeconds,
			chunkedStepSeconds: stepSeconds,
			rowSeconds,
			epochSeconds: Math.max(0, cycle - spent),
			checkpointBytes: bytes,
		},
		outcome,
	};
}

/** When each epoch's checkpoint came: the fit waits until it has left, so what it says before has come too. */
class Clock {
	readonly checkpoints: number[] = [];
	bytes = 0;

	note(progress: Progress): void {
		if (progress.kind !== "checkpoint") return;
		this.bytes = progress.bytes.length;
		this.checkpoints.push(performance.now());
	}
}

/** Samples with labels in turn and digests of no image. */
function table(count: number, from: number, classes: number): SampleTable {
	const key = new Uint8Array(count * 32);
	for (let i = 0; i < count; i++)
		key.set(
			createHash("sha256")
				.update(`probe ${from + i}`)
				.digest(),
			i * 32,
		);
	return {
		index: Uint32Array.from({ length: count }, (_, i) => from + i),
		label: Int32Array.from({ length: count }, (_, i) => i % classes),
		key,
	};
}
