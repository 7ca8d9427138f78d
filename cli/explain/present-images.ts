import { readFile } from "node:fs/promises";
import { sha256 } from "../../lib/base/digest.ts";
import { inTurns } from "../../lib/base/in-turns.ts";
import { type Dataset, datasetDigest } from "../../lib/data/dataset.ts";
import { isRemote } from "../../lib/data/remote.ts";
import { parsePackedImage } from "../../lib/store/keys.ts";
import type { Side } from "./side.ts";

/** Files read at a time. */
const READERS = 8;

/**
 * A run that has ended with its images as they can still be read: where its files have moved, the other's file of the same bytes is taken; images that are
 * in neither place any more are left out and counted. A document's images were read just now.
 */
export async function withPresentImages(side: Side, other: Side): Promise<Side> {
	if (!side.finished) return side;
	const elsewhere = new Map(other.data.dataset.entries.map(({ image, file }) => [image, file]));
	const { classes, entries, skips } = side.data.dataset;
	const found = await inTurns(entries, READERS, async (entry) => {
		for (const file of new Set([entry.file, elsewhere.get(entry.image) ?? entry.file]))
			if (await holds(file, entry.image)) return { ...entry, file };
		return null;
	});
	const present = found.filter((entry) => entry !== null);
	const dataset: Dataset = { classes, entries: present, skips, digest: datasetDigest(classes, present) };
	return { ...side, data: { ...side.data, dataset }, gone: entries.length - present.length };
}

async function holds(file: string, image: string): Promise<boolean> {
	if (isRemote(file) || parsePackedImage(file) !== null) return true; // named by their content; whoever reads them sees
	const bytes = await readFile(file).catch(() => null);
	return bytes !== null && sha256(bytes) === image;
}
