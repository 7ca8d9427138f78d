import type { Dataset } from "./dataset.ts";

/** Files of a dataset that have the bytes of another. */
export interface Copies {
	/** Files beyond the first of each image. */
	readonly duplicates: number;
	/** Images under more than one label. */
	readonly twoLabels: number;
	/** Held-out images that training has too. */
	readonly heldOut: number;
	/** A few of each by the paths of their files, one list for each image. */
	readonly named: { readonly duplicates: Named; readonly twoLabels: Named; readonly heldOut: Named };
}

type Named = readonly (readonly string[])[];

/** Images, and files of each, that are named: enough to find the cause by. */
const NAMED = 3;

export function copiesOf({ entries }: Pick<Dataset, "entries">): Copies {
	const byImage = new Map<string, Dataset["entries"][number][]>();
	for (const entry of entries) byImage.set(entry.image, [...(byImage.get(entry.image) ?? []), entry]);
	const several = [...byImage.values()].filter((files) => files.length > 1);
	const differIn = (of: "label" | "split") => several.filter((files) => new Set(files.map((each) => each[of])).size > 1);
	const paths = (groups: typeof several): Named => groups.slice(0, NAMED).map((files) => files.slice(0, NAMED).map(({ path }) => path));
	const twoLabels = differIn("label");
	const heldOut = differIn("split");
	return {
		duplicates: entries.length - byImage.size,
		twoLabels: twoLabels.length,
		heldOut: heldOut.length,
		named: { duplicates: paths(several), twoLabels: paths(twoLabels), heldOut: paths(heldOut) },
	};
}
