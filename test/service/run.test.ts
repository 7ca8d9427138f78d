import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { RetryableError, UserError } from "../../lib/base/errors.ts";
import type { Logger } from "../../lib/base/log.ts";
import { type Running, runService } from "../../lib/service/run.ts";

/** A service under test: its signals, its exit and its log are the test's. */
function life(start: (signal: AbortSignal) => Promise<Running>, shutdownMs = 60_000) {
	const signals = new EventEmitter();
	const exits: number[] = [];
	const lines: { level: string; fields: Record<string, unknown>; message: string }[] = [];
	const at = (level: string) => (first: unknown, second?: string) =>
		void lines.push(
			typeof first === "string"
				? { level, fields: {}, message: first }
				: { level, fields: first as object as never, message: second ?? "" },
		);
	const log = { info: at("info"), warn: at("warn"), error: at("error"), fatal: at("fatal") } as unknown as Logger;
	const code = runService("extractor", start, { shutdownMs, log, signals, exit: (value) => void exits.push(value) });
	return { signals, exits, lines, code, said: () => lines.map(({ level, message }) => `${level}: ${message}`) };
}

/** A promise that the test settles. */
function gate<T = void>() {
	let open: (value: T) => void = () => {};
	let fail: (error: Error) => void = () => {};
	const promise = new Promise<T>((resolve, reject) => {
		open = resolve;
		fail = reject;
	});
	return { promise, open, fail };
}

const forEver = new Promise<never>(() => {});

describe("a signal stops the service in order", () => {
	test.each(["SIGTERM", "SIGINT"])("%s: it stops, then the process ends with 0", async (signal) => {
		const up = gate();
		const happened: string[] = [];
		const run = life(async (stopping) => {
			stopping.addEventListener("abort", () => happened.push("asked"));
			up.open();
			return {
				async stop() {
					happened.push("stopped");
				},
			};
		});
		await up.promise;
		expect(run.exits).toEqual([]);
		run.signals.emit(signal);
		expect(await run.code).toBe(0);
		expect(happened).toEqual(["asked", "stopped"]);
		expect(run.exits).toEqual([0]);
		expect(run.said()).toEqual(["info: extractor is stopping", "info: extractor has stopped"]);
	});

	test("SIGUSR2 before it: it takes no more work, and goes on until it is stopped", async () => {
		const up = gate();
		const happened: string[] = [];
		const run = life(async () => {
			up.open();
			return {
				drain: () => void happened.push("drains"),
				async stop() {
					happened.push("stopped");
				},
			};
		});
		await up.promise;
		await new Promise((resolve) => setImmediate(resolve));
		run.signals.emit("SIGUSR2");
		expect(run.exits).toEqual([]);
		run.signals.emit("SIGTERM");
		expect(await run.code).toBe(0);
		expect(happened).toEqual(["drains", "stopped"]);
	});

	test("what it has in hand is waited for", async () => {
		const [up, work] = [gate(), gate()];
		const run = life(async () => {
			up.open();
			return { stop: () => work.promise };
		});
		await up.promise;
		run.signals.emit("SIGTERM");
		await new Promise((resolve) => setImmediate(resolve));
		expect(run.exits).toEqual([]);
		work.open();
		expect(await run.code).toBe(0);
	});

	test("while it is still starting, start is given up, and that is no failure", async () => {
		const run = life(
			(signal) =>
				new Promise((_, reject) => {
					signal.addEventListener("abort", () => reject(signal.reason as Error));
				}),
		);
		run.signals.emit("SIGTERM");
		expect(await run.code).toBe(0);
	});

	test("while it is still starting, what starts nevertheless is stopped", async () => {
		const up = gate<Running>();
		let stopped = false;
		const run = life(() => up.promise);
		run.signals.emit("SIGTERM");
		up.open({
			async stop() {
				stopped = true;
			},
		});
		expect(await run.code).toBe(0);
		expect(stopped).toBe(true);
	});

	test("its end after the signal is expected", async () => {
		const closed = gate();
		const up = gate();
		const run = life(async () => {
			up.open();
			return { closed: closed.promise, stop: async () => closed.fail(new Error("connection closed")) };
		});
		await up.promise;
		run.signals.emit("SIGTERM");
		expect(await run.code).toBe(0);
	});
});

describe("what does not stop in time", () => {
	test("ends with 1, and what is still there is named", async () => {
		const up = gate();
		const run = life(async () => {
			up.open();
			return { stop: () => forEver, holding: () => ["shard 7 of flowers", "bus"] };
		}, 1);
		await up.promise;
		run.signals.emit("SIGTERM");
		expect(await run.code).toBe(1);
		expect(run.exits).toEqual([1]);
		expect(run.said().at(-1)).toBe("error: extractor did not stop within 0.001 s; still there: shard 7 of flowers, bus");
	});

	test("or does not stop starting, ends with 1", async () => {
		const run = life(() => forEver, 1);
		run.signals.emit("SIGTERM");
		expect(await run.code).toBe(1);
		expect(run.said().at(-1)).toBe("error: extractor did not stop within 0.001 s; it was still starting");
	});

	test("or fails to stop, ends with 1 and says why", async () => {
		const up = gate();
		const run = life(async () => {
			up.open();
			return { stop: () => Promise.reject(new RetryableError("BUS_FAILED", "no answer")) };
		});
		await up.promise;
		run.signals.emit("SIGTERM");
		expect(await run.code).toBe(1);
		expect(run.said().at(-1)).toBe("fatal: extractor did not stop properly: no answer");
	});
});

describe("a second signal ends the process at once", () => {
	test.each([
		["SIGINT", 130],
		["SIGTERM", 143],
	])("%s with %i", async (signal, code) => {
		const up = gate();
		const run = life(async () => {
			up.open();
			return { stop: () => forEver };
		});
		await up.promise;
		run.signals.emit("SIGTERM");
		run.signals.emit(signal);
		expect(await run.code).toBe(code);
		expect(run.exits).toEqual([code]);
		expect(run.said().at(-1)).toContain("warn: extractor is ended at once");
	});
});

describe("an end that nobody asked for", () => {
	test.each([
		["with an error", (closed: ReturnType<typeof gate<void>>) => closed.fail(new Error("the pulls ended")), "the pulls ended"],
		["without one", (closed: ReturnType<typeof gate<void>>) => closed.open(), undefined],
	])("%s: the rest is stopped, and the process ends with 1", async (_, end, message) => {
		const closed = gate();
		let stopped = false;
		const run = life(async () => ({
			closed: closed.promise,
			async stop() {
				stopped = true;
			},
		}));
		end(closed);
		expect(await run.code).toBe(1);
		expect(stopped).toBe(true);
		const [line] = run.lines;
		expect(line).toMatchObject({ level: "fatal", message: "extractor ended unexpectedly" });
		expect((line?.fields.err as Error | undefined)?.message).toBe(message);
	});

	test("and a stop that hangs then: the deadline counts from the end", async () => {
		const run = life(async () => ({ closed: Promise.resolve(), stop: () => forEver }), 1);
		expect(await run.code).toBe(1);
	});

	test("and a signal after it does not force", async () => {
		const [closed, stopping, stop] = [gate(), gate(), gate()];
		const run = life(async () => ({
			closed: closed.promise,
			stop() {
				stopping.open();
				return stop.promise;
			},
		}));
		closed.open();
		await stopping.promise;
		run.signals.emit("SIGTERM");
		await new Promise((resolve) => setImmediate(resolve));
		expect(run.exits).toEqual([]);
		stop.open();
		expect(await run.code).toBe(1);
	});
});

describe("a start that fails", () => {
	test("for a reason of the person's ends with that error's exit code, and says code and fix", async () => {
		const run = life(() => Promise.reject(new UserError("BUS_DENIED", "refused", { fix: "check the password" })));
		expect(await run.code).toBe(2);
		expect(run.lines).toEqual([
			{ level: "fatal", fields: { code: "BUS_DENIED", fix: "check the password" }, message: "extractor could not start: refused" },
		]);
	});

	test("for another reason ends with 1", async () => {
		const run = life(async () => {
			throw new Error("a bug");
		});
		expect(await run.code).toBe(1);
		expect((run.lines[0]!.fields.err as Error).message).toBe("a bug");
	});
});

test("no listener is left behind", async () => {
	const run = life(async () => ({ stop: async () => {} }));
	run.signals.emit("SIGTERM");
	await run.code;
	expect([run.signals.listenerCount("SIGTERM"), run.signals.listenerCount("SIGINT")]).toEqual([0, 0]);
});
