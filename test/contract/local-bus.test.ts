import { describe, expect, test } from "vitest";
import { openLocalBus } from "../../lib/bus/local.ts";
import { busContract } from "./bus.contract.ts";

busContract("the bus inside one process", async (times) => {
	const bus = openLocalBus(times);
	return { bus, close: () => bus.close() };
});

const body = new Uint8Array();

describe("the local bus and answers that come too late", () => {
	test("an answer to a delivery that was taken away changes nothing", async () => {
		const bus = openLocalBus({ ackWaitMs: 40 });
		await bus.publish("fit", "a", body);
		const lost = await bus.pull("fit", 1000);
		const mine = await bus.pull("fit", 1000);
		await lost!.ack();
		await lost!.term("too late");
		await lost!.working();
		await bus.publish("fit", "a", body); // still the same work, in other hands
		expect((await bus.pull("fit", 1000))!.deliveries).toBe(mine!.deliveries + 1);
		await bus.close();
	});

	test("of several answers to one delivery the first counts", async () => {
		const bus = openLocalBus();
		await bus.publish("fit", "a", body);
		const work = (await bus.pull("fit", 1000))!;
		await work.nak(30);
		await work.working(); // would put it off for the whole ack wait
		await work.ack(); // would lose it
		const again = (await bus.pull("fit", 1000))!;
		expect(again.deliveries).toBe(2);
		await again.ack();
		await again.nak(0);
		await again.term("done already");
		expect(await bus.pull("fit", 30)).toBeNull();
		for await (const letter of bus.deadLetters("fit")) expect.unreachable(letter.reason);
		await bus.close();
	});

	test("after closing nothing is handed out", async () => {
		const bus = openLocalBus();
		await bus.publish("fit", "a", body);
		await bus.close();
		expect(await bus.pull("fit", 1000)).toBeNull();
	});
});
