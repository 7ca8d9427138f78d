/**
 * Where a batch of features comes from: the only thing in which the two ways differ. Cached rows (features way) and rows
 * computed here and now (frozen way) come through this port into the same fitting code.
 */
export interface FeatureSource {
	/** Values in a row. */
	readonly dim: number;
	/** Rows that come well in one request, for a source that computes them; absent where any number does. */
	readonly chunkRows?: number;
	/**
	 * Rows of the given samples in the given order, [n, dim]. `samples` are indices into the fit's sample table;
	 * `epoch` lets fresh views differ. A caller may have several calls in flight.
	 */
	rows(samples: Uint32Array, epoch: number): Promise<Float32Array>;
	close(): Promise<void>;
}
