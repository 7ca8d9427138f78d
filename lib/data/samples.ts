import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.ts";

/** One (image, view) pair: what a feature row is the feature of. Its id is made when it is needed: those of a hundred thousand samples would weigh as much as the rest. */
export interface Sample {
	/** SHA-256 of the image, hex. */
	readonly image: string;
	readonly view: number;
	/** A file that has these bytes. */
	readonly file: string;
}

/** 16 bytes; view 0 is named by the first half of the image's own digest. */
export function sampleId(image: string, view: number): Uint8Array {
	const digest = Buffer.from(image, "hex");
	if (view === 0) return new Uint8Array(digest.subarray(0, 16));
	const number = Buffer.alloc(4);
	number.writeUInt32LE(view);
	return new Uint8Array(createHash("sha256").update(digest).update(number).digest().subarray(0, 16));
}

/** The distinct images of a dataset, each once as itself, in order of their ids: two files with the same bytes are one sample (F2). */
export function sampleTable({ entries }: Pick<Dataset, "entries">): Sample[] {
	return imagesOf(entries).map(({ image, file }) => ({ image, view: 0, file }));
}

/** Views 1 to `views` of each image, image by image, so that an image is decoded once for all of them. */
export function viewTable({ entries }: Pick<Dataset, "entries">, views: number): Sample[] {
	return imagesOf(entries).flatMap(({ image, file }) => Array.from({ length: views }, (_, i) => ({ image, view: i + 1, file })));
}

/** The first entry of each image, in order of their digests. */
function imagesOf(entries: Dataset["entries"]): Dataset["entries"] {
	const seen = new Set<string>();
	const first = entries.filter(({ image }) => !seen.has(image) && seen.add(image));
	return first.sort((a, b) => (a.image < b.image ? -1 : 1));
}
