import { join } from "node:path";
import pc from "picocolors";
import { explainForeign } from "../lib/compare/foreign/explain.ts";
import { readForeign } from "../lib/compare/foreign/features-file.ts";
import type { ForeignReport } from "../lib/compare/foreign/report.ts";
import { figure } from "../lib/compare/verdict.ts";
import { isRemote } from "../lib/data/remote.ts";
import { type LoadedJob, loadJob, parseJob } from "../lib/job/load.ts";
import { jobKey } from "../lib/store/keys.ts";
import { extractJob } from "../services/coordinator/index.ts";
import type { CompareOptions } from "./compare.ts";
import { Interrupted } from "./failure.ts";
import { openLaboratory } from "./foreign-laboratory.ts";
import { startOneMachine } from "./one-machine.ts";
import { shorter } from "./run.ts";
import { showProgress } from "./show-progress.ts";
import { renderTable } from "./table.ts";
import { version } from "./version.ts";

/** Compares a job's features with another program's. Answers the exit code. */
export async function compareForeign(
	file: string,
	features: string,
	{ store, set, threads, names, output }: CompareOptions,
): Promise<number> {
	const loaded = withoutAugmentation(await loadJob(file, set));
	const foreign = await readForeign(features, names ?? null);
	const remote = isRemote(loaded.job.data.train) ? (await import("../lib/service/open.ts")).openRemoteAlone() : null;
	const machine = await startOneMachine(store, threads, remote);
	const stop = new AbortController();
	const interrupt = () => stop.abort(new Interrupted("stopped; the features that were computed are kept"));
	process.on("SIGINT", interrupt);
	process.on("SIGTERM", interrupt);
	try {
		const progress = showProgress(machine.bus, loaded.id, process.stderr);
		const extracted = await extractJob(loaded, { ...machine, threads, fresh: false, version: version(), signal: stop.signal }).finally(() =>
			progress.finish(),
		);
		const laboratory = await openLaboratory(loaded.job, extracted, machine, stop.signal, (text) => void process.stderr.write(`${text}\n`));
		try {
			const report = await explainForeign(loaded.job.name, foreign, laboratory);
			const key = jobKey(loaded.id, "foreign.json");
			await machine.store.replace(key, new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`));
			const place = shorter(join(machine.store.where, ...key.split("/")));
			process.stdout.write(output === "json" ? `${JSON.stringify(report)}\n` : `${shown(report)}\n\nreport  ${place}\n`);
			return report.verdict.same ? 0 : 1;
		} finally {
			await laboratory.close();
		}
	} catch (error) {
		throw stop.signal.aborted ? stop.signal.reason : error;
	} finally {
		process.off("SIGINT", interrupt);
		process.off("SIGTERM", interrupt);
		await machine.close();
	}
}

/** The job's features of the images themselves, whatever it learns from. */
function withoutAugmentation({ canonical, source }: LoadedJob): LoadedJob {
	const { augment: _, views: __, ...rest } = canonical;
	return parseJob(JSON.stringify({ ...rest, way: "features" }), source.file);
}

/** Hypotheses shown on a terminal; the JSON has all of them. */
const SHOWN = 12;

function shown({ verdict, tried, order, nonFinite, matching }: ForeignReport): string {
	const rows = tried
		.slice(0, SHOWN)
		.map(({ says, same, anywhere, images, median, worst }) => [
			`it ${says}`,
			`${same} of ${images}`,
			`${anywhere} of ${images}`,
			figure(median),
			figure(worst),
		]);
	const word = verdict.same
		? pc.green("THE SAME")
		: pc.red(verdict.certainty === "none" ? "NOT THE SAME, unexplained" : `NOT THE SAME, ${verdict.certainty}`);
	const set = verdict.causes.flatMap((cause) => cause.set ?? []);
	return [
		renderTable([["if …", "same rows", "anywhere", "median off", "worst"], ...rows], { right: [1, 2, 3, 4] }),
		...(tried.length > SHOWN ? [`and ${tried.length - SHOWN} more`] : []),
		"",
		`${word}  ${verdict.says}`,
		...(order?.examples ?? []).map(({ row, should, is }) => `  row ${row} should be of ${should} and is of ${is}`),
		...(matching.unknownNames.length > 0
			? [`  ${matching.unknownNames.length} names are of no image of the job, as ${matching.unknownNames[0]}`]
			: []),
		...(nonFinite > 0 ? [`  ${nonFinite} rows hold infinity or no number`] : []),
		...(set.length > 0 ? [`  the job does the same with ${set.map((each) => `--set ${each}`).join(" ")}`] : []),
	].join("\n");
}
