import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { ComputePool } from "../lib/compute/pool.ts";
import { isRemote } from "../lib/data/remote.ts";
import { type LoadedJob, loadJob } from "../lib/job/load.ts";
import type { Finding } from "../lib/report/data.ts";
import { openFolderStore } from "../lib/store/folder.ts";
import { lintJob } from "../services/coordinator/index.ts";
import { findingText } from "./finding-text.ts";

interface LintOptions {
	readonly set: readonly string[];
	readonly data: boolean;
	readonly strict: boolean;
	readonly store: string;
	readonly output: string;
}

export function addLint(program: Command, exit: (code: number) => void): void {
	program
		.command("lint")
		.description("say what is known to go wrong with a job document, before it runs")
		.argument("<job>", "the job document, YAML or JSON")
		.option(
			"--set <path=value>",
			"override a value of the document, as in fit.epochs=3; may be repeated",
			(text: string, all: string[]) => [...all, text],
			[],
		)
		.option("--no-data", "leave the images alone: the document is judged by itself")
		.option("--strict", "exit with 1 on warnings, too", false)
		.option("--store <folder>", "where earlier runs are, for the order of their classes", ".frostline")
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText(
			"after",
			"\nReads the image files and decodes none; fetches and writes nothing. Each finding has its place in the document, what it did in a small experiment, and the fix,\nwhich --set takes too. docs/lint.md has the catalogue.\nExit codes: 0 nothing worse than a warning, 1 an error (with --strict, or a warning), 2 a wrong document.\nExample: frostline lint flowers.yaml --strict",
		)
		.action(async (file: string, options: LintOptions) => {
			exit(await lintCommand(file, options));
		});
}

async function lintCommand(file: string, { set, data, strict, store, output }: LintOptions): Promise<number> {
	if (output !== "table" && output !== "json") throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${output}`);
	const loaded = await loadJob(file, set);
	const findings = await lintHere(loaded, store, data);
	const count = (severity: Finding["severity"]) => findings.filter((each) => each.severity === severity).length;
	const counts = { errors: count("error"), warnings: count("warning"), notes: count("note") };
	if (output === "json") {
		const located = findings.map((finding) => ({ ...finding, at: loaded.locate(finding.path) }));
		process.stdout.write(`${JSON.stringify({ schemaVersion: 1, job: loaded.id, file, ...counts, findings: located })}\n`);
	} else {
		process.stdout.write(
			[...findings.map((finding) => findingText(finding, loaded.locate(finding.path))), `${summary(counts)}\n`].join("\n"),
		);
	}
	return counts.errors > 0 || (strict && counts.warnings > 0) ? 1 : 0;
}

async function lintHere(loaded: LoadedJob, folder: string, images: boolean): Promise<Finding[]> {
	const remote = images && isRemote(loaded.job.data.train) ? (await import("../lib/service/open.ts")).openRemoteAlone() : null;
	// Opening a store makes its folder, and lint leaves nothing behind.
	const there = images && (await stat(folder).catch(() => null)) !== null;
	const store = there ? await openFolderStore(folder) : null;
	const pool = new ComputePool(1);
	const stop = new AbortController();
	const interrupt = () => stop.abort();
	process.once("SIGINT", interrupt);
	try {
		return await lintJob(loaded, { pool, remote, store, images, signal: stop.signal });
	} finally {
		process.off("SIGINT", interrupt);
		await pool.close();
		await store?.close();
	}
}

function summary({ errors, warnings, notes }: { errors: number; warnings: number; notes: number }): string {
	if (errors + warnings + notes === 0) return "nothing found";
	const of = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
	return `${of(errors, "error")}, ${of(warnings, "warning")}, ${of(notes, "note")}`;
}
