/** Rows of one inference call of a head; the last ones are padded, so that a row is always computed by the same kernels. */
export const PREDICT_BATCH = 256;

/** Cuts `n` rows of `dim` values into inference calls: `rows` real ones from `from` on, and `data` of PREDICT_BATCH rows, zeros behind the real ones. */
export function* predictBatches(x: Float32Array, n: number, dim: number): Generator<{ from: number; rows: number; data: Float32Array }> {
	for (let from = 0; from < n; from += PREDICT_BATCH) {
		const rows = Math.min(PREDICT_BATCH, n - from);
		let data = x.subarray(from * dim, (from + rows) * dim);
		if (rows < PREDICT_BATCH) {
			const padded = new Float32Array(PREDICT_BATCH * dim);
			padded.set(data);
			data = padded;
		}
		yield { from, rows, data };
	}
}
