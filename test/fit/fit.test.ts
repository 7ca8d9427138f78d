import { describe, expect, test } from "vitest";
import { CLASSES, fitRows, labelOf, side, source } from "./made-up.ts";

describe("a fit", () => {
	test("F8: is the same bits every time, and another seed's are others", async () => {
		const one = await fitRows();
		const two = await fitRows();
		expect(two.digest).toBe(one.digest);
		expect(two.figures).toEqual(one.figures);
		expect((await fitRows({ seed: 5 })).digest).not.toBe(one.digest);
	});

	test("learns", async () => {
		const { figures } = await fitRows({ epochs: 30 });
		expect(figures.at(-1)!.loss).toBeLessThan(figures[0]!.loss * 0.7);
		expect(figures.at(-1)!.accuracy).toBeGreaterThan(0.6);
	});

	test.each([8, 16, 24, 1000])("does not depend on how its steps are cut into calls: %i rows at a time", async (chunkRows) => {
		const whole = await fitRows();
		const cut = await fitRows({}, { source: source({ chunkRows }) });
		expect(cut.digest).toBe(whole.digest);
		expect(cut.figures).toEqual(whole.figures);
	});

	test.each([
		["adam", {}],
		["adadelta", { optimizer: { name: "adadelta", learningRate: 1 } }],
		[
			"steps across passes, a schedule",
			{
				steps: 3,
				validationSteps: 1,
				optimizer: { name: "sgd", learningRate: 0.1, momentum: 0.9 },
				schedule: { kind: "cosine", decaySteps: 12, warmupSteps: 2 },
			},
		],
		["early stopping that restores", { epochs: 12, earlyStopping: { monitor: "valLoss", patience: 2, restoreBest: true } }],
	])("F1: goes on from any checkpoint to the same bits: %s", async (_, section) => {
		const calm = await fitRows(section);
		for (const checkpoint of calm.checkpoints) {
			const resumed = await fitRows(section, { resume: checkpoint() });
			expect(resumed.digest).toBe(calm.digest);
			expect(resumed.figures).toEqual(calm.figures);
			expect(resumed.validation).toEqual(calm.validation);
			expect([resumed.bestEpoch, resumed.stoppedEarly]).toEqual([calm.bestEpoch, calm.stoppedEarly]);
		}
	});

	test("F6: the validation split never reaches it: other validation labels change no weight", async () => {
		const honest = await fitRows();
		const shuffled = await fitRows({}, { validation: side(0, 14, (row) => (labelOf(row) + 1) % CLASSES.length) });
		expect(shuffled.digest).toBe(honest.digest);
		expect(shuffled.figures.map(({ loss }) => loss)).toEqual(honest.figures.map(({ loss }) => loss));
		expect(shuffled.figures[0]!.valLoss).not.toBe(honest.figures[0]!.valLoss);
	});

	test("trains on the last, smaller batch of a pass", async () => {
		const asked: number[] = [];
		await fitRows({ epochs: 1 }, { source: source({ asked }) });
		// 36 training rows in batches of 8: every one of them is asked for, then the 14 validation rows twice (epoch, final outputs).
		expect(asked.slice(0, 36).sort((a, b) => a - b)).toEqual(Array.from({ length: 36 }, (_, i) => 14 + i));
		expect(asked).toHaveLength(36 + 14 + 14);
	});

	test("counts steps as fit_generator does: batches of an endless stream of passes, going on where the last epoch stopped", async () => {
		const asked: number[] = [];
		await fitRows({ epochs: 3, steps: 3, validationSteps: 1 }, { source: source({ asked }) });
		const training = asked.filter((row) => row >= 14);
		// Nine batches: five make the first pass (8 + 8 + 8 + 8 + 4), four begin the second.
		expect(training).toHaveLength(36 + 32);
		expect(new Set(training.slice(0, 36)).size).toBe(36);
		expect(new Set(training.slice(36)).size).toBe(32);
		expect(training.slice(0, 32)).not.toEqual(training.slice(36));
		// One validation batch each epoch, the next one each time (8, 6, 8), and all of them at the end.
		expect(asked.filter((row) => row < 14)).toHaveLength(8 + 6 + 8 + 14);
	});

	test("early stopping keeps the best epoch's weights when it restores, the last one's when it does not", async () => {
		const section = { epochs: 40, optimizer: { name: "adam", learningRate: 0.05 } };
		const stopping = { monitor: "valLoss", patience: 3 };
		const restored = await fitRows({ ...section, earlyStopping: { ...stopping, restoreBest: true } });
		const last = await fitRows({ ...section, earlyStopping: stopping });
		expect(restored.stoppedEarly).toBe(true);
		expect(restored.epochs).toHaveLength(restored.bestEpoch + 3);
		expect(restored.bestEpoch).toBe(
			1 + restored.epochs.findIndex(({ valLoss }) => valLoss === Math.min(...restored.epochs.map((each) => each.valLoss))),
		);
		const upToBest = await fitRows({ ...section, epochs: restored.bestEpoch });
		expect(restored.digest).toBe(upToBest.digest);
		expect(last.digest).toBe((await fitRows({ ...section, epochs: last.epochs.length })).digest);
	});

	test("a loss that leaves the numbers is an error that names epoch, step and fix, not a NaN in a table", async () => {
		await expect(
			fitRows({ loss: "mse", optimizer: { name: "sgd", learningRate: 1e20 } }, { head: [{ dense: "classes", activation: "linear" }] }),
		).rejects.toMatchObject({
			code: "DIVERGED",
			exitCode: 1,
			fix: expect.stringContaining("learningRate"),
		});
	});

	test("class weights move the decision; balanced ones are n / (classes · n of the class)", async () => {
		const plain = await fitRows({ epochs: 10 });
		const heavy = await fitRows({ epochs: 10, classWeight: { c: 20 } });
		const claims = (outputs: Float32Array) =>
			Array.from({ length: 14 }, (_, i) => outputs.subarray(i * 3, i * 3 + 3)).filter((p) => p[2]! > p[0]! && p[2]! > p[1]!).length;
		expect(claims(heavy.validation)).toBeGreaterThan(claims(plain.validation));
	});

	test("stops when it is told to", async () => {
		const stop = new AbortController();
		const running = fitRows(
			{ epochs: 1000 },
			{
				signal: stop.signal,
				onEpoch({ epoch }) {
					if (epoch === 2) stop.abort(new Error("enough"));
				},
			},
		);
		await expect(running).rejects.toThrow("enough");
	});
});

test("F1: the fit goes on only once its checkpoint has been handed over, so a process killed in the next epoch loses none before", async () => {
	const told: string[] = [];
	await fitRows(
		{ epochs: 2 },
		{
			onEpoch: ({ epoch }) => void told.push(`epoch ${epoch}`),
			onProgress: () => void told.push("steps"),
			async onCheckpoint({ epoch }) {
				if (epoch > 1) return;
				const said = told.length;
				// Turns of the event loop in which a fit that does not wait would have gone on.
				await new Promise<void>((resolve) => {
					let turns = 200;
					const turn = () => (--turns === 0 ? resolve() : setImmediate(turn));
					turn();
				});
				expect(told.length, "nothing is computed meanwhile").toBe(said);
				told.push("handed over");
			},
		},
	);
	expect(told.filter((each) => each !== "steps")).toEqual(["epoch 1", "handed over", "epoch 2"]);
});
