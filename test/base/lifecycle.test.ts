import { expect, test } from "vitest";
import { backoffMs } from "../../lib/base/backoff.ts";
import { Closers } from "../../lib/base/lifecycle.ts";

test("what opens closes in reverse order, and one that fails does not keep the others open", async () => {
	const closed: string[] = [];
	const closers = new Closers();
	for (const name of ["store", "bus", "pool"]) {
		closers.add(name, name, async (it) => {
			closed.push(it);
			if (it === "bus") throw new Error("no answer");
		});
	}
	expect(await closers.close()).toEqual(["bus: no answer"]);
	expect(closed).toEqual(["pool", "bus", "store"]);
	expect(await closers.close()).toEqual([]);
});

test("backoff doubles, is spread by jitter, and has a ceiling", () => {
	expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0.5))).toEqual([500, 1000, 2000]);
	expect(backoffMs(1, 0)).toBe(375);
	expect(backoffMs(50, 0.5)).toBe(30_000);
});
