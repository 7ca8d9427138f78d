import type { Dataset, Entry } from "../data/dataset.ts";
import { isValidation } from "../data/split.ts";

/** A document's images, which can be split anew for another seed. */
export interface SideData {
	readonly dataset: Dataset;
	/** Share that the seed holds out; null where the split is given and no seed changes it. */
	readonly share: number | null;
}

/**
 * A dataset as its document's seed split it. A list may give some images a side of their own; where the share and the seed do not account for all sides,
 * the split counts as given.
 */
export function sideData(dataset: Dataset, seed: number, share: number | null): SideData {
	const drawn =
		share !== null && dataset.entries.every(({ image, split }) => (split === "validation") === isValidation(seed, image, share));
	return { dataset, share: drawn ? share : null };
}

/** The side that an image of this dataset stands on with a seed. */
export function splitOf({ share }: SideData, { image, split }: Pick<Entry, "image" | "split">, seed: number): Entry["split"] {
	if (share === null) return split;
	return isValidation(seed, image, share) ? "validation" : "train";
}

/** Each image once: of copies the one that is trained on, and of those the first by path, so that two lists of the same files agree. */
export function byImage({ dataset }: SideData): Map<string, Entry> {
	const found = new Map<string, Entry>();
	for (const entry of dataset.entries) {
		const known = found.get(entry.image);
		const first = known === undefined || (known.split === entry.split ? entry.path < known.path : entry.split === "train");
		if (first) found.set(entry.image, entry);
	}
	return found;
}
