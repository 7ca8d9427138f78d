import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StandAside } from "../../lib/bus/stand-aside.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

test("each time for longer, up to five minutes; work that can be read makes it short again", () => {
	const aside = new StandAside(new AbortController().signal);
	const times = Array.from({ length: 6 }, () => {
		const ms = aside.begin();
		vi.advanceTimersByTime(ms);
		return ms;
	});
	expect(times).toEqual([5_000, 15_000, 45_000, 135_000, 300_000, 300_000]);
	aside.end();
	expect(aside.begin()).toBe(5_000);
});

test("what was taken together counts once", () => {
	const aside = new StandAside(new AbortController().signal);
	expect(aside.begin()).toBe(5_000);
	vi.advanceTimersByTime(1_000);
	expect(aside.begin()).toBe(4_000);
	vi.advanceTimersByTime(4_000);
	expect(aside.begin()).toBe(15_000);
});
