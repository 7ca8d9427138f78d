/** How often an image that one list puts into class `from` stands in class `to` of another. */
export type LabelTable = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What the labels of one list are to those of another, over the images that both have. */
export type Relabelling =
	| { readonly kind: "same" }
	/** The classes have changed places: `places` leads from the second list's class to the first's. */
	| { readonly kind: "permuted"; readonly places: ReadonlyMap<string, string>; readonly moved: number; readonly images: number }
	/** No rule: no more images keep their class than chance leaves there. */
	| { readonly kind: "shuffled"; readonly moved: number; readonly images: number }
	/** Some images stand in another class. */
	| { readonly kind: "some"; readonly moved: number; readonly images: number; readonly flows: readonly Flow[] };

export interface Flow {
	readonly from: string;
	readonly to: string;
	readonly images: number;
}

/** Classes count as having changed places when this share of the images agrees. */
const RULE = 0.95;
/** Agreement up to this many times what chance leaves is chance. */
const CHANCE = 1.3;

/** @param table first list's class → second list's class → images, with one set of names (otherNames) */
export function relabelling(table: LabelTable): Relabelling {
	const images = total(table);
	const kept = [...table].reduce((sum, [from, row]) => sum + (row.get(from) ?? 0), 0);
	const moved = images - kept;
	if (moved === 0) return { kind: "same" };
	const places = assigned(table);
	const followed = [...places].reduce((sum, [to, from]) => sum + (table.get(from)?.get(to) ?? 0), 0);
	if (followed >= RULE * images && [...places].some(([to, from]) => from !== to)) return { kind: "permuted", places, moved, images };
	if (kept <= CHANCE * byChance(table)) return { kind: "shuffled", moved, images };
	return { kind: "some", moved, images, flows: flowsOf(table) };
}

/**
 * The first list's name of each of the second's classes, where the lists have no name in common: numbers for words, say. Which is which shows in the images;
 * empty where the lists share names.
 */
export function otherNames(table: LabelTable): ReadonlyMap<string, string> {
	const shared = [...table.values()].some((row) => [...row.keys()].some((to) => table.has(to)));
	return shared ? new Map() : assigned(table);
}

export function translated(table: LabelTable, names: ReadonlyMap<string, string>): LabelTable {
	return new Map([...table].map(([from, row]) => [from, new Map([...row].map(([to, images]) => [names.get(to) ?? to, images]))]));
}

/** One class for each, those with the most images in common first. */
function assigned(table: LabelTable): ReadonlyMap<string, string> {
	const places = new Map<string, string>();
	const taken = new Set<string>();
	const pairs = [...table].flatMap(([from, row]) => [...row].map(([to, images]) => ({ from, to, images })));
	for (const { from, to } of pairs.sort((x, y) => y.images - x.images || (x.from < y.from ? -1 : 1))) {
		if (taken.has(from) || places.has(to)) continue;
		taken.add(from);
		places.set(to, from);
	}
	return places;
}

/** Images that would keep their class if the second list's labels were dealt out anew. */
function byChance(table: LabelTable): number {
	const columns = new Map<string, number>();
	for (const row of table.values()) for (const [to, count] of row) columns.set(to, (columns.get(to) ?? 0) + count);
	const images = total(table);
	return [...table].reduce((sum, [from, row]) => sum + (total(new Map([[from, row]])) * (columns.get(from) ?? 0)) / Math.max(1, images), 0);
}

function flowsOf(table: LabelTable): Flow[] {
	return [...table]
		.flatMap(([from, row]) => [...row].filter(([to]) => to !== from).map(([to, images]) => ({ from, to, images })))
		.sort((x, y) => y.images - x.images || (x.from < y.from ? -1 : 1));
}

function total(table: LabelTable): number {
	return [...table.values()].reduce((sum, row) => sum + [...row.values()].reduce((all, count) => all + count, 0), 0);
}
