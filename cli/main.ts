import { Command, CommanderError } from "commander";
import { addClusterVerbs } from "./cluster-verbs.ts";
import { addCompare } from "./compare.ts";
import { addDemo } from "./demo.ts";
import { addDoctor } from "./doctor.ts";
import { addEngines } from "./engines.ts";
import { addExplain } from "./explain.ts";
import { exitCodeOf, printError } from "./failure.ts";
import { addLint } from "./lint.ts";
import { addPlan } from "./plan.ts";
import { addPredict } from "./predict.ts";
import { addRun } from "./run.ts";
import { schemaCommand } from "./schema.ts";
import { version } from "./version.ts";

/** The command line: one verb per file. Data goes to stdout, everything else to stderr. */
export async function main(argv: readonly string[]): Promise<number> {
	const program = new Command("frostline")
		.description("Train image classifiers on a frozen backbone: features once or end to end, proved the same.")
		.version(version())
		.showHelpAfterError("(frostline --help shows what there is)")
		.exitOverride()
		.addHelpText(
			"after",
			"\nStart with `frostline demo`, then write a job.yaml: `frostline run job.yaml`. The reference is docs/job.md.\nExit codes: 0 done, 1 failed, 2 wrong document or arguments, 3 too many skipped images, 130 interrupted.",
		);
	// A reader that has seen enough (`| head`) is no error.
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE") throw error;
		process.exit(0);
	});
	let code = 0;
	const exit = (value: number) => {
		code = value;
	};
	addRun(program, exit);
	addPlan(program, exit);
	addPredict(program, exit);
	addDemo(program, exit);
	addCompare(program, exit);
	addExplain(program, exit);
	addLint(program, exit);
	addEngines(program, exit);
	addClusterVerbs(program, exit);
	addDoctor(program, exit);
	program
		.command("schema")
		.description("print the job document's JSON Schema, for editors")
		.action(() => void process.stdout.write(`${schemaCommand()}\n`));
	try {
		await program.parseAsync([...argv], { from: "user" });
		return code;
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has already said why
		printError(error, argv.includes("json"));
		return exitCodeOf(error);
	}
}
