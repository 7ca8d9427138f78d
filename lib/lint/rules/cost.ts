// Rules about what a run costs.
import type { Job } from "../../job/document.ts";
import { count } from "../../report/figures.ts";
import { type Rule, type Seen, stepsPerEpoch } from "../rule.ts";

export const costRules: readonly Rule[] = [
	{
		code: "FROZEN_COST",
		needs: "document",
		severities: ["note"],
		when: "the frozen way, where the features way gives the same head for less",
		effect: "every image goes through the backbone in every epoch, to the same features each time",
		fix: "way: features",
		find(seen) {
			if (seen.job.way !== "frozen" || (seen.job.augment !== null && seen.job.views === null)) return null;
			const forwards = forwardsOf(seen);
			if (forwards !== null && forwards.frozenWay <= forwards.featuresWay) return null; // few steps see fewer images than there are
			const instead =
				forwards === null
					? "one pass through the backbone instead of one in each epoch"
					: `${count(forwards.featuresWay)} images through the backbone instead of ${count(forwards.frozenWay)}: ${(forwards.frozenWay / Math.max(1, forwards.featuresWay)).toFixed(1)} times fewer`;
			return {
				severity: "note",
				message: `${seen.job.augment === null ? "nothing changes the images from epoch to epoch" : "the images change among views that can be kept"}, so the features way gives this same head with ${instead}`,
				fix: "set way: features",
				edits: ["way=features"],
				path: ["way"],
			};
		},
	},
];

/** Images through the backbone either way: as counted, or as the document asks for. */
function forwardsOf(seen: Seen): { featuresWay: number; frozenWay: number } | null {
	const { images, run } = seen;
	if (run !== null) return run.data.forwards;
	if (images === null) return null;
	const { train, validation } = images.images;
	return {
		featuresWay: train + validation,
		frozenWay: seen.job.fit.epochs * (trainedPerEpoch(seen, train) + checkedPerEpoch(seen.job, validation)) + validation,
	};
}

function trainedPerEpoch({ job, images }: Seen, train: number): number {
	return job.fit.steps === null ? train : (stepsPerEpoch({ job, images }) ?? 0) * job.fit.batch;
}

function checkedPerEpoch({ fit }: Job, validation: number): number {
	return fit.validationSteps === null ? validation : Math.min(validation, fit.validationSteps * fit.batch);
}
