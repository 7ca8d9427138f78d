/** Delay before try `attempt` (1: the second try), doubling from `baseMs` to `maxMs`, with ±25 % by `jitter` in [0, 1) so that many do not return at once. */
export function backoffMs(attempt: number, jitter: number, { baseMs = 500, maxMs = 30_000 } = {}): number {
	return Math.min(maxMs, baseMs * 2 ** (attempt - 1)) * (0.75 + jitter / 2);
}
