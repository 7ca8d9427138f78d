import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { compareForeign } from "./compare-foreign.ts";
import { compareWays } from "./compare-ways.ts";

export interface CompareOptions {
	readonly store: string;
	readonly set: readonly string[];
	readonly threads: number;
	readonly fresh: boolean;
	readonly output: string;
	/** Features of another program's. */
	readonly with?: string;
	readonly names?: string;
}

const HELP = `
Without --with: runs the job the features way and the frozen way, and holds every arrow of the path against the other's: the rows that the backbone gives in
every pass against the stored ones, the order of the batches, the loss of the first step, the head's weights after each epoch. The certificate says that both
are the same computation, or the first place where they part. It costs what the frozen way costs: try it with fewer epochs first.

  frostline compare flowers.yaml --set fit.epochs=2

With --with: says whether features that another program made, a Keras or PyTorch script say, are the job's own, and if not, what that program does otherwise:
rows in another order, channels swapped, pixels prepared or images resized in another way, another size, pooling, layer or weights, augmented pictures. It tries
each on a few images with the job's own backbone and says which one gives the same rows, how sure that is, or that none does. Nothing is fitted.

  np.save("features.npy", features)                      # [images, values], in the script
  np.savetxt("names.txt", generator.filenames, "%s")     # the rows' images, if you have them
  frostline compare flowers.yaml --with features.npy --names names.txt

Exit codes: 0 the same, 1 not the same, 2 the document or the arguments. docs/compare.md describes the certificate.`;

export function addCompare(program: Command, exit: (code: number) => void): void {
	program
		.command("compare")
		.description("prove that both ways of a job, or its features and another program's, are the same computation; or say where they part")
		.argument("<job>", "the job document, YAML or JSON")
		.option("--store <folder>", "where features, checkpoints and results are kept", ".frostline")
		.option(
			"--set <path=value>",
			"override a value of the document, as in fit.epochs=3; may be repeated",
			(text: string, all: string[]) => [...all, text],
			[],
		)
		.option("--with <file>", "features of another program's to compare with: .npy, .safetensors or .h5; nothing is fitted then")
		.option("--names <file>", "names of their images, one for each row: .txt, .json, .csv or .npy; without it, plausible orders are tried")
		.option("--threads <n>", "cores to use", (text) => Number.parseInt(text, 10), availableParallelism())
		.option("--fresh", "fit both from the start, leaving older checkpoints alone; features are still reused", false)
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText("after", HELP)
		.action(async (file: string, options: CompareOptions) => {
			if (options.output !== "table" && options.output !== "json")
				throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${options.output}`);
			if (!Number.isInteger(options.threads) || options.threads < 1)
				throw new UserError("BAD_ARGUMENT", `--threads wants a whole number from 1, got ${options.threads}`);
			if (options.names !== undefined && options.with === undefined)
				throw new UserError("BAD_ARGUMENT", "--names names the rows of --with, which is not there", { fix: "add --with features.npy" });
			exit(options.with === undefined ? await compareWays(file, options) : await compareForeign(file, options.with, options));
		});
}
