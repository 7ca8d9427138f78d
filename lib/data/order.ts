/** Code-point order, as Python sorts and so as Keras numbers classes. JavaScript's own compares UTF-16 halves, which puts 😀 before ﬀ. */
export function byCodePoint(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
