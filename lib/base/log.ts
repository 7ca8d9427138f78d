import { type Logger, pino } from "pino";
import { traceOf } from "./trace.ts";

export type { Logger };

/** Structured logs go to stderr, one JSON line each; stdout belongs to data. `level` "silent" for a command with its own display. */
export function createLog(service: string, level: string): Logger {
	// A line about a job names its trace, by the field that log tools look for.
	const log = (line: Record<string, unknown>) => (typeof line.job === "string" ? { ...line, trace_id: traceOf(line.job).traceId } : line);
	return pino({ name: service, level, base: { service }, formatters: { log } }, pino.destination({ dest: 2, sync: true }));
}
