import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type DrawnSet, drawSet } from "../../lib/drawn/index.ts";

const thisRelease = resolve(import.meta.dirname, "../../bin/frostline.js");

export interface Ran {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs the real command line, or another release's `program`. `started` may send signals to it. */
export function frostline(
	args: readonly string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv; started?: (child: ChildProcess) => void; program?: string } = {},
): Promise<Ran> {
	const child = spawn(process.execPath, [options.program ?? thisRelease, ...args], {
		cwd: options.cwd,
		env: { ...process.env, NO_COLOR: "1", ...options.env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	options.started?.(child);
	let stdout = "";
	let stderr = "";
	child.stdout.on("data", (bytes: Buffer) => {
		stdout += bytes.toString();
	});
	child.stderr.on("data", (bytes: Buffer) => {
		stderr += bytes.toString();
	});
	return new Promise((done) => {
		child.on("close", (code, signal) => done({ code, signal, stdout, stderr }));
	});
}

export interface RunResult {
	readonly job: string;
	readonly way: string;
	readonly images: {
		readonly total: number;
		readonly train: number;
		readonly validation: number;
		readonly skipped: Readonly<Record<string, number>>;
	};
	readonly features: { readonly cached: number; readonly extracted: number; readonly reasons: Readonly<Record<string, number>> };
	readonly epochs: readonly {
		readonly epoch: number;
		readonly loss: number;
		readonly accuracy: number;
		readonly valLoss: number;
		readonly valAccuracy: number;
		readonly seconds: number;
	}[];
	readonly head: { readonly sha256: string };
	readonly seconds: Readonly<Record<string, number>>;
	readonly report: string;
	readonly model: string;
}

/** A job that ends well, with its result. */
export async function runJob(folder: string, ...args: string[]): Promise<RunResult> {
	const ran = await frostline(["run", "job.json", "-o", "json", ...args], { cwd: folder });
	if (ran.code !== 0) throw new Error(`frostline run ${args.join(" ")} ended with ${ran.code}:\n${ran.stderr}`);
	return JSON.parse(ran.stdout) as RunResult;
}

/** A small image set and a job on it that takes a few seconds: `images/` and `job.json` in `folder`. */
export async function drawnJob(folder: string, changes: { set?: Partial<DrawnSet>; job?: Record<string, unknown> } = {}): Promise<void> {
	await drawSet(join(folder, "images"), { classes: 3, perClass: 40, edge: 32, seed: 1, ...changes.set });
	const job = {
		version: 1,
		name: "drawn",
		data: { train: "./images", validation: { split: 0.25 } },
		backbone: { name: "scattering", size: 32 },
		way: "features",
		head: [{ dense: 24, activation: "relu" }, { dropout: 0.3 }, { dense: "classes", activation: "softmax" }],
		fit: { loss: "categorical_crossentropy", optimizer: { name: "adam", learningRate: 0.003 }, epochs: 3, batch: 16, seed: 7 },
		extract: { shard: 32 },
		...changes.job,
	};
	await writeFile(join(folder, "job.json"), JSON.stringify(job));
}
