import type { Engine } from "../engine/port.ts";
import type { FeatureSource } from "../feature/source.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { FitSection } from "../job/document.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { EpochRecord } from "./epoch-record.ts";

/** One side of the split. */
export interface Samples {
	/** Indices into the feature source. */
	readonly index: Uint32Array;
	readonly label: Int32Array;
	/** 32 bytes each: the image digests that the order is drawn from. */
	readonly key: Uint8Array;
}

/** What a fit is given, and whom it tells as it goes. */
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
