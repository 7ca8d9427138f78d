import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { isRemote } from "../lib/data/remote.ts";
import { type LoadedJob, loadJob } from "../lib/job/load.ts";
import { type JobOutcome, runJob } from "../services/coordinator/index.ts";
import { Interrupted } from "./failure.ts";
import { startOneMachine } from "./one-machine.ts";
import { showProgress } from "./show-progress.ts";
import { summaryTable } from "./table.ts";
import { version } from "./version.ts";

export interface RunOptions {
	readonly store: string;
	readonly set: readonly string[];
	readonly threads: number;
	readonly fresh: boolean;
	readonly output: string;
}

export function addRun(program: Command, exit: (code: number) => void): void {
	program
		.command("run")
		.description("run a whole job on this machine: features, head, report, model")
		.argument("<job>", "the job document, YAML or JSON")
		.option("--store <folder>", "where features, checkpoints and results are kept", ".frostline")
		.option(
			"--set <path=value>",
			"override a value of the document, as in fit.epochs=3; may be repeated",
			(text: string, all: string[]) => [...all, text],
			[],
		)
		.option("--threads <n>", "cores to use", (text) => Number.parseInt(text, 10), availableParallelism())
		.option("--fresh", "fit from the start, leaving older checkpoints alone; features are still reused", false)
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText(
			"after",
			"\nA second run of the same job goes on where the first one stopped, and computes nothing twice.\nExample: frostline run flowers.yaml --set fit.epochs=3 -o json",
		)
		.action(async (file: string, options: RunOptions) => {
			exit(await runCommand(file, options));
		});
}

async function runCommand(file: string, options: RunOptions): Promise<number> {
	if (options.output !== "table" && options.output !== "json")
		throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${options.output}`);
	const outcome = await runOnThisMachine(file, options);
	if (options.output === "json") process.stdout.write(`${JSON.stringify(outcome.result)}\n`);
	else
		process.stdout.write(
			`${summaryTable(outcome.report, outcome.loaded.locate)}\nreport  ${shorter(outcome.result.report)}\nmodel   ${shorter(outcome.result.model)}\n`,
		);
	return 0;
}

/** One job from document to report. Ctrl-C stops at once, loses nothing, and says how to go on: `again`, or else this command. */
export async function runOnThisMachine(
	file: string,
	{ store, set, threads, fresh }: Omit<RunOptions, "output">,
	again?: string,
): Promise<JobOutcome & { readonly loaded: LoadedJob }> {
	if (!Number.isInteger(threads) || threads < 1)
		throw new UserError("BAD_ARGUMENT", `--threads wants a whole number from 1, got ${threads}`);
	const loaded = await loadJob(file, set);
	// What reads them is loaded only where there are such images.
	const remote = isRemote(loaded.job.data.train) ? (await import("../lib/service/open.ts")).openRemoteAlone() : null;
	const machine = await startOneMachine(store, threads, remote);
	const stop = new AbortController();
	const command =
		again ??
		["frostline run", file, ...(store === ".frostline" ? [] : ["--store", store]), ...set.flatMap((each) => ["--set", each])].join(" ");
	const interrupt = () => stop.abort(new Interrupted(`stopped; nothing is lost. Go on with: ${command}`));
	process.on("SIGINT", interrupt);
	process.on("SIGTERM", interrupt);
	const progress = showProgress(machine.bus, loaded.id, process.stderr);
	try {
		const outcome = await runJob(loaded, { ...machine, threads, fresh, version: version(), signal: stop.signal });
		await progress.finish();
		return { ...outcome, loaded };
	} catch (error) {
		await progress.finish();
		throw stop.signal.aborted ? stop.signal.reason : error;
	} finally {
		process.off("SIGINT", interrupt);
		process.off("SIGTERM", interrupt);
		await machine.close();
	}
}

/** A path as one would type it: relative when it lies below the current folder. */
export function shorter(path: string): string {
	const near = relative(process.cwd(), path);
	return near.startsWith("..") ? path : join(".", near);
}
