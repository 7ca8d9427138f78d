import { describe, expect, test, vi } from "vitest";
import type { Work } from "../../../lib/bus/port.ts";
import { ACK_WAIT_MS, type BusKit, deadLettersOf, QUIET_MS, SOON_MS, text, textOf } from "./kit.ts";

/** Work that is published, pulled and answered. */
export function workContract({ fresh, take }: BusKit): void {
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
}
