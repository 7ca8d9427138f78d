import { expect, test } from "vitest";
import { Room } from "../../services/extractor/room.ts";

/** Whether it resolves before anything else happens. */
async function now(promise: Promise<void>): Promise<boolean> {
	let done = false;
	void promise.then(() => {
		done = true;
	});
	await new Promise((resolve) => setImmediate(resolve));
	return done;
}

test("there is room while the parts left of all shards in hand leave a place free", async () => {
	const { signal } = new AbortController();
	const room = new Room(4, signal);
	expect(await now(room.free(signal))).toBe(true);
	room.fill("a", 3);
	expect(await now(room.free(signal))).toBe(true);
	room.fill("b", 2);
	const free = room.free(signal);
	expect(await now(free)).toBe(false);
	room.fill("a", 2); // 4 of 4
	expect(await now(free)).toBe(false);
	room.fill("b", 0);
	expect(await now(free)).toBe(true);
});

test("a signal ends the wait", async () => {
	const stopping = new AbortController();
	const room = new Room(1, stopping.signal);
	room.fill("a", 1);
	const free = room.free(stopping.signal);
	expect(await now(free)).toBe(false);
	stopping.abort();
	expect(await now(free)).toBe(true);
	expect(await now(room.free(stopping.signal))).toBe(true);
});
