import { copiesOf } from "../data/copies.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Job } from "../job/document.ts";
import type { ReportData } from "../report/data.ts";
import { accuracyOf, isStuck, largestShare } from "./chance.ts";
import type { Path, Seen, SeenImages, SeenRun } from "./rule.ts";

interface Document {
	readonly wrote: (path: Path) => boolean;
	readonly featureShape: readonly number[] | null;
}

/** A document before its run, with or without its images. */
export function seenBefore(job: Job, document: Document, images: SeenImages | null): Seen {
	return { job, ...document, images, run: null };
}

/** A run that ended. */
export function seenAfter(job: Job, document: Document, data: ReportData): Seen {
	return { job, ...document, images: data, run: runOf(job, data) };
}

/** Images whose files have been read and not decoded: of those to be skipped only the empty and unreadable ones are known. */
export function imagesOf(dataset: Dataset, classesBefore: readonly string[] | null): SeenImages {
	const { entries, skips } = dataset;
	const counts = dataset.classes.map((name) => ({ name, train: 0, validation: 0 }));
	for (const { label, split } of entries) counts[label]![split]++;
	const skipped: Record<string, number> = {};
	for (const { code } of skips) skipped[code] = (skipped[code] ?? 0) + 1;
	const held = entries.filter(({ split }) => split === "validation").length;
	return {
		classes: counts,
		images: { total: entries.length + skips.length, train: entries.length - held, validation: held, skipped },
		copies: copiesOf(dataset),
		classesBefore,
	};
}

function runOf(job: Job, data: ReportData): SeenRun {
	const kept = data.epochs[data.bestEpoch - 1];
	// Partial validation looked at some of the images; the confusion has them all.
	const accuracy = job.fit.validationSteps === null ? (kept?.valAccuracy ?? Number.NaN) : accuracyOf(data.confusion);
	const chance = largestShare(data.classes.map(({ validation }) => validation));
	return { data, kept, accuracy, chance, stuck: isStuck(accuracy, chance, data.confusion) };
}
