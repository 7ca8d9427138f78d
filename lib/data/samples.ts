import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.ts";

/** One (image, view) pair: what a feature row is the feature of. */
export interface Sample {
	/** 16 bytes; view 0 is named by the first half of the image's own digest. */
	readonly id: Uint8Array;
	/** SHA-256 of the image, hex. */
	readonly image: string;
	readonly view: number;
	/** A file that has these bytes. */
	readonly file: string;
}

export function sampleId(image: string, view: number): Uint8Array {
	const digest = Buffer.from(image, "hex");
	if (view === 0) return new Uint8Array(digest.subarray(0, 16));
	const number = Buffer.alloc(4);
	number.writeUInt32LE(view);
	return new Uint8Array(createHash("sha256").update(digest).update(number).digest().subarray(0, 16));
}

/** The distinct images of a dataset, each once as itself, in order of their ids: two files with the same bytes are one sample (F2). */
export function sampleTable({ entries }: Pick<Dataset, "entries">): Sample[] {
	return images(entries).map(([image, file]) => ({ id: sampleId(image, 0), image, view: 0, file }));
}

/** Views 1 to `views` of each image, image by image, so that an image is decoded once for all of them. */
export function viewTable({ entries }: Pick<Dataset, "entries">, views: number): Sample[] {
	return images(entries).flatMap(([image, file]) =>
		Array.from({ length: views }, (_, i) => ({ id: sampleId(image, i + 1), image, view: i + 1, file })),
	);
}

function images(entries: Dataset["entries"]): [image: string, file: string][] {
	const files = new Map<string, string>();
	for (const { image, file } of entries) if (!files.has(image)) files.set(image, file);
	return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}
