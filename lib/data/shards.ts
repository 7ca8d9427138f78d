/**
 * Ordered slices of one size, the last one smaller. Cutting the rest after some whole slices are done cuts at the same places, so a
 * run that was killed and goes on writes the files that a calm run would have.
 */
export function shardsOf<T>(samples: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(samples.length / size) }, (_, i) => samples.slice(i * size, (i + 1) * size));
}
