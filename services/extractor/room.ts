/**
 * How much of the compute pool the shards in hand still fill. Another is taken as soon as one place will be free, so that no child waits for the next shard
 * to be fetched; and not before, so that towards the end of a job what is left is shared out to all workers.
 */
export class Room {
	readonly #places: number;
	readonly #parts = new Map<string, number>();
	#waiting: (() => void)[] = [];

	/** @param places parts of shards that the pool takes at a time */
	constructor(places: number, signal: AbortSignal) {
		this.#places = places;
		signal.addEventListener("abort", () => this.#wake(), { once: true });
	}

	/** So many parts of a shard in hand are still to be done; 0: it is no longer in hand. */
	fill(shard: string, parts: number): void {
		if (parts > 0) this.#parts.set(shard, parts);
		else this.#parts.delete(shard);
		if (this.#free) this.#wake();
	}

	/** Resolves once there is a place, or the signal came. */
	async free(signal: AbortSignal): Promise<void> {
		while (!this.#free && !signal.aborted) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	get #free(): boolean {
		return [...this.#parts.values()].reduce((sum, parts) => sum + parts, 0) < this.#places;
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}
