import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodeFeatureFile } from "../../lib/feature/file.ts";
import type { FeatureSource } from "../../lib/feature/source.ts";
import { parseSpace, spaceId } from "../../lib/feature/space.ts";
import { pickViews } from "../../lib/feature/views.ts";
import type { PassRows } from "../../services/trainer/passes.ts";
import { DIM, fitRows, rows, side } from "../fit/made-up.ts";
import { HELD, JOB, rowOfView, SHARD, TRAIN, together } from "./fake-extractor.ts";

/** As the fitting child sees them. */
function source(passes: PassRows): FeatureSource {
	return { dim: DIM, chunkRows: 16, rows: (samples, reading) => passes.compute({ samples, reading }), close: async () => {} };
}

/** Shards of a whole pass over the training and over the validation images. */
const PASS = Math.ceil(TRAIN / SHARD);
const EVALUATION = Math.ceil(HELD / SHARD);

const sections: [string, Record<string, unknown>][] = [
	["whole passes", {}],
	["epochs of a few steps", { steps: 2, validationSteps: 1 }],
	["epochs longer than a pass", { steps: 7, validationSteps: 3, epochs: 4 }],
	["a fit that stops early", { epochs: 9, earlyStopping: { monitor: "loss", minDelta: 9, restoreBest: true } }],
];

describe.each(sections)("passes on extractors: %s", (_, section) => {
	test("give the head of stored rows, bit for bit, and leave nothing behind", async () => {
		const calm = await fitRows(section);
		const machine = await together();
		const passes = machine.open(section);
		const fitted = await fitRows(section, { source: source(passes) });
		await passes.close();
		expect(fitted.digest).toBe(calm.digest);
		expect(fitted.figures).toEqual(calm.figures);
		expect(await machine.files()).toEqual([]);
	});

	test("F5: go on from any checkpoint to the same head", async () => {
		const calm = await fitRows(section);
		for (const [i, checkpoint] of calm.checkpoints.entries()) {
			const machine = await together();
			await machine.store.put(`jobs/${JOB}/passes/${"f".repeat(32)}/train-000000/000000.safetensors`, Uint8Array.of(1));
			const passes = machine.open(section, i + 1);
			const fitted = await fitRows(section, { source: source(passes), resume: checkpoint() });
			await passes.close();
			expect(fitted.digest, `after epoch ${i + 1}`).toBe(calm.digest);
			expect(await machine.files()).toEqual([]);
		}
	});
});

describe.each([sections[0]!, sections[2]!])("augmented passes on extractors: %s", (_, section) => {
	test.each([null, 2])(
		"learn from the views that kept ones would be, %s of each image, and go on with them from any checkpoint",
		async (keep) => {
			const views = { keep, seed: 11 };
			const kept = keep ?? 30; // more than there are passes: fresh ones
			const calm = await fitRows(section, { source: keptViews(kept, views.seed) });
			const machine = await together();
			const passes = machine.open(section, 0, views);
			const fitted = await fitRows(section, { source: source(passes) });
			await passes.close();
			expect(fitted.digest).toBe(calm.digest);
			expect(fitted.figures).toEqual(calm.figures);
			const half = Math.floor(calm.checkpoints.length / 2);
			const resumed = machine.open(section, half, views);
			const again = await fitRows(section, { source: source(resumed), resume: half === 0 ? null : calm.checkpoints[half - 1]!() });
			await resumed.close();
			expect(again.digest).toBe(calm.digest);
		},
	);
});

/** What the features way has: rows of held-out images, and of each training image its views one after the other. */
function keptViews(keep: number, seed: number): FeatureSource {
	const all = rows();
	const first = Uint32Array.from({ length: HELD + TRAIN }, (_, sample) => (sample < HELD ? sample : HELD + (sample - HELD) * keep));
	const stored: FeatureSource = {
		dim: DIM,
		rows: async (places) =>
			Float32Array.from(
				[...places].flatMap((place) => {
					const [row, view] = place < HELD ? [place, 0] : [HELD + Math.floor((place - HELD) / keep), 1 + ((place - HELD) % keep)];
					return [...rowOfView(all, row, view)];
				}),
			),
		close: async () => {},
	};
	return pickViews(stored, { first, order: { keep, seed }, train: side(HELD, HELD + TRAIN) });
}

describe("passes on extractors", () => {
	test("F6: views of training images are asked for in a space of their own, held-out images as they are", async () => {
		const seen: { of: string; views: Set<number>; augmented: boolean }[] = [];
		const machine = await together({
			instead: async ({ key, samples, space }) => {
				const of = /(train|validation|final)-\d+/.exec(key)![0];
				seen.push({ of, views: new Set(samples.map(({ view }) => view)), augmented: parseSpace(space).augment !== undefined });
				return false;
			},
		});
		const passes = machine.open({ epochs: 2 }, 0, { keep: null, seed: 11 });
		await fitRows({ epochs: 2 }, { source: source(passes) });
		await passes.close();
		for (const { of, views, augmented } of seen) {
			const [kind, pass] = of.split("-");
			expect([...views], of).toEqual([kind === "train" ? Number(pass) + 1 : 0]);
			expect(augmented, of).toBe(kind === "train");
		}
		expect(new Set(seen.map(({ of }) => of))).toEqual(
			new Set(["train-000000", "train-000001", "validation-000000", "validation-000001", "final-000000"]),
		);
	});

	test("every pass and every evaluation goes through the backbone again", async () => {
		const machine = await together();
		const passes = machine.open({ epochs: 3 });
		await fitRows({ epochs: 3 }, { source: source(passes) });
		await passes.close();
		expect(new Set(machine.done).size).toBe(3 * PASS + 4 * EVALUATION);
		expect(machine.done.length).toBe(3 * PASS + 4 * EVALUATION);
		expect(passes.forwards()).toBe(3 * TRAIN + 4 * HELD);
	});

	test("the store never holds more than two passes and an evaluation", async () => {
		const machine = await together();
		const passes = machine.open({ epochs: 6 });
		const fast = source(passes);
		// A head that learns slowly: extractors have always done all that they may.
		const rows: FeatureSource["rows"] = async (...asked) => {
			await machine.idle();
			return fast.rows(...asked);
		};
		await fitRows({ epochs: 6 }, { source: { ...fast, rows } });
		await passes.close();
		expect(machine.mostFiles()).toBeGreaterThanOrEqual(PASS);
		expect(machine.mostFiles()).toBeLessThanOrEqual(2 * PASS + EVALUATION);
	});

	test("epochs of a few steps compute what they read, up to the last shard, and nothing else", async () => {
		const section = { steps: 1, epochs: 3, validationSteps: 1 };
		const machine = await together();
		const passes = machine.open(section);
		await fitRows(section, { source: source(passes) });
		await passes.close();
		// 3 · 8 rows of training, 8 + 6 + 8 of evaluations, and the final one.
		expect(machine.done.length).toBe(6 + 2 + 2 + 2 + EVALUATION);
	});

	test("F1: work that the bus lost is published again", async () => {
		const machine = await together({ loses: (_, times) => times === 1 });
		const calm = await fitRows({ epochs: 1 });
		const passes = machine.open({ epochs: 1 });
		const fitted = await fitRows({ epochs: 1 }, { source: source(passes) });
		await passes.close();
		expect(fitted.digest).toBe(calm.digest);
	});

	test("a file that is damaged is computed again", async () => {
		const damaged = new Set<string>();
		const machine = await together({
			instead: async ({ key }, store) => {
				if (damaged.size > 0 || !key.includes("train-000001")) return false;
				damaged.add(key);
				await mkdir(dirname(join(store.where, key)), { recursive: true });
				await writeFile(join(store.where, `${key}.sha256`), `${"0".repeat(64)} 6\n`);
				await writeFile(join(store.where, key), "broken");
				return true;
			},
		});
		const calm = await fitRows({ epochs: 2 });
		const passes = machine.open({ epochs: 2 });
		const fitted = await fitRows({ epochs: 2 }, { source: source(passes) });
		await passes.close();
		expect(damaged.size).toBe(1);
		expect(fitted.digest).toBe(calm.digest);
	});

	test("F3: an image that does not decode any more ends the fit by its name", async () => {
		const machine = await together({
			instead: async ({ key, space, samples }, store) => {
				if (!key.includes("train-000001")) return false;
				const [{ id, image } = { id: new Uint8Array(), image: new Uint8Array() }, ...others] = samples;
				const skip = {
					sample: Buffer.from(id).toString("hex"),
					image: Buffer.from(image).toString("hex"),
					code: "UNREADABLE",
					detail: "torn",
				};
				const rows = new Float32Array(others.length * DIM);
				await store.put(
					key,
					encodeFeatureFile({ space: spaceId(parseSpace(space)), dim: DIM, rows, samples: others.map((each) => each.id), skips: [skip] }),
				);
				return true;
			},
		});
		const passes = machine.open({});
		await expect(fitRows({}, { source: source(passes) })).rejects.toMatchObject({
			name: "TerminalError",
			code: "IMAGE_LOST",
			message: expect.stringMatching(/^\d+\.png decoded when the job was planned and does not now: torn$/),
		});
		await passes.close();
	});

	test("a shard that extractors give up ends the fit with their reason", async () => {
		const machine = await together({
			instead: async ({ key }) => {
				if (key.includes("validation-000000")) throw new Error("no memory for it");
				return false;
			},
		});
		const passes = machine.open({});
		await expect(fitRows({}, { source: source(passes) })).rejects.toMatchObject({
			code: "INTERNAL",
			message: expect.stringContaining("no memory for it"),
		});
		await passes.close();
	});

	test("rows asked for in another order than the plan's are refused", async () => {
		const machine = await together();
		const passes = machine.open({});
		const wrong = Uint32Array.from({ length: 4 }, (_, i) => HELD + i);
		await expect(passes.compute({ samples: wrong, reading: { of: "train", place: 0 } })).rejects.toThrow("another order");
		await passes.close();
	});
});
