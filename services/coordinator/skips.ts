import { UserError } from "../../lib/base/errors.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import type { Extraction } from "./extract.ts";
import type { JobPlan } from "./plan.ts";

/** Files that the error names. */
const NAMED = 10;

/** More skips than the document allows: an end of its own, so that scripts can tell it from failure. */
export function refuseTooManySkips({ job, locate }: LoadedJob, { dataset }: JobPlan, { index }: Extraction): void {
	const total = dataset.entries.length + dataset.skips.length;
	const skips = [...dataset.skips, ...skippedEntries(dataset.entries, index)];
	if (skips.length / total <= job.data.maxSkipRatio) return;
	const named = skips.slice(0, NAMED).map(({ path, code, detail }) => `\n  ${path}: ${code}, ${detail}`);
	const rest = skips.length > NAMED ? `\n  and ${skips.length - NAMED} more` : "";
	throw new UserError(
		"TOO_MANY_SKIPS",
		`${skips.length} of ${total} images were skipped, more than data.maxSkipRatio ${job.data.maxSkipRatio} allows:${named.join("")}${rest}`,
		{
			exitCode: 3,
			at: locate(["data", "maxSkipRatio"]),
			fix: "mend or remove these files (docs/images.md says what each code means), or raise data.maxSkipRatio",
		},
	);
}

/** Entries of the dataset whose image gave no row. */
export function skippedEntries(
	entries: JobPlan["dataset"]["entries"],
	index: Extraction["index"],
): { path: string; code: string; detail: string }[] {
	const byImage = new Map(index.skips.map((skip) => [skip.image, skip]));
	return entries.flatMap(({ image, path }) => {
		const skip = byImage.get(image);
		return skip === undefined ? [] : [{ path, code: skip.code, detail: skip.detail }];
	});
}
