import { type Dataset, datasetDigest, type Entry } from "../data/dataset.ts";
import { byCodePoint } from "../data/order.ts";
import { byImage, type SideData, splitOf } from "./side-data.ts";

export type Which = "a" | "b";

/** Which document decides what of a dataset. */
export interface Picks {
	readonly images: Which;
	readonly labels: Which;
	readonly split: Which;
}

/**
 * A dataset that takes its images from one document, and labels and split of those that both have from either: so each can be tried alone. Images are the
 * same by their bytes, so no feature is computed anew for it (F2).
 *
 * @param names the second document's names of classes to the first's
 */
export function composed(
	sides: Readonly<Record<Which, SideData>>,
	picks: Picks,
	seed: number,
	names: ReadonlyMap<string, string>,
): Dataset {
	const own = sides[picks.images];
	const { a, b } = { a: byImage(sides.a), b: byImage(sides.b) };
	const nameOf = (which: Which, entry: Entry): string => {
		const name = sides[which].dataset.classes[entry.label]!;
		return which === "b" ? (names.get(name) ?? name) : name;
	};
	const pick = (which: Which, entry: Entry): readonly [Which, Entry] => {
		const other = which === picks.images ? undefined : { a, b }[which].get(entry.image);
		return other === undefined ? [picks.images, entry] : [which, other];
	};
	const labelled = own.dataset.entries.map((entry) => {
		const label = nameOf(...pick(picks.labels, entry));
		const [splitter, other] = pick(picks.split, entry);
		// An image that only one document has is split by the other's share all the same, if it has one.
		const by = picks.split !== splitter && sides[picks.split].share !== null ? picks.split : splitter;
		return { entry, label, split: splitOf(sides[by], { image: entry.image, split: other.split }, seed) };
	});
	const classes = [...new Set(labelled.map(({ label }) => label))].sort(byCodePoint);
	const number = new Map(classes.map((name, i) => [name, i]));
	const entries = labelled
		.map(({ entry, label, split }) => ({ ...entry, label: number.get(label)!, split }))
		.sort((x, y) => x.label - y.label || byCodePoint(x.path, y.path));
	return { classes, entries, skips: own.dataset.skips, digest: datasetDigest(classes, entries) };
}
