import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import pc from "picocolors";
import { drawSet } from "../lib/drawn/index.ts";
import { renderComparison } from "../lib/report/comparison.ts";
import type { ReportData } from "../lib/report/data.ts";
import { duration, percent } from "../lib/report/figures.ts";
import type { JobOutcome } from "../services/coordinator/index.ts";
import { runOnThisMachine, shorter } from "./run.ts";
import { renderTable } from "./table.ts";

/** Drawn once; the same pictures on every machine. */
const IMAGES = { classes: 10, perClass: 250, edge: 64, seed: 7 } as const;
const DOCUMENTS = ["method-1.yaml", "method-2.yaml"] as const;

export function addDemo(program: Command, exit: (code: number) => void): void {
	program
		.command("demo")
		.description("run the question Frostline grew from, both ways, on images that it draws: no files and no network needed")
		.argument("[folder]", "where images, documents and results go", "frostline-demo")
		.action(async (folder: string) => {
			exit(await demoCommand(folder));
		});
}

async function demoCommand(folder: string): Promise<number> {
	const say = (text: string) => void process.stderr.write(`${text}\n`);
	await prepare(folder, say);
	const run = (document: string, set: readonly string[] = []) =>
		runOnThisMachine(
			join(folder, document),
			{ store: join(folder, ".frostline"), set, threads: availableParallelism(), fresh: false },
			`frostline demo ${folder}`,
		);
	say(pc.bold("\nMethod 1: features once, then a head with sigmoids"));
	const method1 = await run("method-1.yaml");
	say(pc.bold("\nMethod 2: the frozen network end to end, a head with softmax in its hidden layers"));
	const method2 = await run("method-2.yaml");
	say(pc.bold("\nMethod 2's head once more, this time the features way"));
	const method2Features = await run("method-2.yaml", ["way=features"]);

	say(pc.bold("\nMethod 2's head with sigmoid in place of softmax, nothing else changed"));
	const repaired = await run("method-2.yaml", ["way=features", "head.0.activation=sigmoid", "head.2.activation=sigmoid"]);

	const runs = [
		method1.report,
		method2.report,
		{ ...method2Features.report, name: "method-2, features way" },
		{ ...repaired.report, name: "method-2, sigmoid" },
	];
	const why = whyTheyDiffer(method1, method2, method2Features, repaired);
	const page = join(folder, "compare.html");
	await writeFile(page, renderComparison(runs, why));
	process.stdout.write(
		`\n${sideBySide(runs)}\n\n${why}\n\nreport  ${shorter(page)}   (each run's own: ${[method1, method2].map(({ result }) => shorter(result.report)).join(", ")})\nnext    edit ${shorter(join(folder, "method-2.yaml"))} (softmax → sigmoid) and run it: npx frostline run ${shorter(join(folder, "method-2.yaml"))} --store ${shorter(join(folder, ".frostline"))}\n`,
	);
	return 0;
}

/** Images and documents into the folder. What a person has changed there stays as it is. */
async function prepare(folder: string, say: (text: string) => void): Promise<void> {
	const images = join(folder, "images");
	await mkdir(folder, { recursive: true });
	const there = await readdir(images).catch(() => []);
	if (there.length < IMAGES.classes) {
		say(`drawing ${IMAGES.classes * IMAGES.perClass} images of ${IMAGES.classes} patterns in ${shorter(images)} …`);
		await drawSet(images, IMAGES);
	}
	// The same place below the package's root, compiled or not.
	const here = import.meta.url;
	const examples = fileURLToPath(new URL(here.endsWith(".ts") ? "../examples/01-two-ways/" : "../../examples/01-two-ways/", here));
	const present = new Set(await readdir(folder));
	for (const name of DOCUMENTS) if (!present.has(name)) await copyFile(join(examples, name), join(folder, name));
}

function sideBySide(runs: readonly ReportData[]): string {
	const row = (name: string, value: (run: ReportData) => string) => [name, ...runs.map(value)];
	const at = (run: ReportData, epoch: number) => run.epochs[epoch]?.valAccuracy ?? Number.NaN;
	return renderTable([
		row("", ({ name }) => name),
		row("way", ({ way }) => way),
		row("after one epoch", (run) => percent(at(run, 0))),
		row("at the end", (run) => percent(at(run, run.epochs.length - 1))),
		row("images through the backbone", ({ forwards }) => String(forwards.run)),
		row("seconds per epoch", ({ epochs }) => (epochs.reduce((sum, { seconds }) => sum + seconds, 0) / epochs.length).toFixed(2)),
		row("time", ({ seconds }) => duration(seconds.total)),
		row("head", ({ head }) => head.sha256.slice(0, 12)),
	]);
}

/** One sentence from what was measured: each clause is said only if the runs show it. */
function whyTheyDiffer(method1: JobOutcome, method2: JobOutcome, same: JobOutcome, repaired: JobOutcome): string {
	const final = ({ result }: JobOutcome) => result.epochs.at(-1)?.valAccuracy ?? Number.NaN;
	if (method2.result.head.sha256 !== same.result.head.sha256) {
		return "Method 2's head came out differently the two ways, so here the way does matter: compare the documents and the reports.";
	}
	const faster = method2.report.seconds.fit / Math.max(same.report.seconds.fit, 0.01);
	const way = `the way makes no difference, for method 2's head fitted on stored features is the same bit for bit (${method2.result.head.sha256.slice(0, 12)}) and ${faster.toFixed(0)} times faster`;
	if (final(repaired) - final(method2) < (final(method1) - final(method2)) / 2) {
		return `Why they differ: ${way}; and sigmoid in place of softmax explains less than half of it (${percent(final(repaired))}), so look at the other differences between the documents.`;
	}
	return `Why they differ: ${way}; it is the softmax in its hidden layers, which squeezes a layer's outputs to a sum of 1 and leaves next to nothing to tell images apart by: ${percent(final(method2))} with it, ${percent(final(repaired))} with sigmoid and nothing else changed.`;
}
