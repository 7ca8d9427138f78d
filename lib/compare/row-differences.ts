/** How far rows that should be the same are apart. */
export interface RowDifference {
	/** Rows compared, over all passes, and the samples that they are rows of. */
	readonly rows: number;
	readonly samples: number;
	/** Rows of which any bit differs. */
	readonly differing: number;
	/** Largest |a − b| of any two values. */
	readonly maxAbs: number;
	/** Largest ‖a − b‖ / ‖a‖ of any two rows: the scale of a feature says nothing, and single values may be 0. */
	readonly maxRelative: number;
	/** Sample of the row that is furthest off, by maxRelative; null where all are the same. */
	readonly worst: number | null;
}

/** Takes in rows as they come and keeps only figures. */
export class RowDifferences {
	readonly #dim: number;
	readonly #seen = new Set<number>();
	#rows = 0;
	#differing = 0;
	#maxAbs = 0;
	#maxRelative = 0;
	#worst: number | null = null;

	/** `dim`: values in a row. */
	constructor(dim: number) {
		this.#dim = dim;
	}

	has(sample: number): boolean {
		return this.#seen.has(sample);
	}

	/** `expected` and `got` [samples, dim]. */
	add(samples: Uint32Array, expected: Float32Array, got: Float32Array): void {
		if (expected.length !== samples.length * this.#dim || got.length !== expected.length)
			throw new RangeError(`${samples.length} rows of ${this.#dim} values were to be compared, got ${expected.length} and ${got.length}`);
		for (const [i, sample] of samples.entries()) {
			const row = (of: Float32Array) => of.subarray(i * this.#dim, (i + 1) * this.#dim);
			this.#seen.add(sample);
			this.#rows++;
			this.#compare(sample, row(expected), row(got));
		}
	}

	result(): RowDifference {
		return {
			rows: this.#rows,
			samples: this.#seen.size,
			differing: this.#differing,
			maxAbs: this.#maxAbs,
			maxRelative: this.#maxRelative,
			worst: this.#worst,
		};
	}

	#compare(sample: number, a: Float32Array, b: Float32Array): void {
		if (Buffer.compare(bytes(a), bytes(b)) === 0) return;
		this.#differing++;
		let norm = 0;
		let off = 0;
		for (let i = 0; i < a.length; i++) {
			const difference = Math.abs(a[i]! - b[i]!);
			norm += a[i]! ** 2;
			off += difference ** 2;
			this.#maxAbs = larger(this.#maxAbs, difference);
		}
		const relative = Math.sqrt(off) / (Math.sqrt(norm) || 1);
		const most = larger(this.#maxRelative, relative);
		if (this.#worst !== null && Object.is(most, this.#maxRelative)) return;
		this.#maxRelative = most;
		this.#worst = sample;
	}
}

/** Nothing is larger than what is no number. */
export function larger(most: number, value: number): number {
	return Number.isNaN(most) || value <= most ? most : value;
}

function bytes({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}
