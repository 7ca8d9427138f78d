import { afterAll, expect, test } from "vitest";
import { fillUniform, stream } from "../../../lib/base/rng.ts";
import { onnxEngine } from "../../../lib/engine/onnx/index.ts";
import type { Engine, StepChunk } from "../../../lib/engine/port.ts";
import { tfjsEngine } from "../../../lib/engine/tfjs/index.ts";
import { loadTfjs } from "../../../lib/engine/tfjs/library.ts";
import { buildHead } from "../../../lib/head/build.ts";
import { initialState } from "../../../lib/head/init.ts";
import { jobWith } from "../../oracle/job.ts";

/** A head of every kind of layer learns the same on both engines, step by step. `npm run test:engines` holds every loss and optimiser to Keras. */

const [DIM, CLASSES, BATCH, STEPS] = [12, 4, 8, 6];
const { head, fit } = jobWith(
	[
		{ dense: 16, activation: "sigmoid", kernelRegularizer: { l1: 1e-4, l2: 1e-3 } },
		{ dropout: 0.5 },
		{ batch_norm: true },
		{ dense: 9, activation: "gelu" },
		{ dense: "classes", activation: "softmax" },
	],
	{ optimizer: { name: "adadelta", learningRate: 1 }, batch: BATCH },
);
const spec = buildHead(head, [DIM], CLASSES);

function chunk(from: number, steps: number): StepChunk {
	const all = STEPS * BATCH;
	const part = <T extends { subarray(from: number, to: number): T }>(data: T, width: number) =>
		data.subarray(from * BATCH * width, (from + steps) * BATCH * width);
	const uniform = (label: string, length: number) => fillUniform(stream(3, label), new Float32Array(length), -1, 1);
	// The last batch is not full.
	const valid = Float32Array.from({ length: all }, (_, i) => (i < all - 3 ? 1 : 0));
	return {
		steps,
		x: part(uniform("x", all * DIM), DIM),
		labels: part(
			Int32Array.from({ length: all }, (_, i) => (i * 7) % CLASSES),
			1,
		),
		valid: part(valid, 1),
		weight: part(
			valid.map((each, i) => each * (1 + (i % 2))),
			1,
		),
		learningRate: new Float32Array(steps).fill(1),
		masks: new Map([
			[
				"dropout",
				part(
					Uint8Array.from(uniform("mask", all * 16), (value) => (value < 0 ? 1 : 0)),
					16,
				),
			],
		]),
	};
}

async function learn(engine: Engine, cuts: readonly number[]) {
	const options = { loss: fit.loss, optimizer: fit.optimizer, batch: BATCH, threads: 1 };
	const trainer = await engine.openHead(spec, options, initialState(spec, fit.optimizer, 5));
	const loss: number[] = [];
	const correct: number[] = [];
	let from = 0;
	for (const steps of cuts) {
		const result = await trainer.steps(chunk(from, steps));
		loss.push(...result.loss);
		correct.push(...result.correct);
		from += steps;
	}
	const { weights, slots, step } = trainer.state();
	const values = new Map([...weights, ...slots].map(([name, { data }]) => [name, Float32Array.from(data)]));
	const outputs = await trainer.predict(chunk(0, STEPS).x, STEPS * BATCH);
	const inspected = await engine.inspectHead(spec, weights, chunk(0, 1).x, BATCH, 1);
	await trainer.close();
	return { loss, correct, values, outputs, step, inspected };
}

const tfjs = tfjsEngine("tfjs-wasm");

test("losses, weights, slots and outputs are the other engine's", async () => {
	const [a, b] = [await learn(onnxEngine, [STEPS]), await learn(tfjs, [STEPS])];
	expect(b.step).toBe(STEPS);
	expect(b.correct).toEqual(a.correct);
	for (const [i, loss] of a.loss.entries()) expect(b.loss[i]).toBeCloseTo(loss, 5);
	expect([...b.values.keys()]).toEqual([...a.values.keys()]);
	for (const [name, values] of a.values)
		for (const [i, value] of values.entries())
			expect(Math.abs(b.values.get(name)![i]! - value), `${name}[${i}]`).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
	for (const [i, output] of a.outputs.entries()) expect(Math.abs(b.outputs[i]! - output)).toBeLessThan(1e-5);
	expect(b.inspected).toEqual(a.inspected);
});

test("splitting a chunk in two changes no bit of the result", async () => {
	const [whole, cut] = [await learn(tfjs, [STEPS]), await learn(tfjs, [1, 3, 2])];
	expect(cut.loss).toEqual(whole.loss);
	expect(cut.values).toEqual(whole.values);
});

afterAll(async () => expect((await loadTfjs("tfjs-wasm", 1)).memory().numTensors).toBe(0));
