import { afterEach, expect, test, vi } from "vitest";
import { type FrostlineError, RetryableError, TerminalError, UserError } from "../../lib/base/errors.ts";
import { createLog } from "../../lib/base/log.ts";
import { type Consumer, consume } from "../../lib/bus/consume.ts";
import { openLocalBus } from "../../lib/bus/local.ts";
import type { Bus, DeadLetter } from "../../lib/bus/port.ts";

/** The loop of a worker on the local bus; tasks are words. */
interface Running {
	readonly bus: Bus;
	readonly seen: { task: string; at: number }[];
	readonly waited: { task: string; code: string }[];
	readonly refused: { job: string; code: string }[];
	readonly dead: { task: string; error: FrostlineError }[];
	letters(): Promise<DeadLetter[]>;
	publish(word: string): Promise<void>;
	/** Ends the loop as a stopping service does. */
	stop(): Promise<void>;
}

function deferred(): { promise: Promise<never>; reject: (error: Error) => void } {
	let reject = (_: Error): void => {};
	const promise = new Promise<never>((_, refuse) => {
		reject = refuse;
	});
	return { promise, reject };
}

const running: Running[] = [];
afterEach(async () => {
	for (const one of running.splice(0)) {
		await one.stop();
		await one.bus.close();
	}
});

function run(handle: Consumer<string>["handle"], bus: Bus = openLocalBus(), passOnMs?: number): Running {
	const stopping = new AbortController();
	const seen: Running["seen"] = [];
	const dead: Running["dead"] = [];
	const waited: Running["waited"] = [];
	const refused: Running["refused"] = [];
	const loop = consume<string>(bus, "extract", {
		log: createLog("test", "silent"),
		signal: stopping.signal,
		...(passOnMs === undefined ? {} : { passOnMs }),
		decode(body) {
			const word = Buffer.from(body).toString();
			if (!/^[a-z]+$/.test(word)) throw new TerminalError("BAD_MESSAGE", `${word.length} bytes that do not decode`);
			return word;
		},
		async handle(task, alive) {
			seen.push({ task, at: performance.now() });
			await handle(task, alive);
		},
		async refused(job, { code }) {
			refused.push({ job, code });
		},
		async waiting(task, { code }) {
			waited.push({ task, code });
		},
		async dead(task, error) {
			dead.push({ task, error });
		},
	});
	const one: Running = {
		bus,
		seen,
		dead,
		waited,
		refused,
		async letters() {
			const found: DeadLetter[] = [];
			for await (const letter of bus.deadLetters("extract")) found.push(letter);
			return found;
		},
		publish: (word) => bus.publish("extract", word, Buffer.from(word)),
		async stop() {
			stopping.abort(new Error("stopping"));
			await loop;
		},
	};
	running.push(one);
	return one;
}

test("F4: work is acknowledged after its outcome is there, and only then", async () => {
	let finish = (): void => {};
	const one = run(
		() =>
			new Promise<void>((resolve) => {
				finish = resolve;
			}),
		openLocalBus({ ackWaitMs: 40 }),
	);
	await one.publish("slow");
	await vi.waitFor(() => expect(one.seen).toHaveLength(1));
	// Not acknowledged, so with no sign of life it is anybody's again.
	expect((await one.bus.pull("extract", 2000))?.deliveries).toBe(2);
	finish();
});

test("done work does not come again, and the next is taken", async () => {
	const one = run(async () => {});
	for (const word of ["a", "b", "c"]) await one.publish(word);
	await vi.waitFor(() => expect(one.seen.map(({ task }) => task)).toEqual(["a", "b", "c"]));
	expect(await one.letters()).toEqual([]);
	expect(one.dead).toEqual([]);
});

test("F3: a message that does not decode is a dead letter with its reason, and the work behind it is done", async () => {
	const one = run(async () => {});
	await one.publish("12345");
	await one.publish("good");
	await vi.waitFor(() => expect(one.seen.map(({ task }) => task)).toEqual(["good"]));
	expect((await one.letters()).map(({ id, reason, deliveries }) => [id, reason, deliveries])).toEqual([
		["12345", "BAD_MESSAGE: 5 bytes that do not decode", 1],
	]);
	expect(one.dead).toEqual([]); // no task, so no job to tell
});

test("a RetryableError gives the work back with its delay, and a later try may succeed", async () => {
	let tries = 0;
	const one = run(async () => {
		if (++tries === 1) throw new RetryableError("STORE_FAILED", "a hiccup", { delayMs: 650 });
	});
	await one.publish("a");
	await vi.waitFor(() => expect(one.seen).toHaveLength(2), { timeout: 5000 });
	expect(one.seen[1]!.at - one.seen[0]!.at).toBeGreaterThan(640);
	expect([one.dead, await one.letters()]).toEqual([[], []]);
});

test.each([
	["a TerminalError", () => new TerminalError("BAD_PLAN", "never"), "BAD_PLAN", /^never$/],
	["a UserError", () => new UserError("BAD_JOB", "yours"), "BAD_JOB", /^yours$/],
	[
		"an error of no class, with its stack",
		() => new TypeError("a mistake in the program"),
		"INTERNAL",
		/TypeError: a mistake.*consume\.test/s,
	],
	["something thrown that is no error", () => "words", "INTERNAL", /^words$/],
])("%s is told to the job and becomes a dead letter", async (_, thrown, code, message) => {
	const one = run(async (task) => {
		if (task === "bad") throw thrown();
	});
	await one.publish("bad");
	await one.publish("good");
	await vi.waitFor(() => expect(one.seen.map(({ task }) => task)).toEqual(["bad", "good"]));
	expect(one.dead.map(({ task, error }) => [task, error.code])).toEqual([["bad", code]]);
	expect(one.dead[0]!.error.message).toMatch(message);
	const [letter, ...more] = await one.letters();
	expect([letter!.id, letter!.deliveries, more.length]).toEqual(["bad", 1, 0]);
	expect(letter!.reason.startsWith(`${code}: `)).toBe(true);
});

test("retryable work is given up at the sixth try, and the job is told why", async () => {
	const bus = openLocalBus();
	await bus.publish("extract", "a", Buffer.from("a"));
	for (let i = 0; i < 5; i++) await (await bus.pull("extract", 1000))!.nak(0); // five tries that others had
	const one = run(async () => {
		throw new RetryableError("COMPUTE_HUNG", "silence", { delayMs: 1 });
	}, bus);
	await vi.waitFor(async () =>
		expect((await one.letters()).map(({ reason, deliveries }) => [reason, deliveries])).toEqual([["COMPUTE_HUNG: silence", 6]]),
	);
	expect(one.dead.map(({ task, error }) => [task, error.code])).toEqual([["a", "COMPUTE_HUNG"]]);
});

const newer = () => new RetryableError("PROTOCOL_MISMATCH", "a word of protocol 2 came", { fix: "upgrade" });

test("work of a newer release is left to others: told to its job, no dead letter, and no more is taken for a while", async () => {
	const one = run(async () => {
		throw newer();
	});
	await one.publish("a");
	await one.publish("b");
	await vi.waitFor(() => expect(one.refused).toEqual([{ job: "a", code: "PROTOCOL_MISMATCH" }]));
	await vi.waitFor(async () => expect(await one.bus.backlog("extract")).toMatchObject({ waiting: 1, inHand: 1 }));
	const other = run(async () => {}, one.bus); // of the newer release
	await vi.waitFor(() => expect(other.seen.map(({ task }) => task).sort()).toEqual(["a", "b"]), { timeout: 10_000 });
	expect(one.seen).toHaveLength(1);
	expect(await one.letters()).toEqual([]);
	expect(one.dead).toEqual([]);
});

test("F1: left to others for the sixth time it is taken off the bus without a dead letter: whoever published it finds it missing and publishes it anew", async () => {
	const bus = openLocalBus();
	await bus.publish("extract", "a", Buffer.from("a"));
	for (let i = 0; i < 5; i++) await (await bus.pull("extract", 1000))!.nak(0);
	const one = run(async () => {
		throw newer();
	}, bus);
	await vi.waitFor(() => expect(one.refused).toHaveLength(1));
	await vi.waitFor(async () => expect(await bus.backlog("extract")).toMatchObject({ waiting: 0, inHand: 0 }));
	expect(await one.letters()).toEqual([]);
	await bus.publish("extract", "a", Buffer.from("a"));
	expect((await bus.pull("extract", 1000))!.deliveries).toBe(1);
});

test("a store that is full or away is waited for: the work stays in hand, no try is counted, and the job is told why", async () => {
	let room = false;
	const one = run(
		async () => {
			if (!room) throw new RetryableError("STORE_FULL", "no room", { delayMs: 1 });
		},
		openLocalBus({ ackWaitMs: 2_000 }),
	);
	await one.publish("a");
	await vi.waitFor(() => expect(one.waited.length).toBeGreaterThan(1), { timeout: 5_000 });
	expect(one.waited[0]).toEqual({ task: "a", code: "STORE_FULL" });
	room = true;
	const tried = one.seen.length;
	await vi.waitFor(() => expect(one.seen.length).toBe(tried + 1), { timeout: 5_000 });
	await vi.waitFor(async () => expect(await one.bus.backlog("extract")).toMatchObject({ waiting: 0, inHand: 0 }));
	expect(await one.letters()).toEqual([]);
	expect(one.dead).toEqual([]);
});

test("signs of life keep the work in hand past the ack wait", async () => {
	const one = run(
		async (_, alive) => {
			for (let i = 0; i < 10; i++) {
				await new Promise((resolve) => setTimeout(resolve, 20));
				alive();
			}
		},
		openLocalBus({ ackWaitMs: 80 }),
	);
	await one.publish("long");
	await vi.waitFor(() => expect(one.seen).toHaveLength(1));
	expect(await one.bus.pull("extract", 300)).toBeNull();
	expect(one.seen).toHaveLength(1);
});

test("stopping lets the work in hand finish and be acknowledged, and takes no more", async () => {
	let finish = (): void => {};
	const one = run(
		() =>
			new Promise<void>((resolve) => {
				finish = resolve;
			}),
	);
	await one.publish("first");
	await one.publish("second");
	await vi.waitFor(() => expect(one.seen).toHaveLength(1));
	const stopped = one.stop();
	finish();
	await stopped;
	expect(one.seen.map(({ task }) => task)).toEqual(["first"]);
	const left = await one.bus.pull("extract", 1000);
	expect([left!.id, left!.deliveries]).toEqual(["second", 1]);
	expect(await one.bus.pull("extract", 20)).toBeNull();
});

test("stopping gives work that cannot finish back at once, for another worker", async () => {
	const stopped = deferred();
	const one = run(() => stopped.promise);
	await one.publish("a");
	await vi.waitFor(() => expect(one.seen).toHaveLength(1));
	const stopping = one.stop();
	stopped.reject(new TerminalError("INTERNAL", "cut off"));
	await stopping;
	expect((await one.bus.pull("extract", 1000))!.deliveries).toBe(2);
	expect([one.dead, await one.letters()]).toEqual([[], []]);
});

test("F1: a bus that refuses for a while loses nothing, and done work is not dead because its acknowledgement got lost", async () => {
	const real = openLocalBus({ ackWaitMs: 60 });
	let refused = 0;
	let lost = 0;
	const one = run(async () => {}, {
		...real,
		async pull(queue, waitMs, signal) {
			if (refused++ < 1) throw new Error("no connection");
			const work = await real.pull(queue, waitMs, signal);
			if (work === null || lost++ > 0) return work;
			return { ...work, ack: async () => Promise.reject(new Error("no connection")) };
		},
	});
	await one.publish("a");
	await vi.waitFor(() => expect(one.seen).toHaveLength(2), { timeout: 5000 });
	expect([one.dead, await one.letters()]).toEqual([[], []]);
	expect(await real.pull("extract", 100)).toBeNull();
});

test("with more than one at once, the next is taken while one is in hand, and only where there is room; a stop waits for all", async () => {
	const bus = openLocalBus();
	const stopping = new AbortController();
	const begun: string[] = [];
	const ends = new Map<string, () => void>();
	let open = () => {};
	let room: Promise<void> = Promise.resolve();
	const loop = consume<string>(bus, "extract", {
		log: createLog("test", "silent"),
		signal: stopping.signal,
		atOnce: 2,
		room: () => room,
		decode: (body) => Buffer.from(body).toString(),
		handle(task) {
			begun.push(task);
			room = new Promise((resolve) => {
				open = resolve;
			});
			return new Promise((resolve) => ends.set(task, resolve));
		},
		dead: async () => {},
	});
	for (const word of ["a", "b", "c"]) await bus.publish("extract", `job/${word}`, Buffer.from(word));
	await vi.waitFor(() => expect(begun).toEqual(["a"]));
	expect(await bus.backlog("extract")).toMatchObject({ waiting: 2, inHand: 1 });
	open();
	await vi.waitFor(() => expect(begun).toEqual(["a", "b"]));
	open(); // room, but two are in hand
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(begun).toEqual(["a", "b"]);
	ends.get("a")!();
	await vi.waitFor(() => expect(begun).toEqual(["a", "b", "c"]));
	stopping.abort();
	open();
	let stopped = false;
	void loop.then(() => {
		stopped = true;
	});
	ends.get("b")!();
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(stopped).toBe(false);
	ends.get("c")!();
	await loop;
	await bus.close();
});

test.each(["ENGINE_MISSING", "WORKER_SET_ASIDE"])(
	"what a worker cannot do is left to others, however often, and its job is told: %s",
	async (code) => {
		const bus = openLocalBus();
		let refused = 0;
		const able: string[] = [];
		const unable = run(
			async () => {
				refused++;
				throw new RetryableError(code, "not here");
			},
			bus,
			5,
		);
		// Whoever wants it publishes it anew while it is missing, as the coordinator does.
		const wanted = setInterval(() => void unable.publish("a"), 20);
		try {
			await vi.waitFor(() => expect(refused).toBeGreaterThan(8));
			run(async (task) => void able.push(task), bus);
			await vi.waitFor(() => expect(able).toContain("a"));
		} finally {
			clearInterval(wanted);
		}
		expect(unable.waited[0]).toEqual({ task: "a", code });
		expect([unable.dead, await unable.letters()]).toEqual([[], []]);
	},
);
