import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { ComputeHost } from "../../lib/compute/host.ts";
import { buildHead } from "../../lib/head/build.ts";
import { parseJob } from "../../lib/job/load.ts";
import { CLASSES, DIM, side } from "../fit/made-up.ts";

/** Long enough for a child to start on a busy machine. */
const SILENCE_MS = 4_000;

test("a fit whose rows come late, because no extractor is there, is not taken for one that hangs", async () => {
	const host = new ComputeHost({ silenceMs: SILENCE_MS });
	onTestFinished(() => host.close());
	const head = [{ dense: "classes", activation: "softmax" }];
	const section = { optimizer: { name: "adam", learningRate: 0.01 }, epochs: 1, batch: 16 };
	const document = { version: 1, name: "late", data: { train: "." }, backbone: { name: "scattering" }, head, fit: section };
	const { job } = parseJob(JSON.stringify(document), "late.json");
	const side512 = side(14, 14 + 512);
	const said: string[] = [];
	let asks = 0;
	const outcome = await host.call(
		"fit",
		{
			spec: buildHead(job.head, [DIM], CLASSES.length),
			fit: job.fit,
			classes: CLASSES,
			threads: 1,
			train: side512,
			validation: side(0, 14),
			cached: null,
			dim: DIM,
			resume: null,
			engine: "onnx",
		},
		{
			onProgress: ({ kind }) => void said.push(`${asks} ${kind}`),
			async rows({ samples }) {
				// The child reports the steps of the first rows while the second ones keep it waiting.
				if (++asks === 2) await pause(1.5 * SILENCE_MS);
				return new Float32Array(samples.length * DIM);
			},
		},
	);
	expect(said).toContain("2 steps");
	expect(outcome.epochs).toHaveLength(1);
});
