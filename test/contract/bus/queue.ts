import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import type { Work } from "../../../lib/bus/port.ts";
import { ACK_WAIT_MS, type BusKit, deadLettersOf, QUIET_MS, text, textOf } from "./kit.ts";

/** A queue as a whole: what is taken back or counted, and who waits for work. */
export function queueContract({ fresh, take }: BusKit): void {
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
}
