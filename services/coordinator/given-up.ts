import { TerminalError } from "../../lib/base/errors.ts";
import type { Bus, Queue } from "../../lib/bus/port.ts";

/**
 * Ends a job whose work lies among the dead letters: of work that was taken again and again and never answered, as when every worker that has it is killed for
 * its memory, nobody is left to tell the job.
 */
export async function refuseGivenUp(bus: Bus, queue: Queue, ids: readonly string[]): Promise<void> {
	const wanted = new Set(ids);
	for await (const { id, reason, deliveries } of bus.deadLetters(queue)) {
		if (!wanted.has(id)) continue;
		throw new TerminalError("WORK_GIVEN_UP", `${id} was given up after ${deliveries} tries: ${reason}`, {
			fix: `frostline dlq show ${id} says what it is; frostline dlq retry ${id} tries it again`,
		});
	}
}

/** Forgets a job's dead letters: it is taken up again, and its work has its tries before it. */
export async function forgetGivenUp(bus: Bus, job: string): Promise<void> {
	for (const queue of ["extract", "fit"] as const) {
		const ids: string[] = [];
		for await (const { id } of bus.deadLetters(queue)) if (id.startsWith(`${job}/`)) ids.push(id);
		for (const id of ids) await bus.forget(queue, id);
	}
}
