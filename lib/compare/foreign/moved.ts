import type { ForeignFeatures } from "./features-file.ts";
import type { Laboratory } from "./laboratory.ts";
import type { MovedRows } from "./report.ts";
import { RowSearch, type Rows } from "./rows.ts";
import { isSame, rowsOf, type Trial } from "./trials.ts";

/** Images that are looked for in the whole file. */
const LOOKED = 256;
const EXAMPLES = 5;

/** Where rows stand that are of other images than their places say; null where none is moved. With the job's own rows, of many images; else of those that were tried. */
export async function lookForMoved(lab: Laboratory, foreign: ForeignFeatures, trial: Trial): Promise<MovedRows | null> {
	const asTheJob = trial.parts.every(({ kind }) => kind === "none");
	const { assignment } = trial;
	const placed = rowsOf(assignment);
	const images = asTheJob ? spread([...placed.keys()], LOOKED) : [...trial.images];
	if (images.length === 0) return null;
	const found = asTheJob ? nearestOf(foreign, await lab.stored(images), images.length) : trial.anywhere;
	const places = images.map((image, i) => ({ image, ...found[i]! })).filter(({ distance }) => isSame(distance));
	const sameBytes = (a: number, b: number) => lab.images[a]!.digest === lab.images[b]!.digest;
	const moved = places.filter(({ image, row }) => {
		const should = assignment.image[row]!;
		return !(placed.get(image)?.includes(row) || (should !== -1 && sameBytes(should, image)));
	});
	if (moved.length === 0) return null;
	const path = (image: number) => (image === -1 ? "no image" : lab.images[image]!.path);
	return {
		looked: images.length,
		found: places.length,
		moved: moved.length,
		sameClass: moved.filter(({ image, row }) => lab.images[assignment.image[row]!]?.label === lab.images[image]!.label).length,
		examples: moved
			.toSorted((a, b) => a.row - b.row)
			.slice(0, EXAMPLES)
			.map(({ image, row }) => ({ row, should: path(assignment.image[row]!), is: path(image) })),
	};
}

function nearestOf(foreign: ForeignFeatures, own: Rows, count: number): { row: number; distance: number }[] {
	const search = new RowSearch(foreign);
	return Array.from({ length: count }, (_, i) => search.nearest(own, i));
}

function spread(all: readonly number[], count: number): number[] {
	const step = Math.max(1, all.length / count);
	return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * step)]!);
}
