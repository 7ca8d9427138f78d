import { digestOf } from "../../lib/base/digest.ts";
import { sampleId } from "../../lib/data/samples.ts";
import { spaceId } from "../../lib/feature/space.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import type { FitPlan, PlanEntry } from "../../lib/plan/fit-plan.ts";
import type { Extraction } from "./extract.ts";
import type { JobPlan } from "./plan.ts";

/** Raised when a fit's outcome says more than before, so that an older one is not taken for it. */
const RESULT = 2;

/** Rows and labels into the one object that a trainer needs. Skipped images are left out here, so both ways see the same samples. */
export function fitPlan(
	{ id, job, digest }: LoadedJob,
	plan: JobPlan,
	extraction: Extraction,
	metadata: Readonly<Record<string, string>>,
): FitPlan {
	const files: string[] = [];
	const fileIndex = new Map<string, number>();
	const numberOf = (key: string): number => {
		const known = fileIndex.get(key) ?? files.push(key) - 1;
		fileIndex.set(key, known);
		return known;
	};
	const entries: PlanEntry[] = [];
	for (const entry of plan.dataset.entries) {
		const kept = job.way === "features" && entry.split === "train" ? (job.views ?? 0) : 0;
		const views = kept === 0 ? [0] : Array.from({ length: kept }, (_, i) => i + 1);
		const found = views.map((view) => extraction.index.find(sampleId(entry.image, view))).filter((each) => each?.kind === "row");
		if (found.length < views.length) continue;
		const { image, label, split, file } = entry;
		if (job.way === "frozen") entries.push({ image, label, split, origin: file });
		else entries.push({ image, label, split, origin: file, at: found.flatMap(({ key, row }) => [numberOf(key), row]) });
	}
	entries.sort((a, b) => (a.image < b.image ? -1 : a.image > b.image ? 1 : a.label - b.label));
	const depends = {
		result: RESULT,
		samples: entries.map(({ image, label, split }) => [image, label, split]),
		classes: plan.dataset.classes,
		space: spaceId(plan.space),
		...(plan.views === null ? {} : { views: { space: spaceId(plan.views), keep: job.views } }),
		way: job.way,
		head: job.head,
		fit: job.fit,
	};
	return {
		version: 1,
		job: id,
		fit: digestOf(depends).slice(0, 32),
		way: job.way,
		frozen: { ...job.frozen, shard: job.extract.shard },
		space: plan.space,
		...(plan.views?.augment === undefined ? {} : { views: { space: plan.views, keep: job.views, seed: plan.views.augment.seed } }),
		backbone: plan.backboneKey,
		maxPixels: job.data.maxPixels,
		featureShape: plan.backbone.featureShape,
		head: job.head,
		section: job.fit,
		classes: plan.dataset.classes,
		files,
		entries,
		metadata: { ...metadata, job: id, document: digest },
	};
}
