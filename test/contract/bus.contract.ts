import { afterEach, describe, expect, test, vi } from "vitest";
import { RetryableError } from "../../lib/base/errors.ts";
import type { Bus, DeadLetter, Queue, Work } from "../../lib/bus/port.ts";

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

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

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

		test("closing ends what waits: pulls with null, events quietly", async () => {
			const bus = await fresh();
			const pulling = bus.pull("extract", 60_000);
			const watching = (async () => {
				for await (const _ of bus.events("rose", 1, new AbortController().signal));
				return "ended";
			})();
			await bus.close();
			expect(await pulling).toBeNull();
			expect(await watching).toBe("ended");
			await bus.close();
		});
	});
}
