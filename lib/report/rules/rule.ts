import type { HeadLayer, Job } from "../../job/document.ts";
import type { Finding, ReportData, ReportEpoch } from "../data.ts";

/** What one rule sees: the finished run, the document that it came from, and what several rules ask of them. */
export interface Seen {
	readonly data: ReportData;
	readonly job: Job;
	/** The epoch whose head was kept. */
	readonly kept: ReportEpoch | undefined;
	/** Its accuracy over all held-out images; NaN if there are none. */
	readonly accuracy: number;
	/** Share of the largest class among held-out images: what a head reaches that always says the same. */
	readonly chance: number;
	/** No better than such a head, by accuracy and by the classes' recalls. */
	readonly stuck: boolean;
}

/** One row of the table: silent (null) unless the run deserves the word. */
export type Rule = (seen: Seen) => Finding | null;

export function finding(
	code: string,
	severity: Finding["severity"],
	message: string,
	fix: string,
	path: readonly (string | number)[],
): Finding {
	return { code, severity, message, fix, path };
}

export function activationOf(layer: HeadLayer): string | undefined {
	return layer.kind === "dense" || layer.kind === "activation" ? layer.activation : undefined;
}

/** What the outputs go through last; undefined where that is nothing. */
export function outputActivation({ head }: Job): string | undefined {
	return head
		.slice(head.findLastIndex(({ kind }) => kind === "dense"))
		.map(activationOf)
		.findLast((activation) => activation !== undefined && activation !== "linear");
}

/** Places of the layers before the last one that end in one of `activations`. */
export function hiddenWith({ head }: Job, activations: readonly string[]): number[] {
	return head.slice(0, -1).flatMap((layer, at) => (activations.includes(activationOf(layer) ?? "") ? [at] : []));
}

/** "a, b and 3 more": a message stays readable with sixty classes. */
export function someOf(names: readonly string[], shown = 5): string {
	const rest = names.length - shown;
	return rest <= 0 ? names.join(", ") : `${names.slice(0, shown).join(", ")} and ${rest} more`;
}
