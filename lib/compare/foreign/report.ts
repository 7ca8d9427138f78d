import type { Kind } from "./hypotheses.ts";

/** Whether features that another program made are a job's own, and if not, what that program does otherwise. docs/compare.md describes each field. */
export interface ForeignReport {
	readonly schemaVersion: 1;
	readonly kind: "foreign";
	readonly name: string;
	readonly verdict: ForeignVerdict;
	readonly file: string;
	readonly rows: number;
	readonly rowShape: readonly number[];
	/** Rows that hold infinity or no number. */
	readonly nonFinite: number;
	readonly job: { readonly images: number; readonly rowShape: readonly number[]; readonly space: string };
	/** How rows and images were brought together. */
	readonly matching: { readonly by: string; readonly says: string; readonly rows: number; readonly unknownNames: readonly string[] };
	/** All matched rows against the job's own; null where they have another length. */
	readonly asTheJob: {
		readonly rows: number;
		readonly same: number;
		readonly maxAbs: number;
		/** ‖foreign − own‖ / ‖own‖. */
		readonly median: number;
		readonly maxRelative: number;
		readonly worst: { readonly row: number; readonly path: string } | null;
	} | null;
	/** What was tried, the best first. */
	readonly tried: readonly Tried[];
	/** Where rows are of other images than their places say; null where they are not, or it is not known. */
	readonly order: MovedRows | null;
	readonly augmented: Augmented | null;
	readonly similarity: Similarity | null;
}

export interface Cause {
	readonly kind: Exclude<Kind, "none"> | "order" | "augmented" | "rows";
	readonly says: string;
	/** How the job would do the same. */
	readonly set: readonly string[] | null;
}

export interface ForeignVerdict {
	readonly same: boolean;
	/** Empty for the same features, and where no explanation fits. */
	readonly causes: readonly Cause[];
	/** certain: rows computed so are the foreign ones. likely: what was measured speaks for it. none: nothing that was tried fits. */
	readonly certainty: "certain" | "likely" | "none";
	readonly says: string;
}

export interface Tried {
	readonly kind: Kind;
	readonly says: string;
	readonly set: readonly string[] | null;
	/** Images whose rows were computed so. */
	readonly images: number;
	/** Of these, rows that are the same in their places, and anywhere in the file. */
	readonly same: number;
	readonly anywhere: number;
	/** ‖foreign − computed‖ / ‖computed‖ in their places. */
	readonly median: number;
	readonly worst: number;
}

export interface MovedRows {
	/** Images looked for, those found in the file, and of these in another place than theirs. */
	readonly looked: number;
	readonly found: number;
	readonly moved: number;
	/** Of the moved ones, those that stand where an image of their own class should. */
	readonly sameClass: number;
	readonly examples: readonly { readonly row: number; readonly should: string; readonly is: string }[];
}

export interface Augmented {
	readonly images: number;
	/** Variations that were tried on each. */
	readonly variations: number;
	/** Images whose foreign row is the plain picture's, or much nearer to a varied picture's than to the plain one's. */
	readonly plain: number;
	readonly nearerVaried: number;
	/** How the variations that are nearest differ: degrees, shares of the side, share of the picture that is seen, from the least to the most; and how many are mirrored. */
	readonly spread: Readonly<Record<"angle" | "dx" | "dy" | "zoom", readonly [number, number]>> & { readonly mirrored: number };
	/** Pairs of rows of one picture, and how many of them differ: the same computation gives the same row. */
	readonly pairs: number;
	readonly differingPairs: number;
}

export interface Similarity {
	readonly images: number;
	/** Correlation of the distances between images, in the foreign rows and in the job's own. */
	readonly correlation: number;
	/** The largest of so many random orders. */
	readonly byChance: number;
	/** Mean correlation of a foreign column with the own column of its number; null where rows have another length. */
	readonly columns: number | null;
}
