/** The candidate nearest to a misspelt word, for "did you mean"; undefined when none is near. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
	const plain = (text: string) => text.toLowerCase().replaceAll(/[_\-\s]/g, "");
	let best: { distance: number; candidate: string } | undefined;
	for (const candidate of candidates) {
		const distance = editDistance(plain(word), plain(candidate));
		if (best === undefined || distance < best.distance) best = { distance, candidate };
	}
	// A third of the letters may be wrong: "dropot" finds dropout, "relu" does not find elu's cousin "tanh".
	return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (Damerau and Levenshtein). */
function editDistance(a: string, b: string): number {
	const rows = Array.from({ length: a.length + 1 }, (_, i) =>
		Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
	);
	for (let i = 1; i <= a.length; i++) {
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
			rows[i]![j] = least;
		}
	}
	return rows[a.length]![b.length]!;
}
