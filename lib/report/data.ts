import type { Copies } from "../data/copies.ts";
import type { LayerFigures } from "../fit/layer-figures.ts";
import type { SkipCode } from "../image/skip-code.ts";

/** What a job leaves for people to read: the JSON twin of the HTML page. */
export interface ReportData {
	readonly schemaVersion: 1;
	readonly job: string;
	readonly name: string;
	readonly way: "features" | "frozen";
	readonly classes: readonly ClassCounts[];
	readonly images: {
		readonly total: number;
		readonly train: number;
		readonly validation: number;
		readonly skipped: Readonly<Record<string, number>>;
	};
	/** Files whose bytes another file has too. */
	readonly copies: Copies;
	/** Classes of the last run of a job of this name, in its order; null where there was none. */
	readonly classesBefore: readonly string[] | null;
	readonly features: {
		readonly cached: number;
		readonly extracted: number;
		readonly reasons: Readonly<Record<string, number>>;
		readonly dim: number;
	};
	readonly epochs: readonly ReportEpoch[];
	/** Number of the epoch whose head was kept. */
	readonly bestEpoch: number;
	readonly stoppedEarly: boolean;
	/** Rows: true class; columns: predicted class; over the validation images. */
	readonly confusion: readonly (readonly number[])[];
	/** Confidently wrong validation images, worst first. */
	readonly mistakes: readonly Mistake[];
	readonly skips: readonly { readonly path: string; readonly code: SkipCode | string; readonly detail: string }[];
	readonly findings: readonly Finding[];
	/** Images that went through the backbone in this run, and what either way needs for this job from nothing. */
	readonly forwards: { readonly run: number; readonly featuresWay: number; readonly frozenWay: number };
	/** Augmented views of the training images; absent where they are not augmented. */
	readonly views?: ReportViews;
	readonly seconds: {
		readonly plan: number;
		readonly extract: number;
		readonly fit: number;
		readonly export: number;
		readonly total: number;
	};
	readonly head: { readonly sha256: string; readonly parameters: number };
	/** Of the kept head's layers with units or weights, in order. */
	readonly layers: readonly LayerFigures[];
	readonly space: { readonly id: string; readonly text: string };
	readonly dataset: string;
	/** The canonical job document. */
	readonly document: unknown;
	readonly environment: Readonly<Record<string, string>>;
}

export interface ReportViews {
	/** Views of each training image that there are; null: one for every pass. */
	readonly kept: number | null;
	/** Different views of an image that the fit learned from, and those that it learns from when every pass has a new one: its passes over the data. */
	readonly seen: number;
	readonly fresh: number;
	/** seen / fresh, and the images that the features way sends through the backbone over those that the frozen way does. */
	readonly variety: number;
	readonly cost: number;
}

export interface ClassCounts {
	readonly name: string;
	readonly train: number;
	readonly validation: number;
}

export interface ReportEpoch {
	readonly epoch: number;
	readonly loss: number;
	readonly accuracy: number;
	readonly valLoss: number;
	readonly valAccuracy: number;
	readonly seconds: number;
	readonly learningRate: number;
}

export interface Mistake {
	readonly path: string;
	readonly truth: string;
	readonly predicted: string;
	/** Of the predicted class, and of the true one. */
	readonly probability: number;
	readonly truthProbability: number;
	/** data:image/jpeg;base64,… or null. */
	readonly thumbnail: string | null;
}

export interface Finding {
	/** Stable, documented in docs/lint.md. */
	readonly code: string;
	readonly severity: "error" | "warning" | "note";
	readonly message: string;
	readonly fix: string;
	/** The fix as `--set` takes it; empty where it is not the document that needs mending. */
	readonly edits: readonly string[];
	/** What it did in a small experiment (docs/lint.md says which); null where there is none. */
	readonly measured: string | null;
	/** Place in the job document. */
	readonly path: readonly (string | number)[];
}
