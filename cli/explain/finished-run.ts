import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../../lib/base/errors.ts";
import { type Dataset, datasetDigest } from "../../lib/data/dataset.ts";
import { sideData } from "../../lib/explain/side-data.ts";
import type { CanonicalJob } from "../../lib/job/canonical.ts";
import type { FitResult } from "../../lib/plan/fit-outcome.ts";
import { decodeFitPlan, type FitPlan } from "../../lib/plan/fit-plan.ts";
import type { ReportData } from "../../lib/report/data.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import type { Side } from "./side.ts";

/** The report.json of the run that an argument names, or null where it names none. */
export async function reportNear(argument: string, store: Store): Promise<string | null> {
	const found = await stat(argument).catch(() => null);
	if (found?.isDirectory()) return isFile(join(argument, "report.json"));
	if (found !== null) return /^(result|report)\.json$/.test(basename(argument)) ? isFile(join(dirname(argument), "report.json")) : null;
	return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(argument) ? isFile(join(store.where, "jobs", argument, "report.json")) : null;
}

async function isFile(path: string): Promise<string | null> {
	return (await stat(path).catch(() => null))?.isFile() ? resolve(path) : null;
}

/**
 * A run that has ended, from what it left in its store: its document, its figures, and in its fit's plan every image with label and side. So it is explained
 * as it was, also where its images have changed since.
 *
 * @param store where the experiment's features are kept; the backbone is put there if the run lies in another store
 */
export async function openFinishedRun(report: string, store: Store): Promise<Side> {
	const data = JSON.parse(await readFile(report, "utf8")) as ReportData;
	const root = resolve(dirname(report), "../..");
	const own = root === resolve(store.where) ? store : await openFolderStore(root);
	try {
		const plan = await planOf(own, data);
		if (plan === null)
			throw new UserError("NOT_FOUND", `${report} is a report alone: the run's plan is not in ${root}, so nothing can be run from it`, {
				fix: "give the run in the store that it ran in, or its job document",
			});
		if (own !== store) {
			const graph = await own.get(plan.backbone);
			if (graph !== null) await store.put(plan.backbone, graph);
		}
		const canonical = data.document as CanonicalJob;
		const { validation } = canonical.data;
		return {
			name: data.name,
			canonical,
			file: report,
			data: sideData(datasetOf(plan), plan.section.seed, "split" in validation ? validation.split : null),
			space: spaceOf(plan),
			recorded: data,
			finished: true,
			gone: 0,
		};
	} finally {
		if (own !== store) await own.close();
	}
}

/** The plan of the fit that gave the reported head: a job that ran on other images before has other plans too. */
async function planOf(store: Store, { job, head }: ReportData): Promise<FitPlan | null> {
	const json = async (key: string) => {
		const bytes = await store.get(key);
		return bytes === null ? null : new TextDecoder().decode(bytes);
	};
	for await (const key of store.list(jobKey(job, "fits/"))) {
		if (!key.endsWith("/outcome.json")) continue;
		const outcome = JSON.parse((await json(key)) ?? "{}") as Partial<FitResult>;
		if (outcome.head?.sha256 !== head.sha256) continue;
		const fit = key.split("/").at(-2);
		for await (const planKey of store.list(jobKey(job, "plans/"))) {
			const bytes = await store.get(planKey);
			if (bytes === null) continue;
			const plan = decodeFitPlan(bytes, planKey);
			if (plan.fit === fit) return plan;
		}
	}
	return null;
}

function datasetOf({ classes, entries }: FitPlan): Dataset {
	return {
		classes,
		entries: entries.map(({ image, label, split, origin }) => ({ image, label, split, path: origin, file: origin, bytes: 0 })),
		skips: [],
		digest: datasetDigest(classes, entries),
	};
}

function spaceOf({ space, backbone, featureShape }: FitPlan): Side["space"] {
	const { name = "", topology = "", weights = "" } = space.backbone ?? {};
	const source = { name, file: null, sha256: null, bytes: 0, format: "" };
	return {
		space,
		backboneKey: backbone,
		backbone: { topology, weights, cut: space.cut, preprocess: space.preprocess, source, featureShape },
	};
}
