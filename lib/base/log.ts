import { type Logger, pino } from "pino";

export type { Logger };

/** Structured logs go to stderr, one JSON line each; stdout belongs to data. `level` "silent" for a command with its own display. */
export function createLog(service: string, level: string): Logger {
	return pino({ name: service, level, base: { service } }, pino.destination({ dest: 2, sync: true }));
}
