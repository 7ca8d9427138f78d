import { spawn } from "node:child_process";
import { UserError } from "../../lib/base/errors.ts";

/** Lines of a failing tool that the error shows. */
const LAST_LINES = 12;

/** Runs a tool to its end. Its output is only shown when it fails. */
export async function run(command: string, args: readonly string[], folder: string): Promise<void> {
	const { code, output } = await outcomeOf(command, args, folder);
	if (code === 0) return;
	const last = output.trim().split("\n").slice(-LAST_LINES).join("\n  ");
	throw new UserError("INSTALL_FAILED", `${command} ${args.slice(0, 3).join(" ")} … ended with ${code}:\n  ${last}`, {
		exitCode: 1,
		fix: "the lines above are the tool's own; with a mirror or proxy, set what npm and pip read (npm_config_registry, PIP_INDEX_URL)",
	});
}

/** Exit code and output of a tool; code null: it could not be started. */
export function outcomeOf(command: string, args: readonly string[], folder?: string): Promise<{ code: number | null; output: string }> {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
		let output = "";
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (output += bytes.toString()));
		child.on("error", (error) => resolve({ code: null, output: error.message }));
		child.on("close", (code) => resolve({ code, output }));
	});
}
