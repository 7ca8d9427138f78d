import { count, percent } from "../report/figures.ts";
import type { Ablation } from "./ablate.ts";
import type { Change } from "./changes.ts";
import { mean } from "./interval.ts";

/** What the answer is about, beside the runs. */
export interface Case {
	readonly names: readonly [string, string];
	readonly changes: readonly Change[];
	/** Seeds of the two documents. */
	readonly seeds: readonly [number, number];
	readonly cost: Cost;
	/** What the runs cannot decide, in sentences (limits.ts). */
	readonly limits: readonly string[];
}

export interface Cost {
	/** Whether one document trains the features way and the other the frozen way. */
	readonly waysDiffer: boolean;
	/** Images through the backbone. */
	readonly featuresWay: number;
	readonly frozenWay: number;
}

/** The answer in one paragraph; each clause is said only if the runs show it. */
export function verdict(about: Case, found: Ablation): string {
	const { changes, cost, limits } = about;
	const sentences = changes.length === 0 ? oneMeaning(about, found) : found.differs ? different(about, found) : alike(about, found);
	if (cost.waysDiffer) {
		const times = cost.frozenWay / Math.max(1, cost.featuresWay);
		sentences.push(
			`The way makes no accuracy: both ways give the same head, bit for bit. It makes the time: the frozen way sends ${count(cost.frozenWay)} images through the backbone, ${times.toFixed(1)} times as many.`,
		);
	}
	return [...sentences, ...limits].join(" ");
}

function oneMeaning({ names, seeds }: Case, { a, margin, seeds: tried }: Ablation): string[] {
	const differ = seeds[0] === seeds[1] ? "" : `, with the seeds ${seeds[0]} and ${seeds[1]}`;
	const each = tried.map((seed, i) => `${percent(a[i]!)} with seed ${seed}`).join(", ");
	return [
		`No difference beyond seeds: ${names[0]} and ${names[1]} mean the same head${differ}. It reaches ${each} on held-out images: two runs that lie within ${points(margin)} of their mean, ${percent(mean(a))}, are no two results.`,
	];
}

function alike({ changes, names }: Case, { a, b, gap, margin, seeds }: Ablation): string[] {
	return [
		`No difference beyond seeds: ${names[0]} reaches ${percent(mean(a))} and ${names[1]} ${percent(mean(b))} on held-out images, means of ${seeds.length} seeds; the ${points(gap)} between them are less than seeds and so few images make by themselves (±${points(margin)}).`,
		`What differs makes nothing that these runs can show: ${changes.map(({ says }) => says).join("; ")}.`,
	];
}

function different({ names }: Case, found: Ablation): string[] {
	const { a, b, gap, margin, culprits, without, alone, shares, seeds, untried } = found;
	const whole = b[0]! - a[0]!;
	const sentences = [
		`${names[0]} reaches ${percent(a[0]!)} and ${names[1]} ${percent(b[0]!)} on held-out images; over ${seeds.length} seeds the difference is ${points(gap)} (±${points(margin)}).`,
	];
	if (culprits.length === 0) return [...sentences, "Which difference makes it was not found in so many runs."];
	const what = culprits.map(({ says }) => says).join("; and ");
	const reached = culprits.length === 1 ? alone.find(({ change }) => change === culprits[0])?.accuracy : undefined;
	const share = shares.length === 0 ? "" : `${shareOf(shares)} of the gap`;
	sentences.push(
		reached === undefined
			? `What makes it is ${what}${share === "" ? "" : `: together ${share}`}.`
			: `What makes it is ${what}: alone it takes ${percent(a[0]!)} to ${percent(reached)}${share === "" ? "" : `, ${share}`}.`,
	);
	if (without !== null) {
		const closed = Math.abs(without - a[0]!) <= Math.max(margin, 0.25 * Math.abs(whole));
		const it = culprits.length === 1 ? "it" : "them";
		sentences.push(
			closed
				? `${names[1]} without ${it} reaches ${percent(without)}.`
				: `But ${names[1]} without ${it} reaches only ${percent(without)}: something else does the same, or they work together.`,
		);
	}
	const inside = new Set(culprits);
	const others = alone.filter(({ change }) => !inside.has(change) && !change.within?.some((each) => inside.has(each)));
	if (others.length > 0) {
		const small = others.every(({ accuracy }) => Math.abs(accuracy - a[0]!) <= Math.max(margin, 0.15 * Math.abs(whole)));
		const list = others.map(({ change, accuracy }) => `${change.says} (${signed(accuracy - a[0]!)})`).join("; ");
		sentences.push(small ? `The rest makes little: ${list}.` : `The rest: ${list}.`);
	}
	const left = untried.filter((change) => !inside.has(change) && !change.within?.some((each) => inside.has(each)));
	if (left.length > 0) sentences.push(`Not tried alone: ${left.map(({ says }) => says).join("; ")}.`);
	return sentences;
}

/** `96 %`, or `92 to 100 %` where seeds say different shares. */
function shareOf(shares: readonly number[]): string {
	const whole = shares.map((share) => Math.round(100 * share));
	const [low, high] = [Math.min(...whole), Math.max(...whole)];
	return low === high ? `${low} %` : `${low} to ${high} %`;
}

function points(share: number): string {
	return `${(100 * Math.abs(share)).toFixed(1)} points`;
}

function signed(share: number): string {
	return `${share >= 0 ? "+" : "−"}${points(share)}`;
}
