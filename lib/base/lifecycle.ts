/** What opens, closes: in reverse order, each with a deadline, so that one stuck part does not keep the others open. */
const CLOSE_MS = 10_000;

export class Closers {
	readonly #stack: { what: string; close: () => Promise<void> }[] = [];

	/** Registers how to close something just opened, and passes it on. */
	add<T>(what: string, opened: T, close: (opened: T) => Promise<void>): T {
		this.#stack.push({ what, close: () => close(opened) });
		return opened;
	}

	/** Closes everything. Answers what did not close in time or failed, for the log. */
	async close(): Promise<string[]> {
		const complaints: string[] = [];
		for (const { what, close } of this.#stack.splice(0).reverse()) {
			let timer: NodeJS.Timeout | undefined;
			const deadline = new Promise<never>((_, reject) => {
				timer = setTimeout(() => reject(new Error(`did not close within ${CLOSE_MS / 1000} s`)), CLOSE_MS);
			});
			try {
				await Promise.race([close(), deadline]);
			} catch (error) {
				complaints.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
			} finally {
				clearTimeout(timer);
			}
		}
		return complaints;
	}
}
