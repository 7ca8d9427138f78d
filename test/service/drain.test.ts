import { afterEach, expect, test } from "vitest";
import { drain } from "../../lib/service/drain.ts";
import { type StartedHttp, startHttp } from "../../lib/service/http.ts";

/** A service's probes in this process, which takes the signal as the service does. */
let http: StartedHttp | undefined;
afterEach(() => http?.close());

async function serviceThatSays(answers: readonly (string | null)[]): Promise<{ port: number; asked: () => number }> {
	let asked = 0;
	let at = 0;
	const onDrain = () => {
		asked++;
		process.off("SIGUSR2", onDrain);
	};
	process.on("SIGUSR2", onDrain);
	const ready = () => answers[Math.min(at++, answers.length - 1)]!;
	http = await startHttp({ host: "127.0.0.1", port: 0, live: () => null, ready, metrics: async () => "" });
	return { port: http.port, asked: () => asked };
}

test("a service is asked once, and waited for until nothing is in hand", async () => {
	const { port, asked } = await serviceThatSays([null, "draining: 2 in hand", "draining: 1 in hand", "drained"]);
	expect(await drain({ pid: process.pid, port, waitMs: 60_000 })).toBeNull();
	expect(asked()).toBe(1);
});

test("after the time is over it says what is left", async () => {
	const { port } = await serviceThatSays(["draining: 2 in hand"]);
	expect(await drain({ pid: process.pid, port, waitMs: 1 })).toBe("draining: 2 in hand");
});

test("a process that is not there is said", async () => {
	await expect(drain({ pid: 2 ** 30, port: 1, waitMs: 1 })).rejects.toMatchObject({
		code: "BAD_ARGUMENT",
		message: "process 1073741824 cannot be asked to drain: ESRCH",
	});
});
