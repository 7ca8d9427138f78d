/**
 * The term of a new leader, `known` being the highest term that anyone here has seen: one more, and never less than the clock in whole seconds. The bus may
 * forget everything (F1) while the store still knows the last term: without the clock the terms would begin at 1 again, and be refused for ever.
 */
export function nextTerm(known: number): number {
	return Math.max(known + 1, Math.floor(Date.now() / 1000));
}
