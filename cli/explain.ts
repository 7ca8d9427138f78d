import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { isRemote } from "../lib/data/remote.ts";
import { ablate } from "../lib/explain/ablate.ts";
import { type Change, changesBetween, withChanges } from "../lib/explain/changes.ts";
import { verdict } from "../lib/explain/verdict.ts";
import type { CanonicalJob } from "../lib/job/canonical.ts";
import { type LoadedJob, loadJob, parseJob } from "../lib/job/load.ts";
import { renderComparison } from "../lib/report/comparison.ts";
import type { ReportData } from "../lib/report/data.ts";
import { percent } from "../lib/report/figures.ts";
import { type JobOutcome, runJob } from "../services/coordinator/index.ts";
import { Interrupted } from "./failure.ts";
import { startOneMachine } from "./one-machine.ts";
import { shorter } from "./run.ts";
import { renderTable } from "./table.ts";
import { version } from "./version.ts";

interface ExplainOptions {
	readonly store: string;
	readonly threads: number;
	readonly out: string;
	readonly output: string;
}

export function addExplain(program: Command, exit: (code: number) => void): void {
	program
		.command("explain")
		.description("find which difference between two job documents makes their accuracies differ, by experiment")
		.argument("<a>", "a job document, the one that does well, say")
		.argument("<b>", "another")
		.option("--store <folder>", "where features, checkpoints and results are kept", ".frostline")
		.option("--threads <n>", "cores to use", (text) => Number.parseInt(text, 10), availableParallelism())
		.option("--out <file>", "the page with curves and table", "explain.html")
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText(
			"after",
			"\nBoth documents are run, and once more with another seed; then the first with one difference made at a time. Every run trains on stored features, also where a\ndocument says frozen, unless it augments with a new view in every pass: both ways give the same head. Example: frostline explain method-1.yaml method-2.yaml",
		)
		.action(async (a: string, b: string, options: ExplainOptions) => {
			exit(await explainCommand(a, b, options));
		});
}

async function explainCommand(fileA: string, fileB: string, options: ExplainOptions): Promise<number> {
	if (options.output !== "table" && options.output !== "json")
		throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${options.output}`);
	const [a, b] = [withAbsolutePaths(await loadJob(fileA)), withAbsolutePaths(await loadJob(fileB))];
	const changes = changesBetween(a.canonical, b.canonical);
	const reports = new Map<string, ReportData>();
	const { say, measure, close } = await experiment(a, options, reports);
	try {
		say(
			changes.length === 0
				? "the documents mean the same head"
				: `${changes.length} differences:\n${changes.map(({ says }) => `  ${says}`).join("\n")}`,
		);
		const first = await measure([], 0);
		const images = reports.get(first.key)!.images.validation;
		const found = await ablate(changes, images, async (made, seed = 0) => (await measure(made, seed)).accuracy);
		const report = (made: readonly Change[]) => reports.get(keyOf(made, 0));
		const runs = [
			{ ...report([])!, name: a.job.name },
			{ ...report(changes)!, name: b.job.name === a.job.name ? `${b.job.name} (second)` : b.job.name },
			...found.alone.flatMap(({ change }) => named(report([change]), `${a.job.name} + ${change.says}`)),
			...(found.without === null
				? []
				: named(report(changes.filter((change) => !found.culprits.includes(change))), `${b.job.name} without the cause`)),
		];
		const costs = runs[1]!.forwards;
		const text = verdict([a.job.name, runs[1]!.name], changes, found, {
			waysDiffer: a.job.way !== b.job.way,
			featuresWay: costs.featuresWay,
			frozenWay: costs.frozenWay,
		});
		const page = resolve(options.out);
		await mkdir(dirname(page), { recursive: true });
		await writeFile(page, renderComparison(runs.slice(0, PAGE_RUNS), text));
		if (options.output === "json") process.stdout.write(`${JSON.stringify(asJson(changes, found, text, page))}\n`);
		else {
			const rows = found.trials.map(({ made, accuracy }) => [
				percent(accuracy),
				made.length === 0
					? a.job.name
					: made.length === changes.length && changes.every(({ id }) => made.includes(id))
						? b.job.name
						: `${a.job.name} with ${made.join(", ")}`,
			]);
			process.stdout.write(`${renderTable([["held out", "run"], ...rows], { right: [0] })}\n\n${text}\n\nreport  ${shorter(page)}\n`);
		}
		return 0;
	} finally {
		await close();
	}
}

/** Curves that can still be told apart on one page. */
const PAGE_RUNS = 6;

function named(report: ReportData | undefined, name: string): ReportData[] {
	return report === undefined ? [] : [{ ...report, name }];
}

function keyOf(made: readonly Change[], seed: number): string {
	return JSON.stringify([made.map(({ id }) => id), seed]);
}

/** Runs documents made from the first, all on one machine's store, the features way. */
async function experiment(a: LoadedJob, { store, threads }: ExplainOptions, reports: Map<string, ReportData>) {
	if (!Number.isInteger(threads) || threads < 1)
		throw new UserError("BAD_ARGUMENT", `--threads wants a whole number from 1, got ${threads}`);
	const remote = isRemote(a.job.data.train) ? (await import("../lib/service/open.ts")).openRemoteAlone() : null;
	const machine = await startOneMachine(store, threads, remote);
	const stop = new AbortController();
	const interrupt = () => stop.abort(new Interrupted("stopped; the same command goes on where it stopped"));
	process.on("SIGINT", interrupt);
	process.on("SIGTERM", interrupt);
	const say = (text: string) => void process.stderr.write(`${text}\n`);
	let number = 0;
	return {
		say,
		async measure(made: readonly Change[], seed: number): Promise<{ key: string; accuracy: number }> {
			const key = keyOf(made, seed);
			const known = reports.get(key);
			if (known !== undefined) return { key, accuracy: accuracyOf(known) };
			const document = withChanges(a.canonical, made);
			// A view for every pass is the frozen way's own: nothing is kept.
			const way = document.augment !== undefined && document.views === undefined ? "frozen" : "features";
			const changed: CanonicalJob = { ...document, way, fit: { ...document.fit, seed: document.fit.seed + seed } };
			let outcome: JobOutcome;
			try {
				const loaded = parseJob(JSON.stringify(changed), a.source.file);
				outcome = await runJob(loaded, { ...machine, threads, fresh: false, version: version(), signal: stop.signal });
			} catch (error) {
				if (error instanceof UserError && error.code === "DIVERGED") {
					say(`run ${++number}: diverged  ${made.map(({ says }) => says).join("; ")}`);
					return { key, accuracy: 0 }; // a head of infinities tells nothing apart
				}
				throw stop.signal.aborted ? stop.signal.reason : error;
			}
			reports.set(key, outcome.report);
			const accuracy = accuracyOf(outcome.report);
			say(
				`run ${++number}: ${percent(accuracy)}  ${made.length === 0 ? "the first document" : made.map(({ says }) => says).join("; ")}${seed === 0 ? "" : ", another seed"}`,
			);
			return { key, accuracy };
		},
		async close() {
			process.off("SIGINT", interrupt);
			process.off("SIGTERM", interrupt);
			await machine.close();
		},
	};
}

/** Of the head that was kept. */
function accuracyOf({ epochs, bestEpoch }: ReportData): number {
	return epochs[bestEpoch - 1]?.valAccuracy ?? Number.NaN;
}

/** Paths that mean the same in either document's folder. */
function withAbsolutePaths(loaded: LoadedJob): LoadedJob {
	const folder = dirname(resolve(loaded.source.file));
	const path = (text: string) => (isAbsolute(text) || isRemote(text) ? text : join(folder, text));
	const { data, backbone } = loaded.canonical;
	const { weights, file } = backbone;
	const canonical: CanonicalJob = {
		...loaded.canonical,
		data: {
			...data,
			train: path(data.train),
			validation: "path" in data.validation ? { path: path(data.validation.path) } : data.validation,
		},
		backbone: {
			...backbone,
			...(file === undefined ? {} : { file: path(file) }),
			...(weights === undefined || weights === "imagenet" || weights === "random" ? {} : { weights: path(weights) }),
		},
	};
	return { ...loaded, canonical };
}

function asJson(changes: readonly Change[], found: Awaited<ReturnType<typeof ablate>>, text: string, page: string) {
	return {
		schemaVersion: 1,
		verdict: text,
		a: found.a,
		b: found.b,
		noise: found.noise,
		changes: changes.map(({ id, says }) => ({ id, says, alone: found.alone.find(({ change }) => change.id === id)?.accuracy ?? null })),
		culprits: found.culprits.map(({ id }) => id),
		without: found.without,
		trials: found.trials,
		report: page,
	};
}
