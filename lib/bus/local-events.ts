/** One job's events inside one process, kept whole and replayed to whoever joins late. */
export class LocalEvents {
	readonly #log: Uint8Array[] = [];
	readonly #listeners = new Set<() => void>();

	emit(body: Uint8Array): number {
		this.#log.push(body);
		for (const wake of this.#listeners) wake();
		return this.#log.length;
	}

	async *follow(from: number, stop: AbortSignal): AsyncGenerator<{ seq: number; body: Uint8Array }> {
		let next = Math.max(1, from);
		while (!stop.aborted) {
			const body = this.#log[next - 1];
			if (body !== undefined) {
				yield { seq: next++, body };
				continue;
			}
			await new Promise<void>((resolve) => {
				const wake = () => {
					this.#listeners.delete(wake);
					stop.removeEventListener("abort", wake);
					resolve();
				};
				this.#listeners.add(wake);
				stop.addEventListener("abort", wake, { once: true });
			});
		}
	}
}
