import type { EventEmitter } from "node:events";
import { constants } from "node:os";
import { FrostlineError, UserError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";

/** A service that runs. */
export interface Running {
	/** Takes no more work, and finishes what is in hand. */
	drain?(): void;
	/** Finishes or gives back what is in hand, and lets go of everything. */
	stop(): Promise<void>;
	/** Settles when the service ends by itself, which it should not. */
	readonly closed?: Promise<unknown>;
	/** What it still holds, for the message when the time to stop is over. */
	holding?(): readonly string[];
}

export interface RunOptions {
	/** Time to stop in. */
	readonly shutdownMs: number;
	readonly log: Logger;
	/** Where signals come from; the process, except in tests. */
	readonly signals?: Pick<EventEmitter, "on" | "off">;
	/** How the process ends. */
	readonly exit?: (code: number) => void;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** Asks for a drain. What comes while the service still starts has nothing to drain, and SIGTERM follows it. */
const DRAIN = "SIGUSR2";

/**
 * A service's life, from start to exit code: 0 after an orderly stop; 1 when it ended by itself or could not stop in time; an error of
 * the person's has its own (2). SIGTERM or SIGINT begin the stop: the signal given to `start` is aborted, so that readiness says no and a
 * start that still waits gives up, and then `stop` is called. A second signal ends the process at once, with 128 + its number. SIGUSR2 begins a
 * drain, which a platform gives time for before it stops the service (`frostline drain`).
 */
export async function runService(
	name: string,
	start: (signal: AbortSignal) => Promise<Running>,
	{ shutdownMs, log, signals = process, exit = (code) => process.exit(code) }: RunOptions,
): Promise<number> {
	const stopping = new AbortController();
	const aborted = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve(), { once: true }));
	let running: Running | null = null;
	let timer: NodeJS.Timeout | undefined;

	const late = aborted.then(
		() =>
			new Promise<number>((resolve) => {
				timer = setTimeout(() => {
					const holding = running?.holding?.() ?? [];
					const what = running === null ? "it was still starting" : holding.length === 0 ? "" : `still there: ${holding.join(", ")}`;
					log.error({ holding }, `${name} did not stop within ${shutdownMs / 1000} s${what === "" ? "" : `; ${what}`}`);
					resolve(1);
				}, shutdownMs);
			}),
	);

	let force: (code: number) => void = () => {};
	const forced = new Promise<number>((resolve) => {
		force = resolve;
	});
	let asked = false;
	const listeners = SIGNALS.map((signal) => {
		const listener = () => {
			if (asked) {
				log.warn({ signal }, `${name} is ended at once: nothing is lost, but work in hand comes again only after its ack wait`);
				return force(128 + constants.signals[signal]);
			}
			asked = true;
			log.info({ signal }, `${name} is stopping`);
			stopping.abort(new Error(`${name} was asked to stop by ${signal}`));
		};
		signals.on(signal, listener);
		return () => signals.off(signal, listener);
	});

	const onDrain = () => {
		log.info({ signal: DRAIN }, `${name} takes no more work`);
		running?.drain?.();
	};
	if (process.platform !== "win32") {
		signals.on(DRAIN, onDrain);
		listeners.push(() => signals.off(DRAIN, onDrain));
	}

	const life = async (): Promise<number> => {
		try {
			running = await start(stopping.signal);
		} catch (error) {
			if (stopping.signal.aborted) return 0; // gave up waiting, as it was asked to
			told(log, error, `${name} could not start`);
			return error instanceof UserError ? error.exitCode : 1;
		}
		const ended = await Promise.race([aborted.then(() => null), endOf(running)]);
		if (ended !== null) {
			told(log, ended.error, `${name} ended unexpectedly`);
			stopping.abort(new Error(`${name} ended`));
		}
		try {
			await running.stop();
		} catch (error) {
			told(log, error, `${name} did not stop properly`);
			return 1;
		}
		if (ended === null) log.info(`${name} has stopped`);
		return ended === null ? 0 : 1;
	};

	const code = await Promise.race([life(), late, forced]);
	clearTimeout(timer);
	for (const off of listeners) off();
	exit(code);
	return code;
}

/** Never settles for a service that does not tell its end. */
function endOf({ closed }: Running): Promise<{ error: unknown }> {
	if (closed === undefined) return new Promise(() => {});
	return closed.then(
		() => ({ error: undefined }),
		(error: unknown) => ({ error }),
	);
}

function told(log: Logger, error: unknown, what: string): void {
	if (error === undefined) log.fatal(what);
	else if (error instanceof FrostlineError) log.fatal({ code: error.code, fix: error.fix }, `${what}: ${error.message}`);
	else log.fatal({ err: error }, what);
}
