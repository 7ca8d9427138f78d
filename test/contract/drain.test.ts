import { expect, test, vi } from "vitest";
import { createLog } from "../../lib/base/log.ts";
import { consume } from "../../lib/bus/consume.ts";
import { openLocalBus } from "../../lib/bus/local.ts";

test("a draining worker takes no more, finishes what it has in hand, and is then done", async () => {
	const bus = openLocalBus();
	const [draining, stopping] = [new AbortController(), new AbortController()];
	const done: string[] = [];
	let finish = (): void => {};
	let began = false;
	const loop = consume<string>(bus, "extract", {
		log: createLog("test", "silent"),
		signal: stopping.signal,
		draining: draining.signal,
		decode: (body) => Buffer.from(body).toString(),
		async handle(word) {
			began = true;
			await new Promise<void>((resolve) => {
				finish = resolve;
			});
			done.push(word);
		},
		async dead() {},
	});
	await bus.publish("extract", "first", Buffer.from("first"));
	await vi.waitUntil(() => began);
	await bus.publish("extract", "second", Buffer.from("second"));
	draining.abort();
	finish();
	await loop;
	expect(done).toEqual(["first"]);
	expect(await bus.backlog("extract")).toMatchObject({ waiting: 1, inHand: 0 });
	await bus.close();
});
