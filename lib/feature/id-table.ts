import { SAMPLE_ID_BYTES } from "./file.ts";

const WORD = 4;

/**
 * Numbers ids of samples from 0 in the order they come. Their bytes are digests and so spread by themselves: open addressing by the first of them takes
 * about 30 bytes an id, where a Map of hex strings takes 150, and a coordinator holds one of every sample of its jobs.
 */
export class IdTable {
	/** Ids in their order, one after the other. */
	readonly #ids: Buffer;
	/** Number + 1 of the id in each place; 0: free. */
	readonly #places: Uint32Array;
	#size = 0;

	/** @param capacity ids that it can hold */
	constructor(capacity: number) {
		this.#ids = Buffer.alloc(capacity * SAMPLE_ID_BYTES);
		this.#places = new Uint32Array(2 ** Math.ceil(Math.log2(2 * capacity + 1)));
	}

	get size(): number {
		return this.#size;
	}

	/** The number of an id of 16 bytes, or -1. */
	find(id: Buffer): number {
		return this.#places[this.#placeOf(id)]! - 1;
	}

	/** False: it has a number already, or is no id. */
	add(id: Buffer): boolean {
		if (id.length !== SAMPLE_ID_BYTES) return false;
		const place = this.#placeOf(id);
		if (this.#places[place] !== 0) return false;
		id.copy(this.#ids, this.#size * SAMPLE_ID_BYTES);
		this.#places[place] = ++this.#size;
		return true;
	}

	/** Where an id is, or where it would be. There always is a free place: at most half of them are taken. */
	#placeOf(id: Buffer): number {
		const mask = this.#places.length - 1;
		let place = id.length < WORD ? 0 : id.readUInt32LE(0) & mask;
		for (; ; place = (place + 1) & mask) {
			const taken = this.#places[place]!;
			if (taken === 0 || this.#isAt(taken - 1, id)) return place;
		}
	}

	#isAt(number: number, id: Buffer): boolean {
		const from = number * SAMPLE_ID_BYTES;
		return id.length === SAMPLE_ID_BYTES && id.compare(this.#ids, from, from + SAMPLE_ID_BYTES) === 0;
	}
}
