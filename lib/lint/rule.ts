import type { HeadLayer, Job } from "../job/document.ts";
import type { Finding, ReportData, ReportEpoch } from "../report/data.ts";

export type Path = readonly (string | number)[];
export type Severity = Finding["severity"];

/** What is known when a document is looked at. The more there is, the more rules have something to say, and the more figures are in what they say. */
export interface Seen {
	readonly job: Job;
	/** Whether the document itself says something at a place; what it leaves out is a default. */
	readonly wrote: (path: Path) => boolean;
	/** Shape of a feature row; null where the backbone has not been looked at. */
	readonly featureShape: readonly number[] | null;
	/** null: the images have not been looked at. */
	readonly images: SeenImages | null;
	/** null: nothing has run yet. */
	readonly run: SeenRun | null;
}

/** Counts of a dataset, as a report has them too. */
export interface SeenImages extends Pick<ReportData, "classes" | "images" | "copies"> {
	/** Classes of the last run of a job of this name, in its order; null where there was none. */
	readonly classesBefore: readonly string[] | null;
}

/** A run that ended. */
export interface SeenRun {
	readonly data: ReportData;
	/** The epoch whose head was kept. */
	readonly kept: ReportEpoch | undefined;
	/** Its accuracy over all held-out images; NaN if there are none. */
	readonly accuracy: number;
	/** Share of the largest class among held-out images: what a head reaches that always says the same. */
	readonly chance: number;
	/** No better than such a head, by accuracy and by the classes' recalls. */
	readonly stuck: boolean;
}

export type SeenWithImages = Seen & { readonly images: SeenImages };
export type SeenAfterRun = SeenWithImages & { readonly run: SeenRun };

/** What a rule says of one document. */
export interface Found {
	readonly severity: Severity;
	readonly message: string;
	/** What to do, as a person would say it. */
	readonly fix: string;
	/** The same as `--set` takes it. Empty where it is not the document that needs mending. */
	readonly edits: readonly string[];
	readonly path: Path;
}

interface Entry {
	/** Stable, never reused for something else. */
	readonly code: string;
	readonly severities: readonly Severity[];
	/** One line for docs/lint.md: when it is said. */
	readonly when: string;
	/** What it does to training, or to the figures. */
	readonly effect: string;
	/** What to do about it. */
	readonly fix: string;
}

/**
 * One row of the catalogue: silent (null) unless what is seen deserves the word. `needs` is the least that it can judge by: the document alone, its images
 * too, or a run that ended.
 */
export type Rule =
	| (Entry & { readonly needs: "document"; find(seen: Seen): Found | null })
	| (Entry & { readonly needs: "images"; find(seen: SeenWithImages): Found | null })
	| (Entry & { readonly needs: "run"; find(seen: SeenAfterRun): Found | null });

export function activationOf(layer: HeadLayer | undefined): string | undefined {
	return layer?.kind === "dense" || layer?.kind === "activation" ? layer.activation : undefined;
}

/** What the outputs go through last; undefined where that is nothing. */
export function outputActivation({ head }: Job): string | undefined {
	return head
		.slice(head.findLastIndex(({ kind }) => kind === "dense"))
		.map(activationOf)
		.findLast((activation) => activation !== undefined && activation !== "linear");
}

/** Edits after which the head ends in one activation and in no other. */
export function endingIn({ head }: Job, activation: string): string[] {
	const last = head.length - 1;
	const from = head.findLastIndex(({ kind }) => kind === "dense");
	const others = head.flatMap((layer, at) =>
		at >= from && at < last && activationOf(layer) !== "linear" ? [`head.${at}.activation=linear`] : [],
	);
	return [...others, `head.${last}.activation=${activation}`];
}

/** Places of the layers before the last dense one that end in one of `activations`. */
export function hiddenWith({ head }: Job, activations: readonly string[]): number[] {
	const last = head.findLastIndex(({ kind }) => kind === "dense");
	return head.slice(0, Math.max(0, last)).flatMap((layer, at) => (activations.includes(activationOf(layer) ?? "") ? [at] : []));
}

/** Training steps of an epoch, of which the last may be a smaller batch; null where neither document nor images say so. */
export function stepsPerEpoch({ job, images }: Pick<Seen, "job" | "images">): number | null {
	return job.fit.steps ?? (images === null ? null : Math.max(1, Math.ceil(images.images.train / job.fit.batch)));
}

/** Steps of the whole fit: those that were taken, or those that the document asks for. */
export function stepsOfFit(seen: Pick<Seen, "job" | "images" | "run">): number | null {
	const each = stepsPerEpoch(seen);
	return each === null ? null : each * (seen.run?.data.epochs.length || seen.job.fit.epochs);
}

/** "a, b and 3 more": a message stays readable with sixty classes. */
export function someOf(names: readonly string[], shown = 5): string {
	const rest = names.length - shown;
	return rest <= 0 ? names.join(", ") : `${names.slice(0, shown).join(", ")} and ${rest} more`;
}

/** "head.0.activation and head.2.activation". */
export function together(names: readonly string[]): string {
	return names.length < 3 ? names.join(" and ") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
