/** What a probe found out about a job on this machine, in seconds and rates: all that a forecast is made from. */
export interface Measured {
	readonly images: {
		readonly train: number;
		readonly validation: number;
		/** Distinct by their bytes: a feature is computed once for copies. */
		readonly distinct: number;
		/** Whether every image was read; else the counts are estimates from those that were. */
		readonly exact: boolean;
		/** For reading and naming all of them. */
		readonly readSeconds: number;
	};
	/** Distinct images whose feature row, or whose check that they decode, is in the store already. */
	readonly cached: { readonly rows: number; readonly checks: number };
	/** Values in a row. */
	readonly dim: number;
	readonly backbone: {
		/** For reading its files. */
		readonly readSeconds: number;
		/** Until all processes of a worker have compiled it. */
		readonly startSeconds: number;
		/** Of one worker, all of its processes together: from file to row, and from file to pixels. */
		readonly imagesPerSecond: number;
		readonly decodesPerSecond: number;
	};
	readonly head: {
		/** Until the first step: process and compiled training step. */
		readonly startSeconds: number;
		readonly stepSeconds: number;
		/** Evaluation, for each row. */
		readonly rowSeconds: number;
		/** Once for each epoch: its checkpoint. */
		readonly epochSeconds: number;
		/** Weights and optimiser state, as a checkpoint holds them. */
		readonly checkpointBytes: number;
	};
	/** For composing and checking the model file. */
	readonly exportSeconds: number;
	readonly modelBytes: number;
	/** Cores of a worker, and what the probe took. */
	readonly threads: number;
	readonly probeSeconds: number;
	readonly probedImages: number;
}
