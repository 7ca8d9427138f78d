import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../base/errors.ts";

/** What /readyz answers once a service that was asked to drain has nothing in hand any more. */
export const DRAINED = "drained";

const LOOK_MS = 200;

export interface DrainOptions {
	/** The service's process. */
	readonly pid: number;
	/** The port of its probes. */
	readonly port: number;
	/** How long for what is in hand. */
	readonly waitMs: number;
}

/**
 * Asks a service of this machine to take no more work, and waits until nothing is in hand. Answers what it said last: null when it is drained or has ended.
 * Throws BAD_ARGUMENT where there is no such process, or it is another user's.
 */
export async function drain({ pid, port, waitMs }: DrainOptions): Promise<string | null> {
	try {
		process.kill(pid, "SIGUSR2");
	} catch (cause) {
		throw new UserError("BAD_ARGUMENT", `process ${pid} cannot be asked to drain: ${(cause as NodeJS.ErrnoException).code}`, {
			cause,
			fix: "name the process of a coordinator, extractor or trainer of this machine with --pid",
		});
	}
	const until = performance.now() + waitMs;
	for (;;) {
		const said = await fetch(`http://127.0.0.1:${port}/readyz`)
			.then((answer) => answer.text())
			.then((text) => text.trim())
			.catch(() => DRAINED); // it has ended
		if (said === DRAINED) return null;
		if (performance.now() >= until) return said;
		await pause(LOOK_MS);
	}
}
