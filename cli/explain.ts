import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { ablate, MOST_RUNS } from "../lib/explain/ablate.ts";
import { type Change, changesBetween, dataChanges } from "../lib/explain/changes.ts";
import { dataDifference } from "../lib/explain/data-difference.ts";
import { limits } from "../lib/explain/limits.ts";
import { renderExplanation } from "../lib/explain/page.ts";
import { splitOf } from "../lib/explain/side-data.ts";
import { trialRows } from "../lib/explain/trial-rows.ts";
import { verdict } from "../lib/explain/verdict.ts";
import { workable } from "../lib/explain/workable.ts";
import { spaceId } from "../lib/feature/space.ts";
import { percent } from "../lib/report/figures.ts";
import { experiment } from "./explain/experiment.ts";
import { apart, divisible, spelledOut } from "./explain/pair.ts";
import { withPresentImages } from "./explain/present-images.ts";
import { asJson, drawn } from "./explain/print.ts";
import { openSide } from "./explain/side.ts";
import { Interrupted } from "./failure.ts";
import { startOneMachine } from "./one-machine.ts";
import { shorter } from "./run.ts";
import { renderTable } from "./table.ts";

interface ExplainOptions {
	readonly store: string;
	readonly set: readonly string[];
	readonly threads: number;
	readonly runs: number;
	readonly out: string;
	readonly output: string;
}

const whole = (text: string): number => Number(text);

export function addExplain(program: Command, exit: (code: number) => void): void {
	program
		.command("explain")
		.description("find which difference between two jobs makes their accuracies differ, by experiment")
		.argument("<a>", "a job document, or a run that has ended: its result.json, or its id; the one that does well, say")
		.argument("<b>", "another")
		.option("--store <folder>", "where features, checkpoints and results are kept", ".frostline")
		.option(
			"--set <path=value>",
			"override a value of both documents, as in data.train=./photos; may be repeated",
			(text: string, all: string[]) => [...all, text],
			[],
		)
		.option("--threads <n>", "cores to use", whole, availableParallelism())
		.option("--runs <n>", "runs that the answer may take", whole, MOST_RUNS)
		.option("--out <file>", "the page with curves and table", "explain.html")
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText(
			"after",
			`
Both are run with two seeds, or more where two do not decide whether there is a difference; then the first with one difference made at a time, then the second
without what was found. What a run in the store already says is not run again. Every run trains on stored features, also where a document says frozen, unless it
augments with a new view in every pass: both ways give the same head. Images are compared by their bytes, so labels that moved, images that came and another split are told apart and tried one by one.

  frostline explain method-1.yaml method-2.yaml
  frostline explain flowers-1a2b3c4d flowers-5e6f7a8b          two runs of this store, as they were

docs/why-is-it-stuck.md goes through an answer.`,
		)
		.action(async (a: string, b: string, options: ExplainOptions) => {
			exit(await explainCommand(a, b, options));
		});
}

async function explainCommand(argumentA: string, argumentB: string, options: ExplainOptions): Promise<number> {
	checkOptions(options);
	// What reads images at s3://… is loaded only where there are such images.
	const documents = await Promise.all([argumentA, argumentB].map((file) => readFile(file, "utf8").catch(() => "")));
	const remote = documents.some((text) => text.includes("s3://")) ? (await import("../lib/service/open.ts")).openRemoteAlone() : null;
	const machine = await startOneMachine(options.store, options.threads, remote);
	const stop = new AbortController();
	const interrupt = () => stop.abort(new Interrupted("stopped; the same command goes on where it stopped"));
	process.on("SIGINT", interrupt);
	process.on("SIGTERM", interrupt);
	const say = (text: string) => void process.stderr.write(`${text}\n`);
	try {
		const opened = await openSide(argumentA, options.set, machine, stop.signal);
		const other = apart(opened, await openSide(argumentB, options.set, machine, stop.signal), argumentB);
		const [a, b] = spelledOut(await withPresentImages(opened, other), await withPresentImages(other, opened));
		const seeds = [a.canonical.fit.seed, b.canonical.fit.seed] as const;
		const data = dataDifference(a.data, b.data, seeds[0]);
		const sameSpace = spaceId(a.space.space) === spaceId(b.space.space);
		const raw = changesBetween(a.canonical, b.canonical);
		const inWordsOnly = sameSpace ? raw.filter(({ id }) => id.startsWith("backbone")).map(({ id }) => id) : [];
		let changes: readonly Change[] = [
			...dataChanges(data),
			...raw.filter(({ id }) => !inWordsOnly.includes(id)).map((each) => divisible(each, a, b)),
		];
		const names = [a.name, b.name] as const;
		const fresh = [a, b]
			.filter(({ canonical }) => canonical.augment !== undefined && canonical.views === undefined)
			.map(({ name }) => name);
		const lab = experiment({
			sides: { a, b },
			names: data.names,
			all: () => changes,
			machine,
			threads: options.threads,
			signal: stop.signal,
			say,
		});
		changes = await workable(changes, lab.works);
		say(
			changes.length === 0
				? `${a.name} and ${b.name} mean the same head`
				: `${changes.length} difference${changes.length === 1 ? "" : "s"}:\n${changes.map(({ says }) => `  ${says}`).join("\n")}`,
		);
		const images = a.data.dataset.entries.filter((entry) => splitOf(a.data, entry, seeds[0]) === "validation").length;
		const found = await ablate(changes, lab.measure, { images, seeds, most: options.runs });
		const [first, second] = [lab.report([], seeds[0]), lab.report(changes, seeds[0])];
		const costs = (b.canonical.way === "frozen" ? (second ?? first) : (first ?? second))?.forwards ?? { featuresWay: 0, frozenWay: 0 };
		const text = verdict(
			{
				names,
				changes,
				seeds,
				cost: { waysDiffer: a.canonical.way !== b.canonical.way && fresh.length === 0, ...costs },
				limits: limits({ names, data, sameSpace, inWordsOnly, gone: [a.gone, b.gone], fresh }, found),
			},
			found,
		);
		const page = resolve(options.out);
		const rows = trialRows(names, changes, found);
		await mkdir(dirname(page), { recursive: true });
		await writeFile(page, renderExplanation({ names, text, found, rows, drawn: drawn(names, changes, found, lab) }));
		if (options.output === "json") process.stdout.write(`${JSON.stringify(asJson(changes, found, text, page, lab))}\n`);
		else {
			const table = renderTable(
				[["held out", "seed", "run"], ...rows.map(({ accuracy, seed, says }) => [percent(accuracy), String(seed), says])],
				{
					right: [0, 1],
				},
			);
			process.stdout.write(`${table}\n\n${text}\n\nreport  ${shorter(page)}\n`);
		}
		return 0;
	} catch (error) {
		throw stop.signal.aborted ? stop.signal.reason : error;
	} finally {
		process.off("SIGINT", interrupt);
		process.off("SIGTERM", interrupt);
		await machine.close();
	}
}

function checkOptions({ output, threads, runs }: ExplainOptions): void {
	if (output !== "table" && output !== "json") throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${output}`);
	if (!Number.isInteger(threads) || threads < 1)
		throw new UserError("BAD_ARGUMENT", `--threads wants a whole number from 1, got ${threads}`);
	if (!Number.isInteger(runs) || runs < 4)
		throw new UserError("BAD_ARGUMENT", `--runs wants a whole number from 4, got ${runs}: both documents with two seeds are four runs`);
}
