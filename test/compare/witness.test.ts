import { expect, onTestFinished, test } from "vitest";
import { Witness } from "../../lib/compare/witness.ts";
import { encodeCheckpoint } from "../../lib/fit/checkpoint.ts";
import { START } from "../../lib/fit/early-stopping.ts";
import { DIM, source } from "../fit/made-up.ts";
import { plan } from "./evidence.ts";

function watching(): Witness {
	const witness = new Witness();
	onTestFinished(() => witness.close());
	witness.expect(source());
	return witness;
}

const reading = { of: "train", place: 0 } as const;

test("rows that are the same bit for bit are no difference, in any order and as often as they come", async () => {
	const witness = watching();
	for (const samples of [Uint32Array.of(0, 1, 2), Uint32Array.of(2, 0)])
		await witness.rows(plan("frozen"), { samples, reading }, await source().rows(samples, reading));
	expect(witness.differences.result()).toEqual({ rows: 5, samples: 3, differing: 0, maxAbs: 0, maxRelative: 0, worst: null });
	expect([witness.differences.has(2), witness.differences.has(3)]).toEqual([true, false]);
});

test("one value that is off by a bit is found, and its image named", async () => {
	const witness = watching();
	const samples = Uint32Array.of(4, 9, 11);
	const got = await source().rows(samples, reading);
	const bits = new Uint32Array(got.buffer);
	bits[DIM + 2]! ^= 1;
	await witness.rows(plan("frozen"), { samples, reading }, got);
	const { differing, maxAbs, worst } = witness.differences.result();
	expect({ differing, worst }).toEqual({ differing: 1, worst: 9 });
	expect(maxAbs).toBeGreaterThan(0);
	expect(maxAbs).toBeLessThan(1e-6);
});

test("a value that is no number is the worst of all", async () => {
	const witness = watching();
	const samples = Uint32Array.of(0, 1, 2);
	const got = await source().rows(samples, reading);
	got[0]! += 1;
	got[DIM] = Number.NaN;
	await witness.rows(plan("frozen"), { samples, reading }, got);
	expect(witness.differences.result()).toMatchObject({ differing: 2, maxAbs: Number.NaN, worst: 1 });
});

test("the heads of an epoch are compared where both ways were seen to fit it", async () => {
	const witness = watching();
	const checkpoint = (epoch: number, weight: number) =>
		encodeCheckpoint({
			epoch,
			state: { weights: new Map([["dense/kernel", { shape: [2], data: Float32Array.of(1, weight) }]]), slots: new Map(), step: epoch },
			history: [],
			patience: START,
			best: null,
			stopped: false,
		});
	for (const epoch of [1, 2]) witness.checkpoint(plan("features"), epoch, checkpoint(epoch, 2));
	for (const epoch of [1, 2, 3]) witness.checkpoint(plan("frozen"), epoch, checkpoint(epoch, epoch === 2 ? 2.5 : 2));
	expect([...(await witness.heads())]).toEqual([
		[1, 0],
		[2, 0.5],
	]);
	expect(witness.epochs).toEqual({ features: 2, frozen: 3 });
});
