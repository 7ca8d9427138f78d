import { stream, uint32 } from "../../base/rng.ts";
import type { Similarity } from "./report.ts";
import type { Rows } from "./rows.ts";

/** Random orders to compare with: a correlation above all of them has a chance of 1 in 100 of being one. */
const SHUFFLES = 99;

/**
 * Whether two tables, row by row, are of the same images, however they were computed: other networks put the same pairs of images near each other
 * (representational similarity, Kriegeskorte, Mur & Bandettini 2008). `a` and `b` have as many rows; their rows may have other lengths.
 */
export function similarity(a: Rows, b: Rows): Similarity {
	const n = a.values.length / a.dim;
	const [own, other] = [distances(a, n), distances(b, n)];
	const identity = Array.from({ length: n }, (_, i) => i);
	let byChance = -1;
	for (let s = 0; s < SHUFFLES; s++) byChance = Math.max(byChance, correlate(own, other, shuffled(identity, s)));
	return { images: n, correlation: correlate(own, other, identity), byChance, columns: a.dim === b.dim ? columns(a, b, n) : null };
}

/** Euclidean distances of all pairs, [n, n]. */
function distances({ dim, values }: Rows, n: number): Float64Array {
	const out = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < i; j++) {
			let sum = 0;
			for (let k = 0; k < dim; k++) sum += (values[i * dim + k]! - values[j * dim + k]!) ** 2;
			out[i * n + j] = out[j * n + i] = Math.sqrt(sum);
		}
	}
	return out;
}

function correlate(a: Float64Array, b: Float64Array, order: readonly number[]): number {
	const n = order.length;
	const [x, y]: [number[], number[]] = [[], []];
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < i; j++) {
			x.push(a[i * n + j]!);
			y.push(b[order[i]! * n + order[j]!]!);
		}
	}
	return pearson(x, y);
}

function columns(a: Rows, b: Rows, n: number): number {
	let sum = 0;
	let counted = 0;
	for (let k = 0; k < a.dim; k++) {
		const column = ({ dim, values }: Rows) => Array.from({ length: n }, (_, row) => values[row * dim + k]!);
		const found = pearson(column(a), column(b));
		if (!Number.isFinite(found)) continue; // a column without variance
		sum += found;
		counted++;
	}
	return counted === 0 ? 0 : sum / counted;
}

function pearson(x: readonly number[], y: readonly number[]): number {
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const [mx, my] = [mean(x), mean(y)];
	let [xy, xx, yy] = [0, 0, 0];
	for (let i = 0; i < x.length; i++) {
		xy += (x[i]! - mx) * (y[i]! - my);
		xx += (x[i]! - mx) ** 2;
		yy += (y[i]! - my) ** 2;
	}
	return xy / Math.sqrt(xx * yy);
}

/** Fisher and Yates' shuffle, a pure function of its number (F5). */
function shuffled(values: readonly number[], number: number): number[] {
	const out = [...values];
	const draws = stream(1, "similarity", number);
	for (let i = out.length - 1; i > 0; i--) {
		const j = uint32(draws, i) % (i + 1);
		[out[i], out[j]] = [out[j]!, out[i]!];
	}
	return out;
}
