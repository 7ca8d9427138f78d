import { describe, expect, test } from "vitest";
import { sizeOf } from "../../lib/base/tensor.ts";
import { buildHead } from "../../lib/head/build.ts";
import { initialState } from "../../lib/head/init.ts";
import { learningRateAt } from "../../lib/head/schedule.ts";
import { weightsOf } from "../../lib/head/weights.ts";
import { engine } from "./engine.ts";
import { fixture } from "./fixture.ts";
import { jobWith } from "./job.ts";

/** Keras 3 is the oracle: makers/heads.py wrote down what it makes of these heads. */
interface Fixture {
	readonly setting: {
		readonly keras: string;
		readonly rows: number;
		readonly dim: number;
		readonly classes: number;
		readonly batch: number;
		readonly epochs: number;
		readonly x: number[];
		/** For heads that begin with flatten. */
		readonly image: readonly number[];
		readonly images: number[];
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
		/** By dropout layer, of each step: 0 and 1 for [rows, units]. */
		readonly masks: Readonly<Record<string, readonly string[]>>;
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

const { setting, cases, schedules } = fixture<Fixture>("heads.json");
const { rows, dim, classes, batch, epochs } = setting;

/**
 * Six updates in float32 on both sides, in another order of summation: values near 1 differ by a unit or two of 6e-8 after each, and divisions by small
 * square roots (adaptive optimisers) enlarge that some ten times.
 */
const TOLERANCE = 1e-5;

describe(`a head's training steps are those of Keras ${setting.keras}`, () => {
	test.each(cases)("$name", async ({ head, optimizer, loss, classWeight, start, end, masks, losses, accuracies, outputs }) => {
		const flat = head[0] === "flatten";
		const [data, width] = flat ? [setting.images, sizeOf(setting.image)] : [setting.x, dim];
		const job = jobWith(head, { loss, optimizer, batch });
		const spec = buildHead(job.head, flat ? setting.image : [dim], classes);
		const infos = weightsOf(spec);
		const first = initialState(spec, job.fit.optimizer, 0);
		expect(infos.map(({ shape }) => shape.reduce((a, b) => a * b, 1))).toEqual(start.map((values) => values.length));
		const weights = new Map(infos.map(({ name, shape }, i) => [name, { shape, data: Float32Array.from(start[i]!) }] as const));
		const trainer = await engine.openHead(
			spec,
			{ loss: job.fit.loss, optimizer: job.fit.optimizer, batch, threads: 1 },
			{ ...first, weights },
		);
		try {
			const steps = Math.ceil(rows / batch);
			const padded = steps * batch;
			const x = new Float32Array(padded * width);
			x.set(data);
			const of = (value: (row: number) => number) => Float32Array.from({ length: padded }, (_, row) => (row < rows ? value(row) : 0));
			for (let epoch = 0; epoch < epochs; epoch++) {
				const result = await trainer.steps({
					steps,
					x,
					labels: Int32Array.from({ length: padded }, (_, row) => setting.labels[row] ?? 0),
					valid: of(() => 1),
					weight: of((row) => classWeight?.[setting.labels[row]!] ?? 1),
					learningRate: new Float32Array(steps).fill(job.fit.optimizer.learningRate),
					masks: new Map(Object.entries(masks).map(([name, drawn]) => [name, filled(drawn.slice(epoch * steps, (epoch + 1) * steps))])),
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
			const predicted = await trainer.predict(Float32Array.from(data), rows);
			for (const [k, theirs] of outputs.entries())
				expect(Math.abs(predicted[k]! - theirs)).toBeLessThan(1e-4 * Math.max(1, Math.abs(theirs)));
		} finally {
			await trainer.close();
		}
	});
});

/** [steps, batch, units] of masks, of which the last one may have fewer rows. */
function filled(drawn: readonly string[]): Uint8Array {
	const size = drawn[0]!.length;
	return Uint8Array.from(drawn.flatMap((mask) => [...mask.padEnd(size, "0")].map(Number)));
}

describe(`learning rates are those of Keras ${setting.keras}`, () => {
	test.each(schedules)("$schedule", ({ schedule, steps, rates }) => {
		const job = jobWith([{ dense: "classes", activation: "softmax" }], { optimizer: { name: "sgd", learningRate: 0.1 }, schedule });
		for (const [i, step] of steps.entries()) expect(learningRateAt(job.fit.schedule, 0.1, step)).toBeCloseTo(rates[i]!, 6);
	});
});
