import type { ReportData, ReportEpoch } from "../report/data.ts";

/**
 * How far above a head that always says the same counts as having learned: half as much again where classes are many, a tenth of what is left to reach
 * where they are few. The first alone would call a perfect head stuck when one class holds two thirds of the images; the second alone would call 5 %
 * on a thousand classes stuck, which is fifty times chance.
 */
const TIMES_CHANCE = 1.5;
const SHARE_OF_REST = 0.1;

function aboutChance(reached: number, chance: number): boolean {
	return reached <= Math.min(TIMES_CHANCE * chance, chance + SHARE_OF_REST * (1 - chance));
}

/**
 * Whether a head does no better than one that always says the same. Accuracy alone misjudges uneven classes, where a head that tells them apart may
 * be right less often than one that always says the largest; so the mean of the classes' recalls, 1/classes for any constant answer, must be low too.
 */
export function isStuck(accuracy: number, chance: number, confusion: ReportData["confusion"]): boolean {
	const recalls = confusion.flatMap((row, c) => {
		const all = sum(row);
		return all === 0 ? [] : [row[c]! / all];
	});
	return aboutChance(accuracy, chance) && (recalls.length === 0 || aboutChance(sum(recalls) / recalls.length, 1 / recalls.length));
}

export function largestShare(counts: readonly number[]): number {
	return Math.max(0, ...counts) / Math.max(1, sum(counts));
}

/** Accuracy of the kept head over all held-out images: the confusion's diagonal. NaN without any. */
export function accuracyOf(confusion: ReportData["confusion"]): number {
	return sum(confusion.map((row, c) => row[c]!)) / sum(confusion.map(sum));
}

/** The first epoch whose losses are not all numbers. */
export function brokenEpoch({ epochs }: ReportData): ReportEpoch | undefined {
	return epochs.find(({ loss, valLoss }) => !Number.isFinite(loss) || !Number.isFinite(valLoss));
}

/** 95 % interval of a share seen in n trials (Wilson 1927), which keeps to [0, 1] and is right near its ends; null without trials. */
export function interval(share: number, n: number): readonly [number, number] | null {
	if (!(n > 0) || !Number.isFinite(share)) return null;
	const z = 1.96;
	const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
	const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
	return [middle - half, middle + half];
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}
