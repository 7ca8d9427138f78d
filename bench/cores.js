// Which cores a process may use (Linux): what it starts from then on may use the same.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

export const first = "0";
const last = Math.max(1, cpus().length - 1);
/** All but the first. */
export const others = `1-${last}`;
export const all = `0-${last}`;

/** Keeps this process on these cores. */
export function stayOn(cores) {
	try {
		execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores, String(process.pid)], { stdio: ["ignore", "ignore", "pipe"] });
	} catch (error) {
		process.stderr.write(`--apart wants two cores and taskset (util-linux): ${String(error.stderr ?? error.message).trim()}\n`);
		process.exit(2);
	}
}
