/** Two rows of one image count as the same up to this ‖a − b‖ / ‖b‖: float16 rounds by 5e-4, engines differ by 1e-6, and the smallest real mistake is larger. */
export const SAME = 1e-3;

/** Rows of d values, one after the other. */
export interface Rows {
	readonly dim: number;
	readonly values: Float32Array;
}

/** ‖a − b‖ / ‖b‖ of two rows. NaN where a row holds no numbers. */
export function distance(a: Rows, i: number, b: Rows, j: number): number {
	const { dim } = a;
	let off = 0;
	let norm = 0;
	for (let k = 0, p = i * dim, q = j * dim; k < dim; k++, p++, q++) {
		off += (a.values[p]! - b.values[q]!) ** 2;
		norm += b.values[q]! ** 2;
	}
	return off === 0 ? 0 : Math.sqrt(off / norm);
}

/** Columns by which rows are searched: many enough to tell images apart. */
const SEARCHED = 64;

/** Finds the row of a table that is nearest to another, by the columns that tell the table's rows apart best. */
export class RowSearch {
	readonly #table: Rows;
	readonly #columns: Uint32Array;
	readonly #values: Float32Array;
	readonly #rows: number;

	constructor(table: Rows) {
		this.#table = table;
		this.#rows = table.values.length / table.dim;
		this.#columns = telling(table, this.#rows);
		const width = this.#columns.length;
		this.#values = new Float32Array(this.#rows * width);
		for (let row = 0; row < this.#rows; row++)
			for (let c = 0; c < width; c++) this.#values[row * width + c] = table.values[row * table.dim + this.#columns[c]!]!;
	}

	/** Index of the table's row nearest to row i of `rows`, and how far it is over all columns. */
	nearest(rows: Rows, i: number): { readonly row: number; readonly distance: number } {
		const width = this.#columns.length;
		const query = Float32Array.from(this.#columns, (column) => rows.values[i * rows.dim + column]!);
		let best = -1;
		let least = Number.POSITIVE_INFINITY;
		for (let row = 0, at = 0; row < this.#rows; row++, at += width) {
			let sum = 0;
			for (let c = 0; c < width; c++) sum += (this.#values[at + c]! - query[c]!) ** 2;
			if (sum >= least) continue;
			least = sum;
			best = row;
		}
		return { row: best, distance: best === -1 ? Number.POSITIVE_INFINITY : distance(this.#table, best, rows, i) };
	}
}

/** Columns of the largest variance over the table's first rows. */
function telling({ dim, values }: Rows, rows: number): Uint32Array {
	const looked = Math.min(rows, 500);
	const variance = new Float64Array(dim);
	for (let k = 0; k < dim; k++) {
		let sum = 0;
		let squares = 0;
		for (let row = 0; row < looked; row++) {
			const value = values[row * dim + k]!;
			sum += value;
			squares += value * value;
		}
		const mean = sum / looked;
		variance[k] = squares / looked - mean * mean;
	}
	return Uint32Array.from(variance.keys())
		.sort((a, b) => variance[b]! - variance[a]!)
		.subarray(0, SEARCHED);
}

export function median(values: readonly number[]): number {
	if (values.length === 0) return Number.NaN;
	const sorted = values.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)).sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
