import pc from "picocolors";
import { FrostlineError, formatLocation, UserError } from "../lib/base/errors.ts";

/** Exit codes, documented in --help and docs/failures.md. */
export function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) return 130;
	return error instanceof UserError ? error.exitCode : 1;
}

/** Ctrl-C: not a failure; the message says how to go on. */
export class Interrupted extends Error {
	override readonly name = "Interrupted";
}

/** Says on stderr what went wrong, where, and what to do. A stack is shown only for a bug of ours. */
export function printError(error: unknown, json: boolean): void {
	const known = error instanceof FrostlineError ? error : null;
	const message = error instanceof Error ? error.message : String(error);
	if (json) {
		const report = {
			error: { code: known?.code ?? (error instanceof Interrupted ? "INTERRUPTED" : "INTERNAL"), message, fix: known?.fix, at: known?.at },
		};
		process.stderr.write(`${JSON.stringify(report)}\n`);
		return;
	}
	if (error instanceof Interrupted) {
		process.stderr.write(`${message}\n`);
		return;
	}
	const where = known?.at === undefined ? "" : `${formatLocation(known.at)}: `;
	process.stderr.write(`${pc.red("error")} ${where}${message}${known === null ? "" : pc.dim(` [${known.code}]`)}\n`);
	if (known?.fix !== undefined) process.stderr.write(`  ${pc.green("fix")} ${known.fix}\n`);
	if (known === null && error instanceof Error)
		process.stderr.write(`${error.stack ?? ""}\nThis is a bug in Frostline: please report it with the lines above.\n`);
}
