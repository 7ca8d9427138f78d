import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const oracle = join(import.meta.dirname, "..");

function python(): string {
	const program = process.env.FROSTLINE_ORACLE_PYTHON;
	if (!program) throw new Error("FROSTLINE_ORACLE_PYTHON should name a Python with Keras and PyTorch (test/oracle/README.md)");
	return program;
}

/** Runs a script of test/oracle. */
async function oraclePython(script: string, ...args: readonly string[]): Promise<void> {
	const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", CUDA_VISIBLE_DEVICES: "", PYTHONDONTWRITEBYTECODE: "1" };
	await promisify(execFile)(python(), [join(oracle, script), ...args], { env, maxBuffer: 64 * 1024 * 1024 });
}

/** A folder for what a script writes, for as long as `use` runs: whole networks are large. */
export async function written<T>(
	script: string,
	args: (folder: string) => readonly string[],
	use: (folder: string) => Promise<T>,
): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), "frostline-oracle-"));
	try {
		await oraclePython(script, ...args(folder));
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
