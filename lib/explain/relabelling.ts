/** How often an image that one list puts into class `from` stands in class `to` of another. */
export type LabelTable = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What the labels of one list are to those of another, over the images that both have. */
export type Relabelling =
	/** The same, or only by other names: `names` leads from the second list's names to the first's. */
	| { readonly kind: "same"; readonly names: ReadonlyMap<string, string>; readonly renamed: boolean }
	/** The classes have changed places: each stands where another stood. */
	| { readonly kind: "permuted"; readonly names: ReadonlyMap<string, string>; readonly moved: number; readonly images: number }
	/** No rule: no more images keep their class than chance leaves there. */
	| { readonly kind: "shuffled"; readonly moved: number; readonly images: number }
	/** Some images stand in another class. */
	| { readonly kind: "some"; readonly moved: number; readonly images: number; readonly flows: readonly Flow[] };

export interface Flow {
	readonly from: string;
	readonly to: string;
	readonly images: number;
}

/** A class counts as another's new name or place when this share of its images agrees. */
const RULE = 0.95;
/** Agreement up to this many times what chance leaves is chance. */
const CHANCE = 1.3;

/** @param table first list's class → second list's class → images */
export function relabelling(table: LabelTable): Relabelling {
	const images = total(table);
	const majority = new Map([...table].map(([from, row]) => [from, [...row].reduce((most, next) => (next[1] > most[1] ? next : most))[0]]));
	const followed = [...table].reduce((sum, [from, row]) => sum + (row.get(majority.get(from)!) ?? 0), 0);
	const oneToOne = new Set(majority.values()).size === majority.size && followed >= RULE * images;
	const names = new Map([...majority].map(([from, to]) => [to, from]));
	const foreign = [...majority.values()].every((to) => !table.has(to));
	if (oneToOne && foreign && images > 0) {
		const moved = images - followed;
		return moved === 0
			? { kind: "same", names, renamed: true }
			: { kind: "some", moved, images, flows: flowsOf(table, (from, to) => majority.get(from) !== to) };
	}
	const kept = [...table].reduce((sum, [from, row]) => sum + (row.get(from) ?? 0), 0);
	const moved = images - kept;
	if (moved === 0) return { kind: "same", names: new Map(), renamed: false };
	if (oneToOne && [...majority].some(([from, to]) => from !== to)) return { kind: "permuted", names, moved, images };
	if (kept <= CHANCE * byChance(table)) return { kind: "shuffled", moved, images };
	return { kind: "some", moved, images, flows: flowsOf(table, (from, to) => from !== to) };
}

/** Images that would keep their class if the second list's labels were dealt out anew. */
function byChance(table: LabelTable): number {
	const columns = new Map<string, number>();
	for (const row of table.values()) for (const [to, count] of row) columns.set(to, (columns.get(to) ?? 0) + count);
	const images = total(table);
	return [...table].reduce((sum, [from, row]) => sum + (total(new Map([[from, row]])) * (columns.get(from) ?? 0)) / Math.max(1, images), 0);
}

function flowsOf(table: LabelTable, moved: (from: string, to: string) => boolean): Flow[] {
	return [...table]
		.flatMap(([from, row]) => [...row].filter(([to]) => moved(from, to)).map(([to, images]) => ({ from, to, images })))
		.sort((x, y) => y.images - x.images || (x.from < y.from ? -1 : 1));
}

function total(table: LabelTable): number {
	return [...table.values()].reduce((sum, row) => sum + [...row.values()].reduce((all, count) => all + count, 0), 0);
}
