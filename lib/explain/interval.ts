/** Two-sided 95 % quantiles of Student's t (Student 1908) by degrees of freedom; beyond the table they hardly fall. */
const T95 = [Number.POSITIVE_INFINITY, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

export interface Gap {
	/** Mean of b less mean of a. */
	readonly gap: number;
	/** Half the width of its 95 % interval. */
	readonly margin: number;
}

/**
 * How far apart two documents' accuracies are, from runs of both with the same seeds, and how sure that is: Student's t over the seeds with the pooled
 * variance, and never less than what so few held-out images can tell (each accuracy is a share seen in `images` trials of each seed).
 *
 * @param a accuracies of the first document, one for each seed
 * @param b of the second
 */
export function gapOf(a: readonly number[], b: readonly number[], images: number): Gap {
	const [meanA, meanB] = [mean(a), mean(b)];
	const freedom = a.length + b.length - 2;
	const variance = freedom === 0 ? 0 : (squares(a, meanA) + squares(b, meanB)) / freedom;
	const bySeeds = (T95[freedom] ?? 2.2) * Math.sqrt(variance * (1 / a.length + 1 / b.length));
	const byImages = 1.96 * Math.sqrt((meanA * (1 - meanA) + meanB * (1 - meanB)) / (a.length * Math.max(1, images)));
	return { gap: meanB - meanA, margin: Math.max(freedom === 0 ? 0 : bySeeds, byImages) };
}

/** Half the width of the range that 95 % of a document's runs fall into, from runs with several seeds; at least what so few images can tell. */
export function spreadOf(accuracies: readonly number[], images: number): number {
	const middle = mean(accuracies);
	const freedom = accuracies.length - 1;
	const bySeeds = freedom < 1 ? 0 : (T95[freedom] ?? 2.2) * Math.sqrt(squares(accuracies, middle) / freedom);
	return Math.max(bySeeds, 1.96 * Math.sqrt((middle * (1 - middle)) / Math.max(1, images)));
}

export function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squares(values: readonly number[], middle: number): number {
	return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}
