import type { Change } from "./changes.ts";

/** Held-out accuracy of a run that has these changes made to the first document; with another seed than its own where one is given. */
export type Measure = (changes: readonly Change[], seedOffset?: number) => Promise<number>;

/** One run of the experiment. */
export interface Trial {
	readonly made: readonly string[];
	readonly accuracy: number;
}

export interface Ablation {
	readonly a: number;
	readonly b: number;
	/** Differences up to this may be luck: what other seeds made of the same documents, and what so few images can tell. */
	readonly noise: number;
	/** What each change alone makes of the first document, as far as it was tried. */
	readonly alone: readonly { readonly change: Change; readonly accuracy: number }[];
	/** The change, or the changes together, that make the gap; empty where there is none, or none was found. */
	readonly culprits: readonly Change[];
	/** The second document with the culprits taken back; null where that was not tried. */
	readonly without: number | null;
	readonly trials: readonly Trial[];
}

/** Changes that are tried one by one; more are halved until so few are left. */
const ONE_BY_ONE = 5;
/** A change that makes this share of the gap made it. */
const MOST = 0.5;

/**
 * Finds which change makes two documents' accuracies differ, in few runs: both documents and each once more with another seed, then the first document with
 * one change at a time (of many changes, halves at a time: Zeller & Hildebrandt 2002, "Simplifying and isolating failure-inducing input"), and in the end the
 * second document without what was found, which must close the gap.
 *
 * @param images how many held-out images the accuracies are of
 */
export async function ablate(changes: readonly Change[], images: number, measure: Measure): Promise<Ablation> {
	const trials: Trial[] = [];
	const known = new Map<string, number>();
	const run = async (made: readonly Change[], seedOffset = 0): Promise<number> => {
		const key = `${made.map(({ id }) => id).join("\n")}\n+${seedOffset}`;
		const found = known.get(key);
		if (found !== undefined) return found;
		const accuracy = await measure(made, seedOffset);
		known.set(key, accuracy);
		trials.push({ made: [...made.map(({ id }) => id), ...(seedOffset === 0 ? [] : ["another seed"])], accuracy });
		return accuracy;
	};
	const a = await run([]);
	const b = await run(changes);
	const spread = Math.max(Math.abs((await run([], 1)) - a), Math.abs((await run(changes, 1)) - b));
	const noise = Math.max(spread, sampling(a, images), sampling(b, images));
	const gap = b - a;
	const nothing = { a, b, noise, alone: [], culprits: [], without: null, trials };
	if (Math.abs(gap) <= noise || changes.length === 0) return nothing;

	// Halves: what is left of the changes is the half whose run goes further towards the second document.
	let left = [...changes];
	let base: readonly Change[] = [];
	while (left.length > ONE_BY_ONE) {
		const half = left.slice(0, Math.ceil(left.length / 2));
		const rest = left.slice(half.length);
		const reached = (await run([...base, ...half])) - (await run(base));
		if (Math.abs(reached) >= MOST * Math.abs(gap) && Math.sign(reached) === Math.sign(gap)) left = half;
		else {
			base = [...base, ...half];
			left = rest;
		}
	}
	const from = await run(base);
	const alone: { change: Change; accuracy: number }[] = [];
	for (const change of left) alone.push({ change, accuracy: await run([...base, change]) });
	const towards = (accuracy: number) => (accuracy - from) * Math.sign(gap);
	const ranked = alone.toSorted((x, y) => towards(y.accuracy) - towards(x.accuracy));
	let culprits = ranked.slice(0, 1).map(({ change }) => change);
	if (towards(ranked[0]!.accuracy) < MOST * Math.abs(gap)) {
		// No single one: together, the strongest first, until they make the most of it.
		for (let count = 2; count <= ranked.length; count++) {
			culprits = ranked.slice(0, count).map(({ change }) => change);
			if (towards(await run(inOrder(changes, [...base, ...culprits]))) >= MOST * Math.abs(gap)) break;
		}
	}
	const without = await run(changes.filter((change) => !culprits.includes(change)));
	return { a, b, noise, alone, culprits, without, trials };
}

function inOrder(all: readonly Change[], chosen: readonly Change[]): Change[] {
	return all.filter((change) => chosen.includes(change));
}

/** Half the width of the 95 % interval of a share seen in n trials. */
function sampling(share: number, n: number): number {
	return 1.96 * Math.sqrt((share * (1 - share)) / Math.max(1, n));
}
