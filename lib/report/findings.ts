import type { Job } from "../job/document.ts";
import type { Finding, ReportData } from "./data.ts";
import { augmentRules } from "./rules/augment.ts";
import { backboneRules } from "./rules/backbone.ts";
import { costRules } from "./rules/cost.ts";
import { dataRules } from "./rules/data.ts";
import { fitRules } from "./rules/fit.ts";
import { headRules } from "./rules/head.ts";
import { accuracyOf, isStuck, largestShare } from "./rules/learned.ts";
import type { Rule, Seen } from "./rules/rule.ts";

const rules: readonly Rule[] = [...headRules, ...fitRules, ...backboneRules, ...dataRules, ...augmentRules, ...costRules];
const ORDER: readonly Finding["severity"][] = ["error", "warning", "note"];

/** What in a run deserves a word, the gravest first. Codes are stable and documented in docs/failures.md. */
export function findings(data: ReportData, job: Job): Finding[] {
	const kept = data.epochs[data.bestEpoch - 1];
	// Partial validation looked at some of the images; the confusion has them all.
	const accuracy = job.fit.validationSteps === null ? (kept?.valAccuracy ?? Number.NaN) : accuracyOf(data.confusion);
	const chance = largestShare(data.classes.map(({ validation }) => validation));
	const seen: Seen = { data, job, kept, accuracy, chance, stuck: isStuck(accuracy, chance, data.confusion) };
	return rules
		.map((rule) => rule(seen))
		.filter((each) => each !== null)
		.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
