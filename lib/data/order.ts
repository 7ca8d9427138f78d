/** Code-point order, as Python sorts and so as Keras numbers classes. JavaScript's own compares UTF-16 halves, which puts 😀 before ﬀ. */
export function byCodePoint(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A folder's own files before those of the folders in it, as flow_from_directory walks. */
export function byFolder(a: string, b: string): number {
	return byCodePoint(a.slice(0, a.lastIndexOf("/") + 1), b.slice(0, b.lastIndexOf("/") + 1)) || byCodePoint(a, b);
}
