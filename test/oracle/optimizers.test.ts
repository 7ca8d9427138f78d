import { describe, expect, test } from "vitest";
import { buildHead } from "../../lib/head/build.ts";
import { initialState } from "../../lib/head/init.ts";
import { optimizerNames } from "../../lib/job/optimizers.ts";
import { engine } from "./engine.ts";
import { fixture } from "./fixture.ts";
import { jobWith } from "./job.ts";

/** Ten steps of each optimiser from zero state against Keras 3 in double precision (makers/optimizers.py). */

interface Fixture {
	readonly setting: {
		readonly keras: string;
		readonly rows: number;
		readonly dim: number;
		readonly classes: number;
		readonly steps: number;
		/** [steps, rows, dim] */
		readonly x: readonly number[];
		/** [steps, rows] */
		readonly labels: readonly number[];
	};
	readonly cases: readonly {
		readonly optimizer: Readonly<Record<string, unknown>>;
		/** Of each step, before its update. */
		readonly losses: readonly number[];
		/** After each step, [dim, classes] and [classes]. */
		readonly kernels: readonly (readonly number[])[];
		readonly biases: readonly (readonly number[])[];
	}[];
}

const { setting, cases } = fixture<Fixture>("optimizers.json");
const { rows, dim, classes, steps } = setting;

/**
 * Of the largest value that a weight takes in the ten steps. One step in float32 rounds some ten times, 6e-8 each, and roots and quotients pass that on.
 * Measured: 1e-6 at most.
 */
const TOLERANCE = 1e-5;

const head = [{ dense: "classes", kernelInitializer: "zeros" }];

describe(`ten steps from zero are those of Keras ${setting.keras}`, () => {
	test.each(cases.map((each) => [JSON.stringify(each.optimizer), each] as const))("%s", async (_, { optimizer, ...expected }) => {
		const { fit } = jobWith(head, { loss: "mse", optimizer, batch: rows });
		const spec = buildHead(jobWith(head, {}).head, [dim], classes);
		const state = initialState(spec, fit.optimizer, 0);
		const trainer = await engine.openHead(spec, { loss: "mse", optimizer: fit.optimizer, batch: rows, threads: 1 }, state);
		try {
			const kernels: number[][] = [];
			const biases: number[][] = [];
			for (let step = 0; step < steps; step++) {
				const { loss } = await trainer.steps({
					steps: 1,
					x: Float32Array.from(setting.x.slice(step * rows * dim, (step + 1) * rows * dim)),
					labels: Int32Array.from(setting.labels.slice(step * rows, (step + 1) * rows)),
					valid: new Float32Array(rows).fill(1),
					weight: new Float32Array(rows).fill(1),
					learningRate: Float32Array.of(fit.optimizer.learningRate),
					masks: new Map(),
				});
				expect(Math.abs(loss[0]! - expected.losses[step]!)).toBeLessThan(TOLERANCE * expected.losses[step]!);
				kernels.push([...trainer.state().weights.get("dense/kernel")!.data]);
				biases.push([...trainer.state().weights.get("dense/bias")!.data]);
			}
			for (const [ours, theirs, size] of [
				[kernels, expected.kernels, dim * classes],
				[biases, expected.biases, classes],
			] as const) {
				for (let i = 0; i < size; i++) {
					const largest = Math.max(...theirs.map((values) => Math.abs(values[i]!)));
					const worst = Math.max(...theirs.map((values, step) => Math.abs(ours[step]![i]! - values[i]!)));
					expect(worst / largest, `value ${i} of ${size}`).toBeLessThan(TOLERANCE);
				}
			}
		} finally {
			await trainer.close();
		}
	});

	test("every optimiser that a job can name is compared with Keras 3's own defaults", () => {
		const plain = cases
			.map(({ optimizer }) => optimizer)
			.filter((optimizer) => Object.keys(optimizer).every((key) => key === "name" || key === "learningRate"));
		expect(new Set(plain.map(({ name }) => name))).toEqual(new Set(optimizerNames));
	});
});
