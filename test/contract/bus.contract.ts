import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { RetryableError } from "../../lib/base/errors.ts";
import type { Bus, DeadLetter, Lease, Queue, Work } from "../../lib/bus/port.ts";

export interface BusTimes {
	readonly ackWaitMs: number;
	readonly maxDeliveries: number;
}

export interface OpenedBus {
	readonly bus: Bus;
	close(): Promise<void>;
}

/** Longer than any answer takes, short enough to wait for: only what must come is waited for this long. */
const SOON_MS = 5_000;
/** How long "nothing comes" is watched. */
const QUIET_MS = 60;
const ACK_WAIT_MS = 150;
/** Renewals come often enough for a machine with other things to do. */
const LEASE_MS = 900;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** Stops this process as SIGSTOP would: no timer, no answer, no renewal. */
function freeze(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

async function deadLettersOf(bus: Bus, queue: Queue): Promise<DeadLetter[]> {
	const found: DeadLetter[] = [];
	for await (const letter of bus.deadLetters(queue)) found.push(letter);
	return found;
}

/** What every bus promises (lib/bus/port.ts). `open` gives an empty bus of its own to each test. */
export function busContract(name: string, open: (times: BusTimes) => Promise<OpenedBus>): void {
	const opened: OpenedBus[] = [];
	const fresh = async (times: Partial<BusTimes> = {}): Promise<Bus> => {
		const one = await open({ ackWaitMs: 60_000, maxDeliveries: 8, ...times });
		opened.push(one);
		return one.bus;
	};
	const lead = (bus: Bus, role: string, holder: string, signal = AbortSignal.timeout(20 * SOON_MS)): Promise<Lease> =>
		bus.lead(role, { holder, leaseMs: LEASE_MS, signal });
	const take = async (bus: Bus, queue: Queue = "extract"): Promise<Work> => {
		const work = await bus.pull(queue, SOON_MS);
		if (work === null) throw new Error(`no work came on ${queue} within ${SOON_MS} ms`);
		return work;
	};

	describe(`the bus contract, kept by ${name}`, () => {
		afterEach(async () => {
			for (const one of opened.splice(0)) await one.close();
		});

		describe("work", () => {
			test("comes in the order of publishing, with id and body, at its first delivery", async () => {
				const bus = await fresh();
				for (const id of ["job/1", "job/2", "job/3"]) await bus.publish("extract", id, text(`body of ${id}`));
				for (const id of ["job/1", "job/2", "job/3"]) {
					const work = await take(bus);
					expect([work.id, textOf(work.body), work.deliveries]).toEqual([id, `body of ${id}`, 1]);
					await work.ack();
				}
			});

			test("bodies may be empty or large", async () => {
				const bus = await fresh();
				const large = new Uint8Array(512 * 1024).fill(7);
				await bus.publish("fit", "empty", new Uint8Array());
				await bus.publish("fit", "large", large);
				expect((await take(bus, "fit")).body.length).toBe(0);
				expect(Buffer.compare((await take(bus, "fit")).body, large)).toBe(0);
			});

			test("may have any id: <job>/<rest>, with more slashes, none, or characters that mean something to a server", async () => {
				const bus = await fresh();
				const ids = ["rose/s-1", "rose/a/b", "rose", "rose/", "/x", "a.b.*.>/c d", "ros\u00e9/\u{1f339}"];
				for (const id of ids) await bus.publish("extract", id, text(id));
				for (const id of ids) {
					const work = await take(bus);
					expect([work.id, textOf(work.body)]).toEqual([id, id]);
					await work.ack();
				}
			});

			test("of one queue never comes from another", async () => {
				const bus = await fresh();
				await bus.publish("extract", "a", text("a"));
				expect(await bus.pull("fit", QUIET_MS)).toBeNull();
				expect((await take(bus, "extract")).id).toBe("a");
			});

			test("with the same id is the same work while it is waiting or in hand", async () => {
				const bus = await fresh();
				await bus.publish("extract", "a", text("first"));
				await bus.publish("extract", "a", text("second"));
				const work = await take(bus);
				await bus.publish("extract", "a", text("third"));
				expect(textOf(work.body)).toBe("first");
				expect(await bus.pull("extract", QUIET_MS)).toBeNull();
			});

			test("with the same id is new work once it was done or given up: a lost outcome can be asked for again", async () => {
				const bus = await fresh();
				await bus.publish("extract", "a", text("1"));
				await (await take(bus)).ack();
				await bus.publish("extract", "a", text("2"));
				const again = await take(bus);
				expect([textOf(again.body), again.deliveries]).toEqual(["2", 1]);
				await again.term("no");
				await bus.publish("extract", "a", text("3"));
				expect(textOf((await take(bus)).body)).toBe("3");
			});

			test("acknowledged, never comes again", async () => {
				const bus = await fresh({ ackWaitMs: ACK_WAIT_MS });
				await bus.publish("extract", "a", text("a"));
				await (await take(bus)).ack();
				expect(await bus.pull("extract", ACK_WAIT_MS + QUIET_MS)).toBeNull();
				expect(await deadLettersOf(bus, "extract")).toEqual([]);
			});

			test("given back comes again after its delay, not before, and counts its deliveries", async () => {
				const bus = await fresh();
				await bus.publish("extract", "a", text("a"));
				for (const deliveries of [1, 3, 5]) {
					const work = await take(bus);
					expect([work.id, textOf(work.body), work.deliveries]).toEqual(["a", "a", deliveries]);
					const given = performance.now();
					await work.nak(80);
					expect(await bus.pull("extract", 20)).toBeNull();
					await bus.pull("extract", SOON_MS).then((again) => again?.nak(0));
					expect(performance.now() - given).toBeGreaterThan(75);
				}
			});

			test("given back at once goes to somebody else who waits", async () => {
				const bus = await fresh();
				await bus.publish("extract", "a", text("a"));
				const work = await take(bus);
				const other = take(bus);
				await work.nak(0);
				expect((await other).deliveries).toBe(2);
			});

			test("that is given up is a dead letter with its reason, and never comes again", async () => {
				const bus = await fresh({ ackWaitMs: ACK_WAIT_MS });
				for (const id of ["a", "b"]) await bus.publish("extract", id, text(`body ${id}`));
				await (await take(bus)).nak(0);
				// Which of the two comes first is no part of the contract.
				const both = [await take(bus), await take(bus)];
				const [a, b] = ["a", "b"].map((id) => both.find((work) => work.id === id)!) as [Work, Work];
				await b.term("BAD_MESSAGE: garbage");
				await a.term("DAMAGED: twice");
				expect(await bus.pull("extract", ACK_WAIT_MS + QUIET_MS)).toBeNull();
				const letters = await deadLettersOf(bus, "extract");
				expect(letters.map(({ body, ...letter }) => ({ ...letter, body: textOf(body) }))).toEqual([
					{ id: "b", reason: "BAD_MESSAGE: garbage", deliveries: 1, body: "body b" },
					{ id: "a", reason: "DAMAGED: twice", deliveries: 2, body: "body a" },
				]);
				expect(await deadLettersOf(bus, "fit")).toEqual([]);
			});

			test("F1: never answered comes again after the ack wait: its worker may have died", async () => {
				const bus = await fresh({ ackWaitMs: ACK_WAIT_MS });
				await bus.publish("extract", "a", text("a"));
				const taken = performance.now();
				expect((await take(bus)).deliveries).toBe(1);
				const again = await take(bus);
				expect([again.id, again.deliveries]).toEqual(["a", 2]);
				expect(performance.now() - taken).toBeGreaterThan(ACK_WAIT_MS * 0.9);
				await again.ack();
				expect(await bus.pull("extract", ACK_WAIT_MS + QUIET_MS)).toBeNull();
			});

			test("stays in hand for as long as its worker says that it is at it", async () => {
				const bus = await fresh({ ackWaitMs: ACK_WAIT_MS });
				await bus.publish("extract", "a", text("a"));
				const work = await take(bus);
				const working = setInterval(() => void work.working(), ACK_WAIT_MS / 5);
				expect(await bus.pull("extract", ACK_WAIT_MS * 2)).toBeNull();
				clearInterval(working);
				expect((await take(bus)).deliveries).toBe(2);
			});

			test("that nobody can finish is a dead letter after the most deliveries", async () => {
				const bus = await fresh({ maxDeliveries: 3 });
				await bus.publish("extract", "a", text("a"));
				for (let i = 0; i < 3; i++) await (await take(bus)).nak(0);
				expect(await bus.pull("extract", QUIET_MS)).toBeNull();
				const [letter, ...more] = await vi.waitFor(async () => {
					const letters = await deadLettersOf(bus, "extract");
					expect(letters.length).toBeGreaterThan(0);
					return letters;
				});
				expect([letter!.id, letter!.deliveries, more.length]).toEqual(["a", 3, 0]);
				expect(letter!.reason).toMatch(/3 deliveries/);
			});

			test("is never in two hands: many pullers share it out", async () => {
				const bus = await fresh();
				const ids = Array.from({ length: 40 }, (_, i) => `shard-${i}`);
				const puller = async (): Promise<string[]> => {
					const got: string[] = [];
					for (let work = await bus.pull("extract", SOON_MS / 10); work !== null; work = await bus.pull("extract", QUIET_MS)) {
						expect(work.deliveries).toBe(1);
						got.push(work.id);
						await work.ack();
					}
					return got;
				};
				const pulling = Promise.all([puller(), puller(), puller(), puller()]);
				for (const id of ids) await bus.publish("extract", id, text(id));
				expect((await pulling).flat().sort()).toEqual([...ids].sort());
			});
		});

		describe("taking back", () => {
			test("a job's work that waits counts it, and leaves other jobs' and other queues' alone", async () => {
				const bus = await fresh();
				for (const id of ["rose/1", "tulip/1", "rose/2/b", "rose-2/1", "rose"]) await bus.publish("extract", id, text(id));
				await bus.publish("fit", "rose/1", text("fit"));
				expect(await bus.purge("extract", "rose")).toBe(3);
				expect(await bus.purge("extract", "rose")).toBe(0);
				const left = [await take(bus), await take(bus)].map((work) => work.id);
				expect(left).toEqual(["tulip/1", "rose-2/1"]);
				expect(await bus.pull("extract", QUIET_MS)).toBeNull();
				expect((await take(bus, "fit")).id).toBe("rose/1");
			});

			test("makes room: the same ids can be published again at once", async () => {
				const bus = await fresh();
				await bus.publish("extract", "rose/1", text("first"));
				await bus.purge("extract", "rose");
				await bus.publish("extract", "rose/1", text("second"));
				const again = await take(bus);
				expect([textOf(again.body), again.deliveries]).toEqual(["second", 1]);
				await again.ack();
				expect(await bus.pull("extract", QUIET_MS)).toBeNull();
			});

			test.each(["ack", "nak", "term", "working", "silence"] as const)(
				"does not disturb work in hand: its %s comes to nothing, and new work of the same id is not touched by it",
				async (answer) => {
					const bus = await fresh({ ackWaitMs: answer === "silence" ? ACK_WAIT_MS : 60_000 });
					for (const id of ["rose/1", "tulip/1"]) await bus.publish("extract", id, text("first"));
					const [rose, tulip] = [await take(bus), await take(bus)] as [Work, Work];
					await bus.purge("extract", "rose");
					await bus.publish("extract", "rose/1", text("second"));
					if (answer === "ack") await rose.ack();
					if (answer === "nak") await rose.nak(0);
					if (answer === "term") await rose.term("BAD_PLAN: never");
					if (answer === "working") await rose.working();
					const again = await take(bus);
					expect([again.id, textOf(again.body), again.deliveries]).toEqual(["rose/1", "second", 1]);
					await again.ack();
					await tulip.ack(); // another job's, in hand all the while
					expect(await bus.pull("extract", (answer === "silence" ? ACK_WAIT_MS : 0) + 2 * QUIET_MS)).toBeNull();
					expect((await deadLettersOf(bus, "extract")).map(({ id }) => id)).toEqual(answer === "term" ? ["rose/1"] : []);
					expect(await bus.backlog("extract")).toMatchObject({ waiting: 0, inHand: 0 });
				},
			);

			test("takes back what was given back, too", async () => {
				const bus = await fresh();
				await bus.publish("extract", "rose/1", text("1"));
				await (await take(bus)).nak(QUIET_MS);
				await bus.purge("extract", "rose");
				expect(await bus.pull("extract", 3 * QUIET_MS)).toBeNull();
			});
		});

		test("the backlog says what waits and what is in hand, what comes again included", async () => {
			const bus = await fresh();
			const sees = (waiting: number, inHand: number) =>
				vi.waitFor(async () => expect(await bus.backlog("extract")).toMatchObject({ waiting, inHand }));
			await sees(0, 0);
			for (const id of ["rose/1", "rose/2", "tulip/1"]) await bus.publish("extract", id, text(id));
			await sees(3, 0);
			const work = await take(bus);
			await sees(2, 1);
			await work.nak(60_000);
			await sees(2, 1);
			await (await take(bus)).ack();
			await sees(1, 1);
			await (await take(bus)).term("no");
			await sees(0, 1);
			expect(await bus.backlog("fit")).toMatchObject({ waiting: 0, inHand: 0 });
		});

		test("and how old the oldest of it is, whether it waits or is in hand", async () => {
			const bus = await fresh();
			const oldest = async () => (await bus.backlog("extract")).oldestMs;
			expect(await oldest()).toBe(0);
			await bus.publish("extract", "rose/1", text("1"));
			await pause(300);
			await bus.publish("extract", "rose/2", text("2"));
			expect(await oldest()).toBeGreaterThanOrEqual(290);
			const first = await take(bus);
			expect(first.id).toBe("rose/1");
			expect(await oldest()).toBeGreaterThanOrEqual(290);
			const before = await oldest();
			await first.ack();
			await vi.waitFor(async () => expect(await oldest()).toBeLessThan(before));
			await (await take(bus)).ack();
			await vi.waitFor(async () => expect(await oldest()).toBe(0));
		});

		test("a dead letter can be forgotten, all letters of its id and no other's", async () => {
			const bus = await fresh();
			for (const id of ["rose/1", "rose/2", "rose/1", "tulip/1"]) {
				await bus.publish("extract", id, text(id));
				await (await take(bus)).term(`no ${id}`);
			}
			expect(await bus.forget("extract", "rose/3")).toBe(false);
			expect(await bus.forget("fit", "rose/1")).toBe(false);
			expect(await bus.forget("extract", "rose/1")).toBe(true);
			expect((await deadLettersOf(bus, "extract")).map(({ id, reason }) => [id, reason])).toEqual([
				["rose/2", "no rose/2"],
				["tulip/1", "no tulip/1"],
			]);
			expect(await bus.forget("extract", "rose/1")).toBe(false);
		});

		describe("a pull", () => {
			test("waits for work to come", async () => {
				const bus = await fresh();
				const pulling = take(bus);
				await bus.publish("extract", "a", text("a"));
				expect((await pulling).id).toBe("a");
			});

			test("is null when none came in its time, and takes nothing with it", async () => {
				const bus = await fresh();
				const began = performance.now();
				expect(await bus.pull("extract", 50)).toBeNull();
				expect(performance.now() - began).toBeGreaterThan(45);
				await bus.publish("extract", "a", text("a"));
				expect((await take(bus)).deliveries).toBe(1);
			});

			test("is null at once when its signal ends it, and takes nothing with it", async () => {
				const bus = await fresh();
				const stopping = new AbortController();
				const pulling = bus.pull("extract", 60_000, stopping.signal);
				stopping.abort();
				expect(await pulling).toBeNull();
				expect(await bus.pull("extract", 60_000, stopping.signal)).toBeNull();
				await bus.publish("extract", "a", text("a"));
				expect((await take(bus)).deliveries).toBe(1);
			});
		});

		describe("events", () => {
			test("are numbered from 1 within their job, whoever emits them at once", async () => {
				const bus = await fresh();
				expect(await bus.emit("rose", text("r1"))).toBe(1);
				expect(await bus.emit("tulip", text("t1"))).toBe(1);
				expect(await Promise.all(["r2", "r3", "r4"].map((body) => bus.emit("rose", text(body))))).toEqual([2, 3, 4]);
				expect(await bus.emit("tulip", text("t2"))).toBe(2);
			});

			test("reach who joins late, all of them, and then who follows live", async () => {
				const bus = await fresh();
				for (const body of ["1", "2"]) await bus.emit("rose", text(body));
				await bus.emit("tulip", text("not mine"));
				const seen: string[] = [];
				for await (const { seq, body } of bus.events("rose", 1, AbortSignal.timeout(SOON_MS))) {
					seen.push(`${seq}:${textOf(body)}`);
					if (seq === 2) for (const next of ["3", "4"]) await bus.emit("rose", text(next));
					if (seq === 4) setTimeout(() => void bus.emit("rose", text("5")), 10);
					if (seq === 5) break;
				}
				expect(seen).toEqual(["1:1", "2:2", "3:3", "4:4", "5:5"]);
			});

			test("can be read from any number on", async () => {
				const bus = await fresh();
				for (const body of ["1", "2", "3"]) await bus.emit("rose", text(body));
				const seen: number[] = [];
				for await (const { seq } of bus.events("rose", 3, AbortSignal.timeout(SOON_MS))) {
					seen.push(seq);
					if (seq === 3) await bus.emit("rose", text("4"));
					else break;
				}
				expect(seen).toEqual([3, 4]);
			});

			test("reach every watcher", async () => {
				const bus = await fresh();
				const watch = async (): Promise<number[]> => {
					const seen: number[] = [];
					for await (const { seq } of bus.events("rose", 1, AbortSignal.timeout(SOON_MS))) {
						seen.push(seq);
						if (seq === 3) break;
					}
					return seen;
				};
				const watching = [watch(), watch()];
				for (const body of ["1", "2", "3"]) await bus.emit("rose", text(body));
				expect(await Promise.all(watching)).toEqual([
					[1, 2, 3],
					[1, 2, 3],
				]);
			});

			test("end quietly with their signal, while waiting and before", async () => {
				const bus = await fresh();
				await bus.emit("rose", text("1"));
				const stopping = new AbortController();
				const seen: number[] = [];
				for await (const { seq } of bus.events("rose", 1, stopping.signal)) {
					seen.push(seq);
					setTimeout(() => stopping.abort(), 10);
				}
				for await (const { seq } of bus.events("rose", 1, stopping.signal)) seen.push(seq);
				expect(seen).toEqual([1]);
			});
		});

		describe("requests", () => {
			test("are answered by whoever serves the subject, each with its own answer", async () => {
				const bus = await fresh();
				await bus.serve("jobs.get", async (body) => {
					const number = Number(textOf(body));
					await new Promise((resolve) => setTimeout(resolve, (5 - number) * 5));
					return text(`answer ${number}`);
				});
				const answers = await Promise.all([1, 2, 3, 4].map((number) => bus.request("jobs.get", text(String(number)), SOON_MS)));
				expect(answers.map(textOf)).toEqual(["answer 1", "answer 2", "answer 3", "answer 4"]);
			});

			test("that nobody answers, or not in time, are BUS_NO_REPLY", async () => {
				const bus = await fresh();
				const none = bus.request("jobs.get", text(""), 50);
				await expect(none).rejects.toThrow(RetryableError);
				await expect(none).rejects.toMatchObject({
					code: "BUS_NO_REPLY",
					message: expect.stringContaining("jobs.get"),
					fix: expect.stringContaining("coordinator"),
				});
				const stop = await bus.serve("jobs.get", () => new Promise(() => {}));
				await expect(bus.request("jobs.get", text(""), 50)).rejects.toMatchObject({ code: "BUS_NO_REPLY" });
				await stop();
				await expect(bus.request("jobs.get", text(""), 50)).rejects.toMatchObject({ code: "BUS_NO_REPLY" });
			});
		});

		describe("surveys", () => {
			test("are answered by everyone who serves everyone, and by one of the others", async () => {
				const bus = await fresh();
				for (const name of ["a", "b", "c"]) await bus.serve("who", async (body) => text(`${name} ${textOf(body)}`), { everyone: true });
				for (const name of ["d", "e"]) await bus.serve("who", async (body) => text(`${name} ${textOf(body)}`));
				const answers = (await bus.survey("who", text("?"), 300)).map(textOf).sort();
				expect(answers.slice(0, 3)).toEqual(["a ?", "b ?", "c ?"]);
				expect(["d ?", "e ?"]).toContain(answers[3]);
				expect(answers.length).toBe(4);
			});

			test("answer what came in their time: who is late, fails or has stopped is not in it", async () => {
				const bus = await fresh();
				const stop = await bus.serve("who", async () => text("stopped"), { everyone: true });
				await bus.serve("who", async () => text(""), { everyone: true });
				await bus.serve("who", () => new Promise(() => {}), { everyone: true });
				await bus.serve("who", () => Promise.reject(new Error("no")), { everyone: true });
				await stop();
				expect((await bus.survey("who", text(""), 200)).map(textOf)).toEqual([""]);
			});

			test("of nobody are empty at once", async () => {
				const bus = await fresh();
				expect(await bus.survey("who", text(""), 60_000)).toEqual([]);
			});

			test("and requests: one of many answers a request, and a server that fails answers nothing", async () => {
				const bus = await fresh();
				await bus.serve("who", () => Promise.reject(new Error("no")), { everyone: true });
				await expect(bus.request("who", text(""), 100)).rejects.toMatchObject({ code: "BUS_NO_REPLY" });
				const stop = await bus.serve("who", async () => text("a"));
				expect(textOf(await bus.request("who", text(""), SOON_MS))).toBe("a");
				await bus.serve("who", async () => text("b"));
				await stop();
				expect(textOf(await bus.request("who", text(""), SOON_MS))).toBe("b"); // the other of the two goes on
			});
		});

		describe("the lead of a role", () => {
			test("is one process's at a time, and the next one's at once when it is released, in a higher term", async () => {
				const bus = await fresh();
				const first = await lead(bus, "coordinator", "a");
				expect([first.holds(), first.lost.aborted]).toEqual([true, false]);
				let second: Lease | null = null;
				const waiting = lead(bus, "coordinator", "b").then((lease) => {
					second = lease;
				});
				await new Promise((resolve) => setTimeout(resolve, 1.5 * LEASE_MS)); // renewed all the while
				expect([first.holds(), second]).toEqual([true, null]);
				const released = performance.now();
				await first.release();
				await waiting;
				expect(performance.now() - released).toBeLessThan(LEASE_MS * 0.7);
				expect([first.holds(), first.lost.aborted, second!.holds()]).toEqual([false, false, true]);
				expect(second!.term).toBeGreaterThan(first.term);
				await first.release(); // again: nothing
				expect(second!.holds()).toBe(true);
			});

			test("of one role is no matter of another's", async () => {
				const bus = await fresh();
				const leases = await Promise.all(["coordinator", "sweeper of dust/*.>"].map((role) => lead(bus, role, "a")));
				expect(leases.map((lease) => lease.holds())).toEqual([true, true]);
			});

			test("grows its term with each leader, and is never in two hands: many who want it share it", async () => {
				const bus = await fresh();
				let leading = 0;
				const terms: number[] = [];
				const wants = async (holder: string): Promise<void> => {
					const lease = await lead(bus, "coordinator", holder);
					expect(++leading).toBe(1);
					terms.push(lease.term);
					await new Promise((resolve) => setTimeout(resolve, 5));
					leading--;
					await lease.release();
				};
				await Promise.all(["a", "b", "c", "d"].map(wants));
				expect(terms.length).toBe(4);
				expect(terms).toEqual([...new Set(terms)].sort((a, b) => a - b));
			});

			test("is not waited for any longer when the signal comes, and goes to the others", async () => {
				const bus = await fresh();
				const first = await lead(bus, "coordinator", "a");
				const stopping = new AbortController();
				const waiting = lead(bus, "coordinator", "b", stopping.signal);
				stopping.abort(new Error("stopping"));
				await expect(waiting).rejects.toThrow("stopping");
				await expect(lead(bus, "coordinator", "b", stopping.signal)).rejects.toThrow("stopping");
				const other = lead(bus, "coordinator", "c");
				await first.release();
				expect((await other).holds()).toBe(true);
			});

			test("is lost by a process that was stopped for longer than the lease: it sees that as it wakes, before anything else", async () => {
				const bus = await fresh();
				const first = await lead(bus, "coordinator", "a");
				const waiting = lead(bus, "coordinator", "b");
				freeze(LEASE_MS + 50);
				expect([first.holds(), first.lost.aborted]).toEqual([false, true]);
				expect(first.lost.reason).toMatchObject({ code: "BUS_FAILED", message: expect.stringContaining("coordinator") });
				const second = await waiting;
				expect([first.holds(), second.holds()]).toEqual([false, true]);
				expect(second.term).toBeGreaterThan(first.term);
				await first.release(); // of what was lost: nothing
				expect(second.holds()).toBe(true);
			});

			test("survives a stop that is shorter than the lease", async () => {
				const bus = await fresh();
				const lease = await lead(bus, "coordinator", "a");
				freeze(LEASE_MS / 2);
				expect(lease.holds()).toBe(true);
				await new Promise((resolve) => setTimeout(resolve, LEASE_MS));
				expect(lease.holds()).toBe(true);
			});
		});

		test("it is connected until it is closed", async () => {
			const bus = await fresh();
			expect(bus.connected).toBe(true);
			await bus.close();
			expect(bus.connected).toBe(false);
		});

		test("closing ends what waits: pulls with null, events quietly, leads with an error; and what is led is released", async () => {
			const bus = await fresh();
			const lease = await lead(bus, "coordinator", "a");
			const waiting = lead(bus, "coordinator", "b");
			const refused = expect(waiting).rejects.toMatchObject({ code: "BUS_FAILED" });
			const pulling = bus.pull("extract", 60_000);
			const watching = (async () => {
				for await (const _ of bus.events("rose", 1, new AbortController().signal));
				return "ended";
			})();
			await bus.close();
			expect(await pulling).toBeNull();
			expect(await watching).toBe("ended");
			await refused;
			expect(lease.holds()).toBe(false);
			await bus.close();
		});
	});
}
