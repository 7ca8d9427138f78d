import { stream, threefry } from "../base/rng.ts";

/** Which views of a training image there are. */
export interface Views {
	/** Views 1 to `keep` of each image; null: as many as there are passes over the data. */
	readonly keep: number | null;
	readonly seed: number;
}

/**
 * Says which view of an image a pass over the data learns from, counted from 0 (F5). The first passes take the views in their order: they are independent
 * draws, so no order is better, every view is seen, and with as many views as passes it is a fresh one in each pass. Later on each image begins the round
 * at a view of its own, drawn from (seed, round, image), so no two rounds are the same passes.
 */
export class ViewOrder {
	readonly #views: Views;
	readonly #pair = new Int32Array(2);
	#round = 0;
	#key = { key0: 0, key1: 0 };

	constructor(views: Views) {
		this.#views = views;
	}

	/** @param image the digest of its bytes, hex */
	of(image: string, pass: number): number {
		const { keep, seed } = this.#views;
		if (keep === null || pass < keep) return pass + 1;
		const round = Math.floor(pass / keep);
		if (round !== this.#round) {
			this.#key = stream(seed, "views", round);
			this.#round = round;
		}
		threefry(this.#key.key0, this.#key.key1, word(image, 0), word(image, 8), this.#pair);
		const first = (this.#pair[0]! >>> 0) % keep;
		return 1 + ((first + pass) % keep);
	}
}

function word(hex: string, at: number): number {
	return Number.parseInt(hex.slice(at, at + 8), 16) | 0;
}
