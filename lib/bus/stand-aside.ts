import { setTimeout as pause } from "node:timers/promises";

/** Fast at first: in an upgrade the newer release is about to come here too. */
const FIRST_MS = 5_000;
const TIMES = 3;
const MOST_MS = 300_000;

/**
 * A worker that was handed what it cannot read takes no work for a while, each time for longer: else it would take the same work again and again, before
 * those who can read it.
 */
export class StandAside {
	readonly #signal: AbortSignal;
	#nextMs = FIRST_MS;
	#until = 0;

	constructor(signal: AbortSignal) {
		this.#signal = signal;
	}

	/** Stands aside from now on; answers for how many milliseconds. What was taken together is met together, and counts once. */
	begin(): number {
		const left = this.#until - performance.now();
		if (left > 0) return left;
		const ms = this.#nextMs;
		this.#until = performance.now() + ms;
		this.#nextMs = Math.min(MOST_MS, ms * TIMES);
		return ms;
	}

	/** Work that it can read came. */
	end(): void {
		this.#until = 0;
		this.#nextMs = FIRST_MS;
	}

	/** Resolves when it may take work again, or the signal came. */
	async over(): Promise<void> {
		const left = this.#until - performance.now();
		if (left > 0) await pause(left, undefined, { signal: this.#signal }).catch(() => {});
	}
}
