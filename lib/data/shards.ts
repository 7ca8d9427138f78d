/**
 * Cuts what is missing of an ordered table of samples into slices. The table's own places are where the cuts are: full slices, and towards the end ever
 * smaller ones, so that workers of different speed all stay busy to the end. A slice of the table that is missing whole is a shard; what is missing of the
 * others is gathered into slices of the full size. So a run that was killed and goes on cuts the rest where a calm run would have, and writes the same
 * files; and ten new images among many old ones are one shard, not ten.
 */
export function shardsOf<T>(table: readonly T[], isMissing: (sample: T) => boolean, size: number): T[][] {
	const whole: T[][] = [];
	const rest: T[] = [];
	for (const block of blocks(table, size)) {
		const missing = block.filter(isMissing);
		if (missing.length === block.length) whole.push(missing);
		else rest.push(...missing);
	}
	return [...whole, ...slices(rest, size)];
}

/** The last so many full slices' worth are cut smaller. */
const TAPERED = 3;
/** Of what is left, a tapered slice takes this share; and it is a multiple of the compute batch, so that nothing is padded in vain. */
const SHARE = 8;
const MULTIPLE = 8;

function blocks<T>(table: readonly T[], size: number): T[][] {
	const cut: T[][] = [];
	for (let from = 0; from < table.length; ) {
		const left = table.length - from;
		const share = Math.ceil(left / SHARE / MULTIPLE) * MULTIPLE;
		const length = left > TAPERED * size ? size : Math.min(size, share, left);
		cut.push(table.slice(from, from + length));
		from += length;
	}
	return cut;
}

function slices<T>(samples: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(samples.length / size) }, (_, i) => samples.slice(i * size, (i + 1) * size));
}
