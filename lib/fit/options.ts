import type { Engine } from "../engine/port.ts";
import type { FeatureSource } from "../feature/source.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { HeadState } from "../head/state.ts";
import type { FitSection } from "../job/document.ts";
import type { Checkpoint } from "./checkpoint.ts";

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
