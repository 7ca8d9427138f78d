import { UserError } from "../../lib/base/errors.ts";
import { loadConfig } from "../../lib/service/config.ts";
import { drain } from "../../lib/service/drain.ts";

export interface DrainCommandOptions {
	readonly config?: string;
	readonly wait: string;
	readonly pid: string;
}

/** `frostline drain`: 0 when nothing is in hand any more, and when the time is over too, since stopping is right then as well. */
export async function drainCommand({ config: file, wait, pid }: DrainCommandOptions): Promise<number> {
	const { http } = loadConfig({ file });
	const left = await drain({ pid: whole("--pid", pid), port: http.port, waitMs: whole("--wait", wait) * 1000 });
	process.stderr.write(left === null ? "nothing is in hand\n" : `after ${wait} s it says "${left}"; stopping it gives that back\n`);
	return 0;
}

function whole(option: string, text: string): number {
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw new UserError("BAD_ARGUMENT", `${option} wants a whole number, got ${text}`);
}
