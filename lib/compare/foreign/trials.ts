import type { Assignment } from "./assignments.ts";
import type { ForeignFeatures } from "./features-file.ts";
import { changeOf, type Hypothesis } from "./hypotheses.ts";
import type { Laboratory } from "./laboratory.ts";
import type { Tried } from "./report.ts";
import { distance, median, RowSearch, type Rows, SAME } from "./rows.ts";

/** One hypothesis, held against the foreign rows of a few images. */
export interface Trial {
	readonly parts: readonly Hypothesis[];
	readonly images: readonly number[];
	/** The job's rows under the hypothesis. */
	readonly rows: Rows;
	/** Of the assignment that fits best: each image's distance to its own foreign row, the nearest where it has several. */
	readonly assignment: Assignment;
	readonly distances: readonly number[];
	/** The nearest row anywhere in the file. */
	readonly anywhere: readonly { readonly row: number; readonly distance: number }[];
}

/** Images that show that a hypothesis does not hold. */
export const FEW = 8;
/** Nine rows of ten that are the same explain a file; what is left may be images that changed. */
const EXPLAINED = 0.9;

/** Tries hypotheses on images spread over the data. */
export class Trials {
	readonly #lab: Laboratory;
	readonly #foreign: ForeignFeatures;
	readonly #assignments: readonly Assignment[];
	readonly #rowsOf: readonly ReadonlyMap<number, readonly number[]>[];
	readonly #search: RowSearch;
	readonly done: Trial[] = [];
	/** Hypotheses that could not be told from one before them, and those whose rows have another length. */
	alike = 0;
	otherLength = 0;

	constructor(lab: Laboratory, foreign: ForeignFeatures, assignments: readonly Assignment[]) {
		this.#lab = lab;
		this.#foreign = foreign;
		this.#assignments = assignments;
		this.#rowsOf = assignments.map(rowsOf);
		this.#search = new RowSearch(foreign);
	}

	/** null: it gives rows of another length, or the same as one that was tried before. */
	async try(parts: readonly Hypothesis[], images: readonly number[]): Promise<Trial | null> {
		const rows = await this.#lab.rows(changeOf(parts), images);
		if (rows === null || rows.dim !== this.#foreign.dim) {
			this.otherLength++;
			return null;
		}
		// A difference that makes none on these images, as a way to resize where nothing is resized, counts as what was tried before it.
		if (this.done.some((other) => !sameParts(other.parts, parts) && alike(other.rows, rows))) {
			this.alike++;
			return null;
		}
		const measured = this.#assignments.map((assignment, a) => ({
			assignment,
			distances: images.map((image, i) => this.#own(this.#rowsOf[a]!.get(image) ?? [], rows, i)),
		}));
		const best = measured.reduce((least, next) => (median(next.distances) < median(least.distances) ? next : least));
		const trial = { parts, images, rows, ...best, anywhere: images.map((_, i) => this.#search.nearest(rows, i)) };
		this.done.push(trial);
		return trial;
	}

	#own(foreign: readonly number[], rows: Rows, i: number): number {
		return foreign.reduce((least, row) => Math.min(least, distance(this.#foreign, row, rows, i)), Number.POSITIVE_INFINITY);
	}
}

/** For each image the foreign rows that should be its. */
export function rowsOf({ image }: Assignment): ReadonlyMap<number, readonly number[]> {
	const found = new Map<number, number[]>();
	for (const [row, each] of image.entries()) {
		if (each === -1) continue;
		const rows = found.get(each);
		if (rows === undefined) found.set(each, [row]);
		else rows.push(row);
	}
	return found;
}

export const isSame = (distance: number): boolean => distance <= SAME;

function share(distances: readonly number[]): number {
	return distances.filter(isSame).length / distances.length;
}

/** Whether the rows computed so are the foreign ones, in their places. */
export function explains({ distances }: Trial): boolean {
	return share(distances) >= EXPLAINED;
}

/** Whether they are, in their places or in others. */
export function explainsInAnyOrder({ anywhere }: Trial): boolean {
	return share(anywhere.map(({ distance }) => distance)) >= EXPLAINED;
}

/** How far a trial is from the foreign rows, in whatever order. */
export function off({ distances, anywhere }: Trial): number {
	return Math.min(median(distances), median(anywhere.map(({ distance }) => distance)));
}

export function triedOf(trial: Trial): Tried {
	const { parts, images, distances, anywhere } = trial;
	return {
		kind: parts[0]!.kind,
		says: parts.map(({ says }) => says).join(", and "),
		set: parts.some(({ set }) => set === null) ? null : parts.flatMap(({ set }) => set!),
		images: images.length,
		same: distances.filter(isSame).length,
		anywhere: anywhere.filter(({ distance }) => isSame(distance)).length,
		median: median(distances),
		worst: Math.max(...distances),
	};
}

function sameParts(a: readonly Hypothesis[], b: readonly Hypothesis[]): boolean {
	return a.length === b.length && a.every((part, i) => part === b[i]);
}

/** As far as both go. */
function alike(a: Rows, b: Rows): boolean {
	const length = Math.min(a.values.length, b.values.length);
	return a.values.subarray(0, length).every((value, i) => value === b.values[i]);
}
