import { digestOf } from "../base/digest.ts";
import type { SkipCode } from "../image/skip-code.ts";

/** One labelled picture of the job. Two files with equal bytes are two entries with one `image`. */
export interface Entry {
	/** SHA-256 of the bytes, hex: the image's name (F2). */
	readonly image: string;
	/** As a person knows it: relative to the folder or manifest, `/` between parts. */
	readonly path: string;
	/** Where the bytes are: an absolute path, a key of the store, or `s3://bucket/key`. */
	readonly file: string;
	/** Index into `Dataset.classes`. */
	readonly label: number;
	readonly split: "train" | "validation";
	readonly bytes: number;
}

export interface Skip {
	readonly image: string;
	readonly path: string;
	readonly code: SkipCode;
	/** What exactly was wrong, for a person. */
	readonly detail: string;
}

export interface Dataset {
	/** Class names in code-point order; a label is an index here. */
	readonly classes: readonly string[];
	/** In order of class, then path, by code points. */
	readonly entries: readonly Entry[];
	/** Files that could not even be read (UNREADABLE) or are empty (EMPTY); the others show when they are decoded. */
	readonly skips: readonly Skip[];
	/** Digest over classes and the sorted (image, label, split) triples: renaming and moving files does not change it. */
	readonly digest: string;
}

/** Names a dataset by what a fit can see of it. */
export function datasetDigest(classes: readonly string[], entries: readonly Pick<Entry, "image" | "label" | "split">[]): string {
	return digestOf({ classes, images: entries.map(({ image, label, split }) => `${image} ${label} ${split}`).sort() });
}
