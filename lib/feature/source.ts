/**
 * Which rows of the fit a request is about. Training goes through its images in passes without end, and an epoch is a stretch of them; so do the
 * evaluations of the validation images; the final head is evaluated once more. A row's place counts through all passes of its kind: pass p over n samples
 * begins at place p · n.
 */
export interface Reading {
	readonly of: "train" | "validation" | "final";
	/** Place of the first row asked for; the others follow it. */
	readonly place: number;
}

/** The pass over `samples` rows that a place is in, counted from 0. */
export function passOf(place: number, samples: number): number {
	return Math.floor(place / samples);
}

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
	 * `reading` says of which pass they are, for a source that computes every pass anew. A caller may have several calls in flight.
	 */
	rows(samples: Uint32Array, reading: Reading): Promise<Float32Array>;
	close(): Promise<void>;
}

/** Rows asked for at a time in the frozen way: eight batches of 32 keep all embedding children busy, and progress visible. */
export const COMPUTED_ROWS = 256;
