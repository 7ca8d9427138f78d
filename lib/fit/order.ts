import { stream, threefry } from "../base/rng.ts";

/** Place of the first row of batch `number` in the endless stream of passes (feature/source.ts): the last batch of a pass may be smaller. */
export function placeOfBatch(number: number, samples: number, batch: number): number {
	const perPass = Math.ceil(samples / batch);
	return Math.floor(number / perPass) * samples + (number % perPass) * batch;
}

/** Places that epoch `epoch`, counted from 1, reads: `from` up to `to`. An epoch is the next `steps` batches; null: one pass. */
export function placesOfEpoch(epoch: number, samples: number, batch: number, steps: number | null): { from: number; to: number } {
	const batches = steps ?? Math.ceil(samples / batch);
	return { from: placeOfBatch((epoch - 1) * batches, samples, batch), to: placeOfBatch(epoch * batches, samples, batch) };
}

/**
 * Which samples make which batch (F5). Pass p over the data sorts the samples by a key drawn from (seed, pass, the sample's own digest), so the order
 * follows from what the images are, not from what their files are called; a sample that occurs twice gets a key for each.
 */
export class BatchOrder {
	readonly #seed: number;
	readonly #batch: number;
	readonly #words: Int32Array;
	#pass = -1;
	#order: Uint32Array = new Uint32Array(0);

	/** `keys`: 32 bytes for each sample. */
	constructor(seed: number, keys: Uint8Array, batch: number) {
		this.#seed = seed;
		this.#batch = batch;
		const n = keys.length / 32;
		this.#words = new Int32Array(n * 2);
		const view = new DataView(keys.buffer, keys.byteOffset, keys.byteLength);
		const seen = new Map<string, number>();
		for (let i = 0; i < n; i++) {
			const name = `${view.getInt32(i * 32)} ${view.getInt32(i * 32 + 4)}`;
			const occurrence = seen.get(name) ?? 0;
			seen.set(name, occurrence + 1);
			this.#words[2 * i] = view.getInt32(i * 32);
			this.#words[2 * i + 1] = view.getInt32(i * 32 + 4) ^ occurrence;
		}
	}

	get samples(): number {
		return this.#words.length / 2;
	}

	/** Batches of one pass; the last may be smaller. */
	get batchesPerPass(): number {
		return Math.ceil(this.samples / this.#batch);
	}

	/** Batch `number` of the endless stream of passes: positions in the sample table. */
	batch(number: number): Uint32Array {
		const at = (number % this.batchesPerPass) * this.#batch;
		return this.pass(Math.floor(number / this.batchesPerPass)).subarray(at, at + this.#batch);
	}

	/** Positions in the sample table, in the order of a pass. */
	pass(number: number): Uint32Array {
		if (number !== this.#pass) {
			this.#order = this.#shuffled(number);
			this.#pass = number;
		}
		return this.#order;
	}

	#shuffled(pass: number): Uint32Array {
		const { key0, key1 } = stream(this.#seed, "order", pass);
		const pair = new Int32Array(2);
		const n = this.samples;
		// 52 bits of key in a double sort natively, which a comparing sort of 100,000 samples does not.
		const keyed = new Float64Array(n);
		const ranks = new Float64Array(n);
		for (let i = 0; i < n; i++) {
			threefry(key0, key1, this.#words[2 * i]!, this.#words[2 * i + 1]!, pair);
			keyed[i] = ranks[i] = (pair[0]! >>> 0) * 2 ** 20 + (pair[1]! >>> 12);
		}
		ranks.sort();
		const place = new Map<number, number>();
		for (let i = n - 1; i >= 0; i--) place.set(ranks[i]!, i);
		const order = new Uint32Array(n);
		for (let i = 0; i < n; i++) {
			const at = place.get(keyed[i]!)!;
			order[at] = i;
			place.set(keyed[i]!, at + 1); // of equal keys, the earlier sample first
		}
		return order;
	}
}
