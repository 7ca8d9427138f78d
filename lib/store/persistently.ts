import { setTimeout as pause } from "node:timers/promises";
import { backoffMs } from "../base/backoff.ts";
import { RetryableError } from "../base/errors.ts";

export interface Persistence {
	readonly what: string;
	/** How long one try may take, given how many bytes more than known before are to come. */
	timeMs(moreBytes: number): number;
	/** An error that trying again will not mend, as it is to be thrown; null: try again. `tries` counts this one. */
	classify(error: unknown, tries: number): Error | null;
	/** Told of each further try. */
	readonly onRetry?: (() => void) | undefined;
}

/** Tries of one operation before its caller hears of it, who tries again later and says so. */
const TRIES = 4;

/** Does the work again when the connection breaks, hangs or is refused for the moment; each try begins anew. */
export async function persistently<T>(
	{ what, timeMs, classify, onRetry }: Persistence,
	work: (deadline: (moreBytes: number) => void) => Promise<T>,
): Promise<T> {
	for (let tries = 1; ; tries++) {
		let timer: NodeJS.Timeout | undefined;
		let deadline: (moreBytes: number) => void = () => {};
		try {
			const late = new Promise<never>((_, reject) => {
				const arm = (moreBytes: number) => {
					clearTimeout(timer);
					const ms = timeMs(moreBytes);
					timer = setTimeout(() => reject(new Error(`no answer within ${Math.round(ms / 1000)} s`)), ms);
				};
				arm(0);
				deadline = arm;
			});
			return await Promise.race([work((moreBytes) => deadline(moreBytes)), late]);
		} catch (error) {
			const final = classify(error, tries);
			if (final !== null) throw final;
			if (tries >= TRIES) {
				const message = error instanceof Error ? error.message : String(error);
				throw new RetryableError("STORE_FAILED", `the store failed on ${what}, ${tries} times: ${message}`, {
					cause: error,
					fix: "it is tried again by itself; if it repeats, look at the storage service",
				});
			}
			onRetry?.();
			await pause(backoffMs(tries, Math.random()));
		} finally {
			clearTimeout(timer);
		}
	}
}
