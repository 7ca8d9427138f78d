/** What a probe found out about a job on this machine, in seconds and rates: all that a forecast is made from. */
export interface Measured {
	readonly images: {
		readonly train: number;
		readonly validation: number;
		/** Distinct by their bytes, on either side: a feature is computed once for copies. */
		readonly distinct: { readonly train: number; readonly validation: number };
		/** Whether every image was read; else the counts are estimates from those that were. */
		readonly exact: boolean;
		/** For reading and naming all of them. */
		readonly readSeconds: number;
	};
	/** Distinct images whose feature row is in the store already; views of training images; images that are known to decode. */
	readonly cached: { readonly train: number; readonly validation: number; readonly views: number; readonly checks: number };
	/** Values in a row. */
	readonly dim: number;
	readonly backbone: {
		/** For reading its files. */
		readonly readSeconds: number;
		/** Until all processes of a worker run, and until they have compiled it. */
		readonly processSeconds: number;
		readonly compileSeconds: number;
		/** For putting a row into the store, in a shard's file. */
		readonly writeSeconds: number;
		/** Of one worker, all of its processes together: from file to row, and from file to pixels. */
		readonly imagesPerSecond: number;
		/** Views of an image side by side, as the features way keeps them. */
		readonly viewsPerSecond: number;
		/** In passes, chunk after chunk as a fit asks for its rows: images as they are, and training images as the frozen way sees them. */
		readonly passPerSecond: number;
		readonly freshPerSecond: number;
		readonly decodesPerSecond: number;
	};
	readonly head: {
		/** Until the first step: process and compiled training step. */
		readonly startSeconds: number;
		readonly stepSeconds: number;
		/** In chunks as small as the frozen way's: a chunk's own cost shows more. */
		readonly chunkedStepSeconds: number;
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
