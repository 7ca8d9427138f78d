import { percent } from "../report/figures.ts";
import type { Ablation } from "./ablate.ts";
import type { Change } from "./changes.ts";

export interface Cost {
	/** Whether one document trains the features way and the other the frozen way. */
	readonly waysDiffer: boolean;
	/** Images through the backbone. */
	readonly featuresWay: number;
	readonly frozenWay: number;
}

/** The answer in one paragraph; each clause is said only if the runs show it. */
export function verdict(names: readonly [string, string], changes: readonly Change[], found: Ablation, cost: Cost): string {
	const { a, b, noise, culprits, without, alone } = found;
	const points = (share: number) => `${(100 * Math.abs(share)).toFixed(1)} points`;
	const both = `${names[0]} reaches ${percent(a)} and ${names[1]} ${percent(b)} on held-out images`;
	const sentences: string[] = [];
	if (changes.length === 0) sentences.push(`The two documents mean the same head: ${both}.`);
	else if (Math.abs(b - a) <= noise) {
		sentences.push(
			`No difference beyond seeds: ${both}, and other seeds, or other images of the same kind, make as much difference (${points(noise)}).`,
		);
	} else {
		const gap = b - a;
		const what = culprits.map(({ says }) => says).join("; and ");
		const first = culprits.length === 1 ? alone.find(({ change }) => change === culprits[0]) : undefined;
		const share =
			first === undefined
				? ""
				: `: alone it takes ${percent(a)} to ${percent(first.accuracy)}, ${Math.round((100 * (first.accuracy - a)) / gap)} % of the gap`;
		sentences.push(`${both}. What makes the ${points(gap)} is ${what}${share}.`);
		if (without !== null) {
			const closed = Math.abs(without - a) <= Math.max(noise, 0.25 * Math.abs(gap));
			sentences.push(
				closed
					? `${names[1]} without it reaches ${percent(without)}.`
					: `But ${names[1]} without it reaches only ${percent(without)}: something else does the same, or they work together.`,
			);
		}
		const others = alone.filter(({ change }) => !culprits.includes(change));
		if (others.length > 0) {
			const small = others.every(({ accuracy }) => Math.abs(accuracy - a) <= Math.max(noise, 0.15 * Math.abs(gap)));
			const list = others.map(({ change, accuracy }) => `${change.says} (${accuracy >= a ? "+" : "−"}${points(accuracy - a)})`).join("; ");
			sentences.push(small ? `The rest makes little: ${list}.` : `The rest: ${list}.`);
		}
	}
	if (cost.waysDiffer) {
		const times = cost.frozenWay / Math.max(1, cost.featuresWay);
		sentences.push(
			`The way makes no accuracy: both ways give the same head, bit for bit. It makes the time: the frozen way sends ${times.toFixed(1)} times as many images through the backbone.`,
		);
	}
	return sentences.join(" ");
}
