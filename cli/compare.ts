import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { compareWays } from "./compare-ways.ts";

export interface CompareOptions {
	readonly store: string;
	readonly set: readonly string[];
	readonly threads: number;
	readonly fresh: boolean;
	readonly output: string;
}

const HELP = `
Without --with: runs the job the features way and the frozen way, and holds every arrow of the path against the other's: the rows that the backbone gives in
every pass against the stored ones, the order of the batches, the loss of the first step, the head's weights after each epoch. The certificate says that both
are the same computation, or the first place where they part. It costs what the frozen way costs: try it with fewer epochs first.

  frostline compare flowers.yaml --set fit.epochs=2

Exit codes: 0 the same, 1 not the same, 2 the document or the arguments. docs/compare.md describes the certificate.`;

export function addCompare(program: Command, exit: (code: number) => void): void {
	program
		.command("compare")
		.description("prove that both ways of a job are the same computation, or say where they part")
		.argument("<job>", "the job document, YAML or JSON")
		.option("--store <folder>", "where features, checkpoints and results are kept", ".frostline")
		.option(
			"--set <path=value>",
			"override a value of the document, as in fit.epochs=3; may be repeated",
			(text: string, all: string[]) => [...all, text],
			[],
		)
		.option("--threads <n>", "cores to use", (text) => Number.parseInt(text, 10), availableParallelism())
		.option("--fresh", "fit both from the start, leaving older checkpoints alone; features are still reused", false)
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText("after", HELP)
		.action(async (file: string, options: CompareOptions) => {
			if (options.output !== "table" && options.output !== "json")
				throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${options.output}`);
			if (!Number.isInteger(options.threads) || options.threads < 1)
				throw new UserError("BAD_ARGUMENT", `--threads wants a whole number from 1, got ${options.threads}`);
			exit(await compareWays(file, options));
		});
}
