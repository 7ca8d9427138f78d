import { sizeOf, type Tensor, zeros } from "../../base/tensor.ts";
import type { HeadSpec } from "../../head/spec.ts";
import type { HeadState } from "../../head/state.ts";
import { weightsOf } from "../../head/weights.ts";
import type { HeadOptions, HeadTrainer } from "../port.ts";
import { PREDICT_BATCH, predictBatches } from "../predict-batches.ts";
import { forwardForm } from "./head-forward.ts";
import { rateCorrection } from "./head-optimizers.ts";
import { compileStep } from "./head-step.ts";
import { createSession, type Value } from "./session.ts";

/** Compiles a head and opens it with the given state; see the port. */
export async function openHead(spec: HeadSpec, options: HeadOptions, start: HeadState): Promise<HeadTrainer> {
	const { batch, optimizer, threads } = options;
	const { model, carried, masks } = compileStep(spec, options);
	const steps = await createSession(model, { threads });
	const forward = await createSession(forwardForm(spec, PREDICT_BATCH).model(), { threads });
	const dim = sizeOf(spec.input);
	// Two sets of buffers take turns: what one call reads, the next one writes. Nothing is copied on the way, and no garbage is left.
	let values = new Map<string, Tensor>(
		[...start.weights, ...start.slots].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
	);
	let spare = new Map([...values].map(([name, { shape }]) => [name, zeros(shape)]));
	let done = start.step;
	const names = { weights: [...start.weights.keys()], slots: [...start.slots.keys()] }; // and not `start` itself, whose tensors are then free

	return {
		async steps(chunk) {
			const { steps: k } = chunk;
			const rate = chunk.learningRate.map((each, i) => each * rateCorrection(optimizer, done + i + 1));
			const feeds: Record<string, Value> = {
				x: { type: "float32", shape: [k, batch, dim], data: chunk.x },
				labels: { type: "float32", shape: [k, batch], data: Float32Array.from(chunk.labels) },
				valid: { type: "float32", shape: [k, batch], data: chunk.valid },
				weight: { type: "float32", shape: [k, batch], data: chunk.weight },
				rate: { type: "float32", shape: [k], data: rate },
				learningRate: { type: "float32", shape: [k], data: chunk.learningRate },
			};
			for (const { name, units } of masks)
				feeds[`mask:${name}`] = { type: "uint8", shape: [k, batch, units], data: chunk.masks.get(name)! };
			for (const { name, shape } of carried) feeds[name] = { type: "float32", shape, data: values.get(name)!.data };
			const into = Object.fromEntries(
				carried.map(({ name, shape }) => [`out:${name}`, { type: "float32" as const, shape, data: spare.get(name)!.data }]),
			);
			const results = await steps.run(feeds, into);
			[values, spare] = [spare, values];
			done += k;
			return { loss: results.loss!.data as Float32Array, correct: results.correct!.data as Float32Array };
		},

		async predict(x, n) {
			const out = new Float32Array(n * spec.classes);
			const fixed: Record<string, Value> = {};
			for (const { name, shape } of weightsOf(spec)) fixed[name] = { type: "float32", shape, data: values.get(name)!.data };
			for (const { from, rows, data } of predictBatches(x, n, dim)) {
				const { output } = await forward.run({ ...fixed, x: { type: "float32", shape: [PREDICT_BATCH, dim], data } });
				out.set((output!.data as Float32Array).subarray(0, rows * spec.classes), from * spec.classes);
			}
			return out;
		},

		state() {
			const now = (wanted: readonly string[]) => new Map(wanted.map((name) => [name, values.get(name)!] as const));
			return { weights: now(names.weights), slots: now(names.slots), step: done };
		},

		async close() {
			await steps.close();
			await forward.close();
		},
	};
}
