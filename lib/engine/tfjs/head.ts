import type { Tensor as Device } from "@tensorflow/tfjs-core";
import { sizeOf, type Tensor } from "../../base/tensor.ts";
import type { HeadSpec } from "../../head/spec.ts";
import type { HeadState } from "../../head/state.ts";
import { weightsOf } from "../../head/weights.ts";
import { forwardForm } from "../onnx/head-forward.ts";
import { inspectForm, layerOutput } from "../onnx/head-inspect.ts";
import { rateCorrection } from "../onnx/head-optimizers.ts";
import { stepForm } from "../onnx/head-step.ts";
import type { HeadOptions, HeadTrainer, LayerOutput } from "../port.ts";
import { PREDICT_BATCH, predictBatches } from "../predict-batches.ts";
import { programOf } from "./formula.ts";
import type { Tf } from "./library.ts";
import { load, taken } from "./program.ts";

/**
 * A head's training step by the same formulas as the other engine's, optimisers among them: TensorFlow.js' own Adadelta takes an unscaled step where its slots are
 * zero. Weights and slots stay on the device from step to step.
 */
export function openHead(tf: Tf, spec: HeadSpec, options: HeadOptions, start: HeadState): HeadTrainer {
	const { batch, optimizer } = options;
	const { body, carried, masks } = stepForm(spec, options);
	const step = load(tf, programOf(body));
	const forward = load(tf, programOf(forwardForm(spec, PREDICT_BATCH)));
	const dim = sizeOf(spec.input);
	const fixed = weightsOf(spec).map(({ name }) => name);
	let values = new Map<string, Device>(
		[...start.weights, ...start.slots].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape], "float32")]),
	);
	let done = start.step;
	const names = { weights: [...start.weights.keys()], slots: [...start.slots.keys()] };
	let read: Map<string, Tensor> | null = null;

	/** One step: new values in place of the old, loss and count of right rows. */
	const advance = (feeds: Readonly<Record<string, Device>>): readonly [Device, Device] => {
		const present = Object.fromEntries(carried.map(({ name }) => [`in:${name}`, values.get(name)!]));
		const results = step.run({ ...present, ...feeds });
		for (const [i, { name }] of carried.entries()) {
			// An output may be what came in, as a weight is that nothing changes.
			if (results[i] !== values.get(name)) values.get(name)!.dispose();
			values.set(name, results[i]!);
		}
		for (const feed of Object.values(feeds)) feed.dispose();
		return [results.at(-2)!, results.at(-1)!];
	};

	return {
		async steps(chunk) {
			const { steps: k } = chunk;
			const told: [Device, Device][] = [];
			for (let i = 0; i < k; i++) {
				const rows = (data: Float32Array, width: number) => data.subarray(i * batch * width, (i + 1) * batch * width);
				const rate = chunk.learningRate[i]!;
				const drawn = masks.map(({ name, units }) => [
					`mask_step:${name}`,
					tf.tensor(chunk.masks.get(name)!.subarray(i * batch * units, (i + 1) * batch * units), [batch, units], "bool"),
				]);
				told.push([
					...advance({
						...Object.fromEntries(drawn),
						x_step: tf.tensor(rows(chunk.x, dim), [batch, dim], "float32"),
						label_step: tf.tensor(Float32Array.from(chunk.labels.subarray(i * batch, (i + 1) * batch)), [batch], "float32"),
						valid_step: tf.tensor(rows(chunk.valid, 1), [batch], "float32"),
						weight_step: tf.tensor(rows(chunk.weight, 1), [batch], "float32"),
						rate_step: tf.scalar(rate * rateCorrection(optimizer, done + i + 1), "float32"),
						learning_rate_step: tf.scalar(rate, "float32"),
					}),
				]);
			}
			done += k;
			read = null;
			// Read once for all steps: reading waits for the device.
			const column = (which: 0 | 1) => {
				const all = tf.stack(told.map((each) => each[which]));
				for (const each of told) each[which].dispose();
				return taken(all);
			};
			return { loss: column(0), correct: column(1) };
		},

		async predict(x, n) {
			const out = new Float32Array(n * spec.classes);
			const weights = Object.fromEntries(fixed.map((name) => [name, values.get(name)!]));
			for (const { from, rows, data } of predictBatches(x, n, dim)) {
				const input = tf.tensor(data, [PREDICT_BATCH, dim], "float32");
				const [output] = forward.run({ ...weights, x: input });
				input.dispose();
				out.set(taken(output!).subarray(0, rows * spec.classes), from * spec.classes);
			}
			return out;
		},

		state() {
			read ??= new Map([...values].map(([name, value]) => [name, { shape: value.shape, data: value.dataSync() as Float32Array }]));
			const now = (wanted: readonly string[]) => new Map(wanted.map((name) => [name, read!.get(name)!] as const));
			return { weights: now(names.weights), slots: now(names.slots), step: done };
		},

		async close() {
			step.close();
			forward.close();
			for (const value of values.values()) value.dispose();
			values = new Map();
		},
	};
}

/** Outputs of the layers with an activation over some rows; see the port. */
export function inspectHead(tf: Tf, spec: HeadSpec, weights: HeadState["weights"], x: Float32Array, rows: number): LayerOutput[] {
	const { b, looked } = inspectForm(spec, weights, rows);
	if (looked.length === 0 || rows === 0) return [];
	const machine = load(tf, programOf(b));
	const input = tf.tensor(x, [rows, sizeOf(spec.input)], "float32");
	try {
		return machine.run({ x: input }).map((y, i) => layerOutput(looked[i]!, taken(y)));
	} finally {
		input.dispose();
		machine.close();
	}
}
