import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { onnxEngine } from "../../../lib/engine/onnx/index.ts";
import { buildHead } from "../../../lib/head/build.ts";
import { initialState } from "../../../lib/head/init.ts";
import { learningRateAt } from "../../../lib/head/schedule.ts";
import { weightsOf } from "../../../lib/head/weights.ts";
import { parseJob } from "../../../lib/job/load.ts";

/** Keras 3 is the oracle: test/fixtures/head/make.py wrote down what it makes of these heads. */
interface Fixture {
	readonly setting: {
		readonly keras: string;
		readonly rows: number;
		readonly dim: number;
		readonly classes: number;
		readonly batch: number;
		readonly epochs: number;
		readonly x: number[];
		readonly labels: number[];
	};
	readonly cases: readonly {
		readonly name: string;
		readonly head: readonly unknown[];
		readonly optimizer: Readonly<Record<string, unknown>>;
		readonly loss: string;
		readonly classWeight: readonly number[] | null;
		readonly start: readonly number[][];
		readonly end: readonly number[][];
		readonly losses: readonly number[];
		readonly accuracies: readonly number[];
		readonly outputs: readonly number[];
	}[];
	readonly schedules: readonly {
		readonly schedule: Readonly<Record<string, unknown>>;
		readonly steps: readonly number[];
		readonly rates: readonly number[];
	}[];
}

const { setting, cases, schedules } = JSON.parse(
	readFileSync(join(import.meta.dirname, "../../fixtures/head/keras.json"), "utf8"),
) as Fixture;
const { rows, dim, classes, batch, epochs } = setting;

/**
 * Six updates in float32 on both sides, in another order of summation: values near 1 differ by a few units of 1e-7 after each. Divisions by small
 * square roots (adaptive optimisers) enlarge that to some 1e-5.
 */
const TOLERANCE = 3e-5;

function jobWith(head: readonly unknown[], fit: Record<string, unknown>) {
	return parseJob(
		JSON.stringify({
			version: 1,
			name: "oracle",
			data: { train: "." },
			backbone: { name: "scattering" },
			head,
			fit: { loss: "categorical_crossentropy", optimizer: "sgd", ...fit },
		}),
		"oracle.json",
	).job;
}

describe(`a head's training steps are those of Keras ${setting.keras}`, () => {
	test.each(cases)("$name", async ({ head, optimizer, loss, classWeight, start, end, losses, accuracies, outputs }) => {
		const job = jobWith(head, { loss, optimizer, batch });
		const spec = buildHead(job.head, [dim], classes);
		const infos = weightsOf(spec);
		const first = initialState(spec, job.fit.optimizer, 0);
		expect(infos.map(({ shape }) => shape.reduce((a, b) => a * b, 1))).toEqual(start.map((values) => values.length));
		const weights = new Map(infos.map(({ name, shape }, i) => [name, { shape, data: Float32Array.from(start[i]!) }] as const));
		const trainer = await onnxEngine.openHead(
			spec,
			{ loss: job.fit.loss, optimizer: job.fit.optimizer, batch, threads: 1 },
			{ ...first, weights },
		);
		try {
			const steps = Math.ceil(rows / batch);
			const padded = steps * batch;
			const x = new Float32Array(padded * dim);
			x.set(setting.x);
			const of = (value: (row: number) => number) => Float32Array.from({ length: padded }, (_, row) => (row < rows ? value(row) : 0));
			for (let epoch = 0; epoch < epochs; epoch++) {
				const result = await trainer.steps({
					steps,
					x,
					labels: Int32Array.from({ length: padded }, (_, row) => setting.labels[row] ?? 0),
					valid: of(() => 1),
					weight: of((row) => classWeight?.[setting.labels[row]!] ?? 1),
					learningRate: new Float32Array(steps).fill(job.fit.optimizer.learningRate),
					masks: new Map(),
				});
				const sizes = Array.from({ length: steps }, (_, step) => Math.min(batch, rows - step * batch));
				const mean = sizes.reduce((sum, size, step) => sum + size * result.loss[step]!, 0) / rows;
				expect(mean).toBeCloseTo(losses[epoch]!, 4);
				expect(result.correct.reduce((sum, n) => sum + n, 0) / rows).toBeCloseTo(accuracies[epoch]!, 5);
			}
			const state = trainer.state();
			for (const [i, { name }] of infos.entries()) {
				const ours = state.weights.get(name)!.data;
				for (const [k, theirs] of end[i]!.entries())
					expect(Math.abs(ours[k]! - theirs), `${name}[${k}]`).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(theirs)));
			}
			const predicted = await trainer.predict(Float32Array.from(setting.x), rows);
			for (const [k, theirs] of outputs.entries())
				expect(Math.abs(predicted[k]! - theirs)).toBeLessThan(1e-4 * Math.max(1, Math.abs(theirs)));
		} finally {
			await trainer.close();
		}
	});
});

describe(`learning rates are those of Keras ${setting.keras}`, () => {
	test.each(schedules)("$schedule", ({ schedule, steps, rates }) => {
		const job = jobWith([{ dense: "classes", activation: "softmax" }], { optimizer: { name: "sgd", learningRate: 0.1 }, schedule });
		for (const [i, step] of steps.entries()) expect(learningRateAt(job.fit.schedule, 0.1, step)).toBeCloseTo(rates[i]!, 6);
	});
});
