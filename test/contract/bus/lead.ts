import { describe, expect, test } from "vitest";
import type { Lease } from "../../../lib/bus/port.ts";
import { type BusKit, LEASE_MS } from "./kit.ts";

/** Stops this process as SIGSTOP would: no timer, no answer, no renewal. */
function freeze(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Who leads a role. */
export function leadContract({ fresh, lead }: BusKit): void {
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
}
