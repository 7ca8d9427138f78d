import type { Change } from "./changes.ts";
import { type Gap, gapOf, spreadOf } from "./interval.ts";

/** Held-out accuracy of the first document with these changes made and this seed. */
export type Measure = (made: readonly Change[], seed: number) => Promise<number>;

/** One run of the experiment. */
export interface Trial {
	/** Ids of the changes made to the first document. */
	readonly made: readonly string[];
	readonly seed: number;
	readonly accuracy: number;
}

export interface Ablation extends Gap {
	/** Seeds that both documents ran with; all else ran with the first. */
	readonly seeds: readonly number[];
	/** Accuracies by seed. Without changes the two documents are one, and `b` is empty. */
	readonly a: readonly number[];
	readonly b: readonly number[];
	/** Whether the gap is more than seeds and so few images make. */
	readonly differs: boolean;
	/** What each change alone makes of the first document, as far as it was tried. */
	readonly alone: readonly { readonly change: Change; readonly accuracy: number }[];
	/** The change, or the changes together, that make the gap; empty where there is none, or none was found. */
	readonly culprits: readonly Change[];
	/** What share of the gap they make alone, for each seed that this was tried with. */
	readonly shares: readonly number[];
	/** The second document with the culprits taken back; null where that was not tried. */
	readonly without: number | null;
	/** Changes that were not tried alone: they came in a half that made nothing, or there were no runs left. */
	readonly untried: readonly Change[];
	readonly trials: readonly Trial[];
}

export interface AblateOptions {
	/** How many held-out images an accuracy is of. */
	readonly images: number;
	/** Of the two documents; the same twice, or one each. */
	readonly seeds: readonly [number, number];
	readonly most?: number;
}

/** Runs that an answer may take. */
export const MOST_RUNS = 12;
/** Changes that are tried one by one; more are halved until so few are left. */
const ONE_BY_ONE = 5;
/** A change that makes this share of the gap made it. */
const MOST = 0.5;
/** More seeds only where two leave it open. */
const MOST_SEEDS = 4;
/** Seeds of a document that is compared with itself. */
const SEEDS_ALONE = 3;

/**
 * Finds which change makes two documents' accuracies differ, in few runs. First both documents with two seeds, or more where two do not decide whether there
 * is a gap at all. Then the first document with one change at a time (of many changes, halves at a time: Zeller & Hildebrandt 2002, "Simplifying and isolating
 * failure-inducing input"); in the end the second document without what was found, which must close the gap, and what was found once more with another seed.
 */
export async function ablate(changes: readonly Change[], measure: Measure, options: AblateOptions): Promise<Ablation> {
	const runs = new Runs(changes, measure, options.most ?? MOST_RUNS);
	const [own, other] = options.seeds;
	const seeds = [own, other === own ? own + 1 : other];
	while (seeds.length < MOST_SEEDS) seeds.push(Math.max(...seeds) + 1);
	if (changes.length === 0) return compareWithItself(runs, seeds.slice(0, SEEDS_ALONE), options.images);

	const { a, b, gap, margin } = await compare(runs, changes, seeds, options.images);
	const found = { seeds: seeds.slice(0, a.length), a, b, gap, margin, differs: Math.abs(gap) > margin };
	const nothing = { alone: [], culprits: [], shares: [], without: null, untried: changes };
	if (!found.differs) return { ...found, ...nothing, trials: runs.trials };

	const seed = own;
	const whole = b[0]! - a[0]!; // of one seed: same split, same order, same first weights as every run to come
	const { base, left } = await halve(runs, changes, whole, seed);
	const first = await single(runs, base, left, whole, seed);
	let { culprits } = first;
	const alone = [...first.alone];
	const within = culprits.length === 1 ? culprits[0]!.within : undefined;
	if (within !== undefined && runs.left > within.length) {
		const inner = await single(runs, base, within, whole, seed);
		if (inner.culprits.length < within.length) culprits = inner.culprits;
		alone.push(...inner.alone);
	}
	const without = runs.left > 0 ? await runs.of(restOf(changes, culprits), seed) : null;
	const shares: number[] = [];
	for (const [i, again] of seeds.slice(0, a.length).entries()) {
		if (runs.left === 0 && i > 0) break;
		if (i > 0 && base.length > 0) break; // another base for each seed would need as many runs again
		const [from, to] = [i === 0 ? await runs.of(base, seed) : a[i]!, await runs.of(inOrder(changes, [...base, ...culprits]), again)];
		shares.push((to - from) / (b[i]! - a[i]!));
	}
	const tried = new Set(alone.map(({ change }) => change));
	return { ...found, alone, culprits, shares, without, untried: changes.filter((change) => !tried.has(change)), trials: runs.trials };
}

/** Runs by what they are of, each once, counted. */
class Runs {
	readonly trials: Trial[] = [];
	readonly #all: readonly Change[];
	readonly #measure: Measure;
	readonly #most: number;
	readonly #known = new Map<string, number>();

	constructor(all: readonly Change[], measure: Measure, most: number) {
		this.#all = all;
		this.#measure = measure;
		this.#most = most;
	}

	get left(): number {
		return Math.max(0, this.#most - this.trials.length);
	}

	async of(made: readonly Change[], seed: number): Promise<number> {
		const ids = made.map(({ id }) => id);
		const key = JSON.stringify([ids.toSorted(), seed]);
		const found = this.#known.get(key);
		if (found !== undefined) return found;
		const accuracy = await this.#measure(inOrder(this.#all, made), seed);
		this.#known.set(key, accuracy);
		this.trials.push({ made: ids, seed, accuracy });
		return accuracy;
	}
}

/** Documents of one meaning: only the seed can make them differ. */
async function compareWithItself(runs: Runs, seeds: readonly number[], images: number): Promise<Ablation> {
	const a: number[] = [];
	for (const seed of seeds) a.push(await runs.of([], seed));
	const nothing = { alone: [], culprits: [], shares: [], without: null, untried: [] };
	return { seeds, a, b: [], gap: a[1]! - a[0]!, margin: spreadOf(a, images), differs: false, ...nothing, trials: runs.trials };
}

/** Both documents with two seeds, and with more while it is open whether they differ. */
async function compare(runs: Runs, changes: readonly Change[], seeds: readonly number[], images: number) {
	const a: number[] = [];
	const b: number[] = [];
	for (const [i, seed] of seeds.entries()) {
		a.push(await runs.of([], seed));
		b.push(await runs.of(changes, seed));
		const { gap, margin } = gapOf(a, b, images);
		// Seeds agree, or the gap is less than so few images can tell whatever more seeds say.
		const open = Math.abs(gap) <= margin && Math.abs(gap) > gapOf([a[0]!], [b[0]!], images).margin / 2;
		if (i > 0 && !open) break;
	}
	return { a, b, ...gapOf(a, b, images) };
}

/** Halves: what is left of the changes is the half whose run goes further towards the second document. */
async function halve(runs: Runs, changes: readonly Change[], whole: number, seed: number) {
	let left = [...changes];
	let base: readonly Change[] = [];
	while (left.length > ONE_BY_ONE) {
		const half = left.slice(0, Math.ceil(left.length / 2));
		const rest = left.slice(half.length);
		if (towards(await runs.of([...base, ...half], seed), await runs.of(base, seed), whole) >= MOST * Math.abs(whole)) left = half;
		else {
			base = [...base, ...half];
			left = rest;
		}
	}
	return { base, left };
}

/** Which of a few changes makes the gap alone; or else which of them together, the strongest first. */
async function single(runs: Runs, base: readonly Change[], few: readonly Change[], whole: number, seed: number) {
	const from = await runs.of(base, seed);
	const alone: { change: Change; accuracy: number }[] = [];
	for (const change of few) if (runs.left > 1) alone.push({ change, accuracy: await runs.of([...base, change], seed) });
	const ranked = alone.toSorted((x, y) => towards(y.accuracy, from, whole) - towards(x.accuracy, from, whole));
	let culprits = ranked.slice(0, 1).map(({ change }) => change);
	if (ranked.length > 0 && towards(ranked[0]!.accuracy, from, whole) < MOST * Math.abs(whole)) {
		for (let count = 2; count <= ranked.length && runs.left > 1; count++) {
			culprits = ranked.slice(0, count).map(({ change }) => change);
			if (towards(await runs.of([...base, ...culprits], seed), from, whole) >= MOST * Math.abs(whole)) break;
		}
	}
	return { alone, culprits };
}

/** How far an accuracy has gone from one document's towards the other's. */
function towards(accuracy: number, from: number, whole: number): number {
	return (accuracy - from) * Math.sign(whole);
}

export function restOf(all: readonly Change[], culprits: readonly Change[]): Change[] {
	return all.flatMap((change) => {
		if (culprits.includes(change)) return [];
		const rest = change.within?.filter((each) => !culprits.includes(each));
		return rest === undefined || rest.length === change.within?.length ? [change] : rest;
	});
}

/** In the order of the document; parts of a bundle stand where the bundle stands. */
function inOrder(all: readonly Change[], chosen: readonly Change[]): Change[] {
	return all.flatMap((change) => (chosen.includes(change) ? [change] : (change.within ?? []).filter((each) => chosen.includes(each))));
}
