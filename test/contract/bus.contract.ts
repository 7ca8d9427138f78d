import { afterEach, describe, expect, test } from "vitest";
import type { Bus, Lease, Queue, Work } from "../../lib/bus/port.ts";
import { type BusKit, type BusTimes, LEASE_MS, SOON_MS } from "./bus/kit.ts";
import { leadContract } from "./bus/lead.ts";
import { newsContract } from "./bus/news.ts";
import { queueContract } from "./bus/queue.ts";
import { workContract } from "./bus/work.ts";

export interface OpenedBus {
	readonly bus: Bus;
	close(): Promise<void>;
}

/** What every bus promises (lib/bus/port.ts). `open` gives an empty bus of its own to each test. */
export function busContract(name: string, open: (times: BusTimes) => Promise<OpenedBus>): void {
	const opened: OpenedBus[] = [];
	const fresh = async (times: Partial<BusTimes> = {}): Promise<Bus> => {
		const one = await open({ ackWaitMs: 60_000, maxDeliveries: 8, ...times });
		opened.push(one);
		return one.bus;
	};
	const lead = (bus: Bus, role: string, holder: string, signal: AbortSignal = AbortSignal.timeout(20 * SOON_MS)): Promise<Lease> =>
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

		const kit: BusKit = { fresh, lead, take };
		workContract(kit);
		queueContract(kit);
		newsContract(kit);
		leadContract(kit);

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
