import { describe, expect, test } from "vitest";
import { tensor } from "../../lib/base/tensor.ts";
import { evaluate } from "../../lib/fit/evaluate.ts";
import { buildHead } from "../../lib/head/build.ts";
import type { Loss } from "../../lib/job/document.ts";
import { engine } from "./engine.ts";
import { fixture } from "./fixture.ts";
import { jobWith } from "./job.ts";

/** Each loss behind each kind of output, row by row, and the metric, against Keras 3 (makers/losses.py). */

interface Fixture {
	readonly setting: {
		readonly keras: string;
		readonly classes: number;
		/** Before the last activation. */
		readonly z: readonly (readonly number[])[];
		readonly labels: readonly number[];
	};
	readonly cases: readonly {
		readonly loss: Loss;
		readonly activation: string;
		readonly backend: "torch" | "tensorflow";
		readonly losses: readonly (number | null)[];
		readonly gradients: readonly (readonly number[] | null)[];
		readonly outputs: readonly number[];
		readonly right: readonly (0 | 1)[];
	}[];
}

const { setting, cases } = fixture<Fixture>("losses.json");
const { classes, z, labels } = setting;

/** One pass in float32: a handful of roundings of 6e-8 each; logarithms near 1 lose up to two digits more, which `SMALLEST` covers. */
const TOLERANCE = 1e-5;
/** A loss or gradient below this is rounding of terms near 1. */
const SMALLEST = 2e-7;

/** 1 − tanh(5) is 9e-5, of which a float32 near 1 keeps three digits: so many has a cross-entropy that takes a tanh for a probability. */
const TANH_TOLERANCE = 1e-3;

const within = (tolerance: number, ours: number, theirs: number): boolean =>
	Math.abs(ours - theirs) <= tolerance * Math.abs(theirs) + SMALLEST;
const close = (ours: number, theirs: number): boolean => within(TOLERANCE, ours, theirs);

/** A head whose only layer passes its input on to the activation: kernel 1, bias 0, so that the bias of one step of SGD at rate 1 is the negative gradient. */
async function open(loss: Loss, activation: string, batch: number) {
	const { head, fit } = jobWith([{ dense: "classes", activation }], { loss, optimizer: { name: "sgd", learningRate: 1 }, batch });
	const spec = buildHead(head, [classes], classes);
	const identity = Float32Array.from({ length: classes ** 2 }, (_, i) => (i % (classes + 1) === 0 ? 1 : 0));
	const weights = new Map([
		["dense/kernel", tensor([classes, classes], identity)],
		["dense/bias", tensor([classes], new Float32Array(classes))],
	]);
	const trainer = await engine.openHead(
		spec,
		{ loss, optimizer: fit.optimizer, batch, threads: 1 },
		{ weights, slots: new Map(), step: 0 },
	);
	return { spec, trainer };
}

describe(`losses are those of Keras ${setting.keras}`, () => {
	test.each(cases)("$loss behind $activation: training ($backend)", async ({ loss, activation, losses, gradients, right }) => {
		for (const [row, values] of z.entries()) {
			if (losses[row] === null) continue; // 0 / 0 in Keras
			const { trainer } = await open(loss, activation, 1);
			const step = await trainer.steps({
				steps: 1,
				x: Float32Array.from(values),
				labels: Int32Array.of(labels[row]!),
				valid: Float32Array.of(1),
				weight: Float32Array.of(1),
				learningRate: Float32Array.of(1),
				masks: new Map(),
			});
			const gradient = trainer
				.state()
				.weights.get("dense/bias")!
				.data.map((value) => -value);
			await trainer.close();
			expect([step.loss[0], losses[row]], `loss of row ${row}`).toSatisfy(([ours, theirs]) =>
				within(activation === "tanh" ? TANH_TOLERANCE : TOLERANCE, ours!, theirs!),
			);
			for (const [c, theirs] of gradients[row]!.entries())
				expect([gradient[c]!, theirs], `gradient of row ${row} by output ${c}`).toSatisfy(([ours, expected]) =>
					within(activation === "tanh" ? TANH_TOLERANCE : TOLERANCE, ours!, expected!),
				);
			expect(step.correct[0]).toBe(right[row]);
		}
	});

	// What is evaluated are probabilities, whose logarithms are cut off at 1e-7; where TensorFlow is the oracle, Keras has the logits and goes on.
	const CUT = 2e-7;
	test.each(cases)("$loss behind $activation: evaluation", async ({ loss, activation, backend, losses, outputs, right }) => {
		const cut = (row: number) => outputs.slice(row * classes, (row + 1) * classes).some((p) => p < CUT || p > 1 - CUT);
		const whole = [...z.keys()].filter((row) => losses[row] !== null && !(backend === "tensorflow" && cut(row)));
		const { spec, trainer } = await open(loss, activation, 1);
		const x = Float32Array.from(z.flat());
		const source = { dim: classes, rows: async (wanted: Uint32Array) => gathered(x, wanted), close: async () => {} };
		const evaluation = (rows: readonly number[]) =>
			evaluate({
				trainer,
				source,
				samples: { index: Uint32Array.from(rows), label: Int32Array.from(rows, (row) => labels[row]!), key: new Uint8Array(0) },
				of: "validation",
				places: { from: 0, to: rows.length },
				loss,
				spec,
				penalty: 0,
				signal: new AbortController().signal,
			});
		try {
			const all = await evaluation(whole);
			const mean = whole.reduce((sum, row) => sum + losses[row]!, 0) / whole.length;
			expect([all.loss, mean]).toSatisfy(([ours, theirs]) => close(ours!, theirs!));
			expect(all.accuracy).toBeCloseTo(whole.reduce((sum, row) => sum + right[row]!, 0) / whole.length, 12);
			const predicted = await trainer.predict(x, z.length);
			for (const [i, theirs] of outputs.entries()) expect([predicted[i]!, theirs]).toSatisfy(([ours, expected]) => close(ours!, expected!));
		} finally {
			await trainer.close();
		}
	});
});

function gathered(x: Float32Array, wanted: Uint32Array): Float32Array {
	return Float32Array.from([...wanted].flatMap((row) => [...x.subarray(row * classes, (row + 1) * classes)]));
}
