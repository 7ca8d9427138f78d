import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { ComputeHost } from "../lib/compute/host.ts";
import { renderTable } from "./table.ts";

/** Untrusted images are refused above this many pixels, as in training. */
const MAX_PIXELS = 50e6;

export function addPredict(program: Command, exit: (code: number) => void): void {
	program
		.command("predict")
		.description("classify image files, or all files in folders, with a model that `run` wrote")
		.argument("<model>", "model.onnx of a job")
		.argument("<path...>", "image files and folders")
		.option("-k, --top <n>", "classes shown per image", (text) => Number.parseInt(text, 10), 3)
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText("after", "\nExample: frostline predict .frostline/jobs/flowers-1a2b3c4d/model/model.onnx photos/ --top 2")
		.action(async (model: string, paths: string[], options: { top: number; output: string }) => {
			exit(await predictCommand(model, paths, options));
		});
}

async function predictCommand(model: string, paths: readonly string[], { top, output }: { top: number; output: string }): Promise<number> {
	if (!(top >= 1)) throw new UserError("BAD_ARGUMENT", `--top wants a whole number from 1, got ${top}`);
	if (output !== "table" && output !== "json") throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${output}`);
	await existing(model, "the model");
	const files = (await Promise.all(paths.map(filesOf))).flat();
	const host = new ComputeHost();
	try {
		const { classes, results } = await host.call("predict", { model: resolve(model), files, maxPixels: MAX_PIXELS });
		const predictions = results.map((result, i) => {
			const file = files[i]!;
			if (!("probabilities" in result)) return { file, skipped: result.code, detail: result.detail };
			const ranked = result.probabilities
				.map((probability, c) => ({ class: classes[c]!, probability }))
				.sort((a, b) => b.probability - a.probability);
			return { file, top: ranked.slice(0, top) };
		});
		if (output === "json") process.stdout.write(`${JSON.stringify({ classes, predictions })}\n`);
		else {
			const rows = predictions.map((prediction) =>
				"top" in prediction && prediction.top !== undefined
					? [prediction.file, ...prediction.top.map((guess) => `${guess.class} ${(100 * guess.probability).toFixed(1)} %`)]
					: [prediction.file, `skipped: ${prediction.skipped} (${prediction.detail})`],
			);
			process.stdout.write(
				renderTable([["image", ...Array.from({ length: Math.min(top, classes.length) }, (_, i) => `${i + 1}.`)], ...rows]),
			);
		}
		return 0;
	} finally {
		await host.close();
	}
}

/** A file stands for itself, a folder for all files in it at any depth, hidden ones left out. */
async function filesOf(path: string): Promise<string[]> {
	if (!(await existing(path, "the image or folder")).isDirectory()) return [path];
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile() && !entry.name.startsWith("."))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

async function existing(path: string, what: string): Promise<import("node:fs").Stats> {
	return stat(path).catch((cause: unknown) => {
		throw new UserError("NOT_FOUND", `${what} ${path} is not there`, {
			cause,
			fix: "check the path; relative ones count from the current folder",
		});
	});
}
