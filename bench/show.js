import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const out = join(root, "bench", "out");

/** Runs a peer's script and reads its JSON line. */
export function peer(python, script, args, cores) {
	const { status, stdout, stderr } = spawnSync(python, [join(root, "bench", "peers", script), ...args.map(String)], {
		encoding: "utf8",
		env: { ...process.env, BENCH_CORES: String(cores), OMP_NUM_THREADS: String(cores) },
	});
	if (status !== 0) throw new Error(`${script} ${args.join(" ")} failed:\n${stderr.slice(-2000)}`);
	return JSON.parse(stdout.trim().split("\n").at(-1));
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export function table(title, rows) {
	process.stdout.write(`\n${title}\n`);
	const columns = Object.keys(rows[0]);
	const cell = (value) => (typeof value === "number" ? value.toFixed(value < 10 ? 3 : 1) : String(value));
	const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))];
	const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
	for (const line of lines) process.stdout.write(`${line.map((text, i) => text.padStart(widths[i])).join("  ")}\n`);
}
