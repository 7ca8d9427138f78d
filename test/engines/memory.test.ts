import { expect, test } from "vitest";
import { buildHead } from "../../lib/head/build.ts";
import { initialState } from "../../lib/head/init.ts";
import { chain, conv } from "../engine/onnx/graphs.ts";
import { engine } from "../oracle/engine.ts";
import { jobWith } from "../oracle/job.ts";

/**
 * Resident memory from batch 500 to batch 10,000: tidied up, or it grows for days. Native tensors and WebAssembly's memory are what may leak; V8's own garbage is
 * collected on the way and its young generation has a fixed size (vitest.engines.config.ts), or the process would come and go by tens of megabytes with it.
 */

/** Of what there is at batch 500. Measured: 2 % on WebAssembly, 1 % on TensorFlow's library. */
const FLAT = 0.05;
const EVERY = 500;

async function grown(batches: (count: number) => Promise<void>): Promise<number> {
	const { gc } = globalThis;
	if (gc === undefined) throw new Error("this test needs node --expose-gc");
	const resident = async () => {
		await batches(EVERY);
		await gc();
		return process.memoryUsage.rss();
	};
	const before = await resident();
	let after = before;
	for (let done = EVERY; done < 10_000; done += EVERY) after = await resident();
	return after / before - 1;
}

test("embedding 10,000 batches", async () => {
	const graph = chain([
		conv("a", 3, 3, 16, 2),
		{ op: "activation", activation: "relu" },
		conv("b", 3, 16, 16),
		{ op: "activation", activation: "gelu" },
	]);
	const backbone = await engine.openBackbone(graph, { height: 32, width: 32, pooling: "avg", preprocess: "caffe", threads: 1 });
	const pixels = new Uint8Array(backbone.batch * 32 * 32 * 3).fill(9);
	const growth = await grown(async (count) => {
		for (let i = 0; i < count; i++) await backbone.embed(pixels, backbone.batch);
	});
	await backbone.close();
	expect(growth).toBeLessThan(FLAT);
});

test("10,000 steps of a head", async () => {
	const { head, fit } = jobWith([{ dense: 64, activation: "sigmoid" }, { dropout: 0.5 }, { dense: "classes", activation: "softmax" }], {
		optimizer: { name: "adadelta", learningRate: 1 },
		batch: 16,
	});
	const spec = buildHead(head, [32], 4);
	const trainer = await engine.openHead(
		spec,
		{ loss: fit.loss, optimizer: fit.optimizer, batch: 16, threads: 1 },
		initialState(spec, fit.optimizer, 1),
	);
	const steps = 20;
	const rows = steps * 16;
	const chunk = {
		steps,
		x: new Float32Array(rows * 32).map((_, i) => (i % 7) / 7),
		labels: new Int32Array(rows).map((_, i) => i % 4),
		valid: new Float32Array(rows).fill(1),
		weight: new Float32Array(rows).fill(1),
		learningRate: new Float32Array(steps).fill(1),
		masks: new Map([["dropout", new Uint8Array(rows * 64).fill(1)]]),
	};
	const growth = await grown(async (count) => {
		for (let i = 0; i < count; i += steps) await trainer.steps(chunk);
	});
	await trainer.close();
	expect(growth).toBeLessThan(FLAT);
});
