import type { OtherBatch } from "./batches.ts";

/** Proof that both ways of a job are the same computation, or where they part. docs/compare.md describes each field; a test compares the two. */
export interface Certificate {
	readonly schemaVersion: 1;
	readonly kind: "certificate";
	readonly name: string;
	readonly verdict: Verdict;
	readonly jobs: Readonly<Record<WayName, string>>;
	/** Where both ways begin: the same images, labels, split, space, head and settings of the fit. */
	readonly plan: {
		readonly equal: boolean;
		/** What the two plans have otherwise, in words. */
		readonly differences: readonly string[];
		readonly train: number;
		readonly validation: number;
		readonly stepsPerEpoch: number;
		readonly batch: number;
		readonly seed: number;
		readonly space: string;
		readonly dataset: string;
	};
	readonly features: {
		readonly equal: boolean;
		/** Values in a row. */
		readonly dim: number;
		/** Rows of the frozen way that were held against the stored ones: those that its fit was given, and those computed only to be compared. */
		readonly rows: { readonly inFit: number; readonly besides: number };
		readonly images: number;
		readonly differing: number;
		readonly maxAbs: number;
		readonly maxRelative: number;
		readonly worst: { readonly path: string; readonly image: string } | null;
	};
	readonly order: {
		readonly equal: boolean;
		/** Batches of the epochs that both ways fitted. */
		readonly batches: number;
		readonly first: OtherBatch | null;
	};
	readonly firstLoss: Readonly<Record<WayName, number>> & { readonly equal: boolean; readonly difference: number };
	readonly epochs: readonly EpochCertificate[];
	readonly cost: Readonly<Record<WayName, Cost>>;
	readonly environment: Readonly<Record<string, string>>;
}

export type WayName = "features" | "frozen";

export interface Verdict {
	readonly pass: boolean;
	/** The first place where the ways part. */
	readonly place: "plan" | "feature row" | "batch order" | "first-step loss" | "epoch" | null;
	/** Which: an image's path, a batch, an epoch. */
	readonly at: string | null;
	readonly says: string;
	/** What to look at; empty for a pass. */
	readonly look: readonly string[];
}

export interface EpochCertificate {
	readonly epoch: number;
	readonly equal: boolean;
	/** SHA-256 of the head's weights after the epoch; null where a way did not get there. */
	readonly features: string | null;
	readonly frozen: string | null;
	/** Largest difference of a weight; null where it was not measured, because a fit was in the store already. */
	readonly maxDifference: number | null;
	/** SHA-256 over the epoch's training images in their batches. */
	readonly order: Readonly<Record<WayName, string | null>>;
	readonly valAccuracy: Readonly<Record<WayName, number | null>>;
}

export interface Cost {
	/** plan, extract, fit, export, total. `fit` is what the fit took whenever it was fitted, the others are of this run. */
	readonly seconds: Readonly<Record<string, number>>;
	/** Images through the backbone: in this run, and what this way needs from nothing. */
	readonly forwards: { readonly run: number; readonly fromNothing: number };
	/** Written to the store in this run, and what of the way's features stays there. */
	readonly bytes: { readonly written: number; readonly features: number };
	/** Feature rows, and epochs, that were in the store already. */
	readonly reused: { readonly rows: number; readonly epochs: number };
}
