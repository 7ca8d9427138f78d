import { describe, expect, test } from "vitest";
import { RetryableError } from "../../../lib/base/errors.ts";
import { type BusKit, SOON_MS, text, textOf } from "./kit.ts";

/** Events, requests and surveys. */
export function newsContract({ fresh }: BusKit): void {
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

	describe("surveys", () => {
		test("are answered by everyone who serves everyone, and by one of the others", async () => {
			const bus = await fresh();
			for (const name of ["a", "b", "c"]) await bus.serve("who", async (body) => text(`${name} ${textOf(body)}`), { everyone: true });
			for (const name of ["d", "e"]) await bus.serve("who", async (body) => text(`${name} ${textOf(body)}`));
			const answers = (await bus.survey("who", text("?"), 300)).map(textOf).sort();
			expect(answers.slice(0, 3)).toEqual(["a ?", "b ?", "c ?"]);
			expect(["d ?", "e ?"]).toContain(answers[3]);
			expect(answers.length).toBe(4);
		});

		test("answer what came in their time: who is late, fails or has stopped is not in it", async () => {
			const bus = await fresh();
			const stop = await bus.serve("who", async () => text("stopped"), { everyone: true });
			await bus.serve("who", async () => text(""), { everyone: true });
			await bus.serve("who", () => new Promise(() => {}), { everyone: true });
			await bus.serve("who", () => Promise.reject(new Error("no")), { everyone: true });
			await stop();
			expect((await bus.survey("who", text(""), 200)).map(textOf)).toEqual([""]);
		});

		test("of nobody are empty at once", async () => {
			const bus = await fresh();
			expect(await bus.survey("who", text(""), 60_000)).toEqual([]);
		});

		test("and requests: one of many answers a request, and a server that fails answers nothing", async () => {
			const bus = await fresh();
			await bus.serve("who", () => Promise.reject(new Error("no")), { everyone: true });
			await expect(bus.request("who", text(""), 100)).rejects.toMatchObject({ code: "BUS_NO_REPLY" });
			const stop = await bus.serve("who", async () => text("a"));
			expect(textOf(await bus.request("who", text(""), SOON_MS))).toBe("a");
			await bus.serve("who", async () => text("b"));
			await stop();
			expect(textOf(await bus.request("who", text(""), SOON_MS))).toBe("b"); // the other of the two goes on
		});
	});
}
