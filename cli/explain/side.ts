import { stat } from "node:fs/promises";
import { UserError } from "../../lib/base/errors.ts";
import { type SideData, sideData } from "../../lib/explain/side-data.ts";
import { spaceId } from "../../lib/feature/space.ts";
import type { CanonicalJob } from "../../lib/job/canonical.ts";
import { loadJob } from "../../lib/job/load.ts";
import type { ReportData } from "../../lib/report/data.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { planJob, type SpacePlan } from "../../services/coordinator/index.ts";
import type { OneMachine } from "../one-machine.ts";
import { version } from "../version.ts";
import { withAbsolutePaths } from "./absolute.ts";
import { openFinishedRun, reportNear } from "./finished-run.ts";

/** One of the two that are explained: a document, or a run that has ended. */
export interface Side {
	/** As its document calls it. */
	readonly name: string;
	/** What its document means, with absolute paths. */
	readonly canonical: CanonicalJob;
	/** For messages. */
	readonly file: string;
	readonly data: SideData;
	readonly space: SpacePlan;
	/** What a run of it came to, if there is one. */
	readonly recorded: ReportData | null;
	/** Whether only the run is left, and with it no files that a mixture of two documents could be made from. */
	readonly finished: boolean;
	/** Images of the run that cannot be read any more. */
	readonly gone: number;
}

/** @param argument a job document; or the result.json, report.json or folder of a run that has ended, or its id */
export async function openSide(argument: string, sets: readonly string[], machine: OneMachine, signal: AbortSignal): Promise<Side> {
	const near = await reportNear(argument, machine.store);
	if (near !== null && sets.length > 0)
		throw new UserError("BAD_ARGUMENT", `--set changes documents, and ${argument} is a run that has ended`, {
			fix: "give its job document, or leave --set out",
		});
	if (near !== null) return openFinishedRun(near, machine.store);
	if ((await stat(argument).catch(() => null)) === null)
		throw new UserError("NOT_FOUND", `${argument} is neither a job document nor a run that has ended in ${machine.store.where}`, {
			fix: "give a job document, the result.json of a run, or a job's id; --store says where runs are kept",
		});
	const loaded = await loadJob(argument, sets);
	const canonical = withAbsolutePaths(loaded);
	const { store, pool, remote } = machine;
	const plan = await planJob(loaded, { store, pool, remote }, () => {}, signal);
	const { validation } = loaded.job.data;
	return {
		name: loaded.job.name,
		canonical,
		file: argument,
		data: sideData(plan.dataset, loaded.job.fit.seed, "split" in validation ? validation.split : null),
		space: plan,
		recorded: await recordOf(store, loaded.id, plan.dataset.digest, spaceId(plan.space)),
		finished: false,
		gone: 0,
	};
}

/** The report of a job that has run on these very images and features, with this release: running it again would give the same (F8). */
export async function recordOf(store: Store, id: string, dataset: string, space: string): Promise<ReportData | null> {
	const bytes = await store.get(jobKey(id, "report.json")).catch(() => null);
	if (bytes === null) return null;
	const report = JSON.parse(new TextDecoder().decode(bytes)) as ReportData;
	const same = report.dataset === dataset && report.space.id === space && report.environment.frostline === version();
	return same && report.schemaVersion === 1 ? report : null;
}
