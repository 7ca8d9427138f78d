import { count, percent } from "../report/figures.ts";
import type { Ablation } from "./ablate.ts";
import type { DataDifference } from "./data-difference.ts";

export interface Known {
	readonly names: readonly [string, string];
	readonly data: DataDifference;
	/** Whether both learn from features of one space. */
	readonly sameSpace: boolean;
	/** What differs in words alone: another path to the same images, say. */
	readonly inWordsOnly: readonly string[];
	/** Images of either's run that cannot be read any more. */
	readonly gone: readonly [number, number];
	/** Names of those that draw a new view of each image in every pass, which only the frozen way can. */
	readonly fresh: readonly string[];
}

/** Held-out images in common from which on two accuracies are of one exam. */
const SAME_EXAM = 0.95;

/** What runs can and cannot tell about two documents, in sentences. */
export function limits({ names, data, sameSpace, inWordsOnly, gone, fresh }: Known, { culprits }: Pick<Ablation, "culprits">): string[] {
	const said: string[] = [];
	if (inWordsOnly.length > 0)
		said.push(
			`${inWordsOnly.join(" and ")} ${inWordsOnly.length === 1 ? "differs" : "differ"} in words alone and ${inWordsOnly.length === 1 ? "means" : "mean"} the same.`,
		);
	if (fresh.length > 0)
		said.push(
			`${fresh.join(" and ")} ${fresh.length === 1 ? "draws" : "draw"} a new view of each image in every pass: those runs had the backbone in every epoch, and what new views make is in their figures.`,
		);
	for (const [i, images] of gone.entries())
		if (images > 0)
			said.push(
				`${count(images)} image${images === 1 ? "" : "s"} of ${names[i]} cannot be read any more: its own figure is of all of them, the other runs are without.`,
			);
	if (data.names.size > 0) said.push(`Classes have other names in ${names[1]} and hold the same images, which changes nothing.`);
	if (data.both === 0) {
		said.push(
			`The documents have no image in common, so labels and split cannot be compared, and the two accuracies are of two different exams: what the images make is seen, not whether ${names[1]} learns less from them or is asked harder questions.`,
		);
	} else if (data.examBoth < SAME_EXAM * data.examEither && !moved(culprits)) {
		said.push(
			`They hold out different images (${count(data.examBoth)} of ${count(data.examEither)} in common, ${percent(data.examBoth / data.examEither)}), so a part of any gap may lie in the exam and not in the head.`,
		);
	} else if (moved(culprits)) {
		said.push("Other images are also another exam: how much of it is learning and how much the questions, these runs cannot tell.");
	}
	if (culprits.some(({ data: picked }) => picked?.includes("labels")))
		said.push("Which of the two labellings is right, no run can tell: look at a few of the images that moved.");
	if (!sameSpace && culprits.some(({ id }) => id.includes("backbone.network")))
		said.push("That the other network makes it is sure; what in the network, its layers or its weights, these runs cannot tell.");
	return said;
}

function moved(culprits: Ablation["culprits"]): boolean {
	return culprits.some(({ data }) => data?.includes("images") || data?.includes("split"));
}
