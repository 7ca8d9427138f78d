import { TerminalError } from "../../lib/base/errors.ts";
import type { Logger } from "../../lib/base/log.ts";
import type { Bus } from "../../lib/bus/port.ts";
import { decodeKnownEvent } from "../../proto/codec.ts";

/** Hears in a job's events of shards that are done, so that nobody waits longer than needed, and of one that will never be. */
export class ShardNews {
	readonly #over = new AbortController();
	readonly #waiting = new Set<() => void>();
	#heard = 0;
	#failure: TerminalError | null = null;

	constructor(bus: Bus, job: string, from: number, signal: AbortSignal, log: Logger) {
		signal.addEventListener("abort", () => this.#ring(), { once: true, signal: this.#over.signal });
		void this.#follow(bus.events(job, from, AbortSignal.any([signal, this.#over.signal]))).catch((error: unknown) =>
			// News is only news (F1): the store is looked at all the same.
			log.warn({ job, err: error }, "the job's events cannot be followed"),
		);
	}

	/** Counts what was heard: a number taken before looking into the store tells afterwards whether to look again. */
	get heard(): number {
		return this.#heard;
	}

	/** Why a shard was given up. */
	get failure(): TerminalError | null {
		return this.#failure;
	}

	/** Resolves once more was heard than `before`, or after `ms`. */
	async next(before: number, ms: number): Promise<void> {
		if (this.#heard !== before) return;
		await new Promise<void>((resolve) => {
			const done = (): void => {
				clearTimeout(timer);
				this.#waiting.delete(done);
				resolve();
			};
			const timer = setTimeout(done, ms);
			this.#waiting.add(done);
		});
	}

	close(): void {
		this.#over.abort();
		this.#ring();
	}

	async #follow(events: AsyncIterable<{ body: Uint8Array }>): Promise<void> {
		for await (const { body } of events) {
			const event = decodeKnownEvent(body);
			if (event === null) continue;
			if (event.kind === "shardFailed")
				this.#failure = new TerminalError(event.code, event.message, event.fix === "" ? {} : { fix: event.fix });
			if (event.kind === "shardFailed" || event.kind === "shardDone") this.#ring();
		}
	}

	#ring(): void {
		this.#heard++;
		for (const wake of [...this.#waiting]) wake();
	}
}
