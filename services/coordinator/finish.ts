import { join } from "node:path";
import { TerminalError } from "../../lib/base/errors.ts";
import { float32View, sizeOf } from "../../lib/base/tensor.ts";
import { copiesOf } from "../../lib/data/copies.ts";
import { formatSpace, spaceId } from "../../lib/feature/space.ts";
import { placesOfEpoch } from "../../lib/fit/order.ts";
import { forwardsOf } from "../../lib/forecast/forwards.ts";
import { buildHead } from "../../lib/head/build.ts";
import { weightsOf } from "../../lib/head/weights.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { lint, seenAfter } from "../../lib/lint/index.ts";
import { type FitResult, readFitResult } from "../../lib/plan/fit-outcome.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { imageFiles } from "../../lib/plan/image-file.ts";
import type { Finding, Mistake, ReportData, ReportEpoch, ReportViews } from "../../lib/report/data.ts";
import { renderReport } from "../../lib/report/page.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { type Evaluation, evaluateOutputs } from "./evaluate.ts";
import type { Extraction } from "./extract.ts";
import type { JobDeps } from "./job-deps.ts";
import type { JobPlan } from "./plan.ts";
import { skippedEntries } from "./skips.ts";

/** What `frostline run -o json` prints, and jobs/<id>/result.json holds. */
export interface JobResult {
	readonly schemaVersion: 1;
	readonly job: string;
	readonly way: string;
	readonly images: ReportData["images"];
	readonly features: { readonly cached: number; readonly extracted: number; readonly reasons: Readonly<Record<string, number>> };
	readonly views?: ReportViews;
	readonly epochs: readonly ReportEpoch[];
	readonly head: { readonly sha256: string };
	readonly findings: readonly Pick<Finding, "code" | "severity" | "message" | "fix" | "edits" | "path">[];
	readonly seconds: ReportData["seconds"];
	/** Paths of the page and of the model file. */
	readonly report: string;
	readonly model: string;
}

export interface JobOutcome {
	readonly result: JobResult;
	readonly report: ReportData;
	/** What the trainer was handed, and what it made of it. */
	readonly plan: FitPlan;
	readonly fit: FitResult;
}

interface Finished {
	readonly loaded: LoadedJob;
	readonly plan: JobPlan;
	readonly extraction: Extraction;
	readonly hand: FitPlan;
	readonly outcomeKey: string;
	/** Classes of the last run of this name, if there was one. */
	readonly classesBefore: readonly string[] | null;
	readonly seconds: { plan: number; extract: number; fit: number; export: number; total: number };
	readonly began: number;
}

/** Pictures of the worst mistakes in the report. */
const SHOWN_MISTAKES = 24;
const THUMBNAIL_EDGE = 112;

/** Result and report of a fitted job. */
export async function finish(finished: Finished, { store, remote, pool, threads, version }: JobDeps): Promise<JobOutcome> {
	const { loaded, plan, extraction, hand, seconds } = finished;
	const { id, job } = loaded;
	const outcome = await readFitResult(store, finished.outcomeKey);
	const raw = await store.get(outcome.validation);
	if (raw === null)
		throw new TerminalError("OUTCOME_GONE", `${outcome.validation} is not in ${store.where}, though the fit's outcome names it`, {
			fix: "run the job again",
		});
	const evaluation = evaluateOutputs(hand, float32View(raw));
	const shown = evaluation.mistakes.slice(0, SHOWN_MISTAKES);
	const pictures = await imageFiles(
		shown.map(({ entry }) => entry),
		{ store, remote },
	);
	const thumbnails = await pool.call("thumbnails", { files: pictures, edge: THUMBNAIL_EDGE });
	const skips = [...plan.dataset.skips, ...skippedEntries(plan.dataset.entries, extraction.index)];
	seconds.fit = outcome.seconds.fit;
	seconds.export = outcome.seconds.export;
	seconds.total = (performance.now() - finished.began) / 1000;
	const counts = (split: string) => hand.entries.filter((entry) => entry.split === split).length;
	const train = counts("train");
	const validation = counts("validation");
	const fresh = Math.ceil(placesOfEpoch(outcome.epochs.length, train, job.fit.batch, job.fit.steps).to / train);
	const views = job.augment === null ? 1 : (job.views ?? fresh);
	const { featuresWay, frozenWay } = forwardsOf({ train, validation }, job.fit, outcome.epochs.length, views);
	const forwards = { run: job.way === "frozen" ? outcome.forwards : extraction.extracted, featuresWay, frozenWay };
	const data: ReportData = {
		schemaVersion: 1,
		job: id,
		name: job.name,
		way: job.way,
		classes: hand.classes.map((name, label) => ({
			name,
			train: hand.entries.filter((entry) => entry.label === label && entry.split === "train").length,
			validation: hand.entries.filter((entry) => entry.label === label && entry.split === "validation").length,
		})),
		images: {
			total: plan.dataset.entries.length + plan.dataset.skips.length,
			train,
			validation,
			skipped: tally(skips.map(({ code }) => code)),
		},
		copies: copiesOf(plan.dataset),
		classesBefore: finished.classesBefore,
		features:
			job.way === "frozen"
				? { cached: 0, extracted: 0, reasons: {}, dim: sizeOf(hand.featureShape) }
				: { cached: extraction.cached, extracted: extraction.extracted, reasons: extraction.reasons, dim: sizeOf(hand.featureShape) },
		epochs: outcome.epochs,
		bestEpoch: outcome.bestEpoch,
		stoppedEarly: outcome.stoppedEarly,
		confusion: evaluation.confusion,
		mistakes: shown.map((mistake, i) => shownMistake(mistake, hand, plan, thumbnails[i] ?? null)),
		skips,
		findings: [],
		forwards,
		...(job.augment === null ? {} : { views: viewsSeen(job.views, fresh, forwards) }),
		seconds,
		head: {
			sha256: outcome.head.sha256,
			parameters: weightsOf(buildHead(job.head, hand.featureShape, hand.classes.length)).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
		},
		layers: outcome.layers ?? [], // none in an outcome from before layers were looked at
		space: { id: spaceId(plan.space), text: formatSpace(plan.space) },
		dataset: plan.dataset.digest,
		document: loaded.canonical,
		environment: {
			frostline: version,
			node: process.version,
			platform: `${process.platform} ${process.arch}`,
			engine: plan.space.engine,
			threads: String(threads),
		},
	};
	const report: ReportData = { ...data, findings: lint(seenAfter(job, { wrote: loaded.wrote, featureShape: hand.featureShape }, data)) };
	const result: JobResult = {
		schemaVersion: 1,
		job: id,
		way: job.way,
		images: report.images,
		features: { cached: report.features.cached, extracted: report.features.extracted, reasons: report.features.reasons },
		...(report.views === undefined ? {} : { views: report.views }),
		epochs: report.epochs,
		head: { sha256: report.head.sha256 },
		findings: report.findings.map(({ measured: _, ...finding }) => finding),
		seconds,
		report: placeOf(store, jobKey(id, "report.html")),
		model: placeOf(store, outcome.model.key),
	};
	const text = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
	await store.replace(jobKey(id, "report.json"), text(report));
	await store.replace(jobKey(id, "report.html"), new TextEncoder().encode(renderReport(report)));
	await store.replace(jobKey(id, "result.json"), text(result));
	return { result, report, plan: hand, fit: outcome };
}

/** What part of the views that the frozen way draws the fit has learned from, and at what share of its cost keeping them is had. */
function viewsSeen(kept: number | null, fresh: number, { featuresWay, frozenWay }: ReportData["forwards"]): ReportViews {
	const seen = Math.min(kept ?? fresh, fresh);
	return { kept, seen, fresh, variety: seen / fresh, cost: featuresWay / frozenWay };
}

/** An object as one would open it: a path, or a URI. */
function placeOf({ where }: Store, key: string): string {
	return where.includes("://") ? `${where}/${key}` : join(where, ...key.split("/"));
}

function shownMistake(
	{ entry, predicted, probability, truthProbability }: Evaluation["mistakes"][number],
	{ classes }: FitPlan,
	{ dataset }: JobPlan,
	thumbnail: Uint8Array | null,
): Mistake {
	return {
		path: dataset.entries.find(({ image }) => image === entry.image)?.path ?? entry.origin,
		truth: classes[entry.label]!,
		predicted: classes[predicted]!,
		probability,
		truthProbability,
		thumbnail: thumbnail === null ? null : `data:image/jpeg;base64,${Buffer.from(thumbnail).toString("base64")}`,
	};
}

function tally(words: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
	return counts;
}
