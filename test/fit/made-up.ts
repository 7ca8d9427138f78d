import { fillNormal, stream, uint32 } from "../../lib/base/rng.ts";
import { onnxEngine } from "../../lib/engine/onnx/index.ts";
import type { FeatureSource } from "../../lib/feature/source.ts";
import type { Checkpoint } from "../../lib/fit/checkpoint.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/fit/checkpoint.ts";
import { fit } from "../../lib/fit/fit.ts";
import type { FitOptions, Samples } from "../../lib/fit/options.ts";
import { buildHead } from "../../lib/head/build.ts";
import { headDigest } from "../../lib/head/serial.ts";
import { parseJob } from "../../lib/job/load.ts";

export const DIM = 6;
export const CLASSES = ["a", "b", "c"] as const;
const ROWS = 50;
const HELD = 14;

/** Rows around a centre for each class: a head learns something, and not everything. */
export function rows(): Float32Array {
	const all = fillNormal(stream(3, "rows"), new Float32Array(ROWS * DIM), 1);
	for (let row = 0; row < ROWS; row++) all[row * DIM + labelOf(row)]! += 1.5;
	return all;
}

export function labelOf(row: number): number {
	return row % CLASSES.length;
}

export function side(from: number, to: number, label = labelOf): Samples {
	const index = Uint32Array.from({ length: to - from }, (_, i) => from + i);
	const key = new Uint8Array(index.length * 32);
	for (const [i, row] of index.entries()) {
		for (let k = 0; k < 8; k++) new DataView(key.buffer).setUint32(i * 32 + k * 4, uint32(stream(9, "key", row), k));
	}
	return { index, label: Int32Array.from(index, label), key };
}

export function source(options: { chunkRows?: number; asked?: number[] } = {}): FeatureSource {
	const all = rows();
	return {
		dim: DIM,
		...(options.chunkRows === undefined ? {} : { chunkRows: options.chunkRows }),
		async rows(samples) {
			options.asked?.push(...samples);
			return Float32Array.from({ length: samples.length * DIM }, (_, i) => all[samples[Math.floor(i / DIM)]! * DIM + (i % DIM)]!);
		},
		close: async () => {},
	};
}

const HEAD = [{ dense: 8, activation: "relu" }, "batch_norm", { dropout: 0.4 }, { dense: "classes", activation: "softmax" }];

/** One fit of the made-up rows. `section` and `head` are in the words of the job document. */
export async function fitRows(section: Record<string, unknown> = {}, more: Partial<FitOptions> & { head?: readonly unknown[] } = {}) {
	const { head = HEAD, ...options } = more;
	const document = {
		version: 1,
		name: "made-up",
		data: { train: "." },
		backbone: { name: "scattering" },
		head,
		fit: { loss: "categorical_crossentropy", optimizer: { name: "adam", learningRate: 0.01 }, epochs: 5, batch: 8, seed: 4, ...section },
	};
	const { job } = parseJob(JSON.stringify(document), "made-up.json");
	const checkpoints: Uint8Array[] = [];
	const result = await fit({
		spec: buildHead(job.head, [DIM], CLASSES.length),
		fit: job.fit,
		classes: CLASSES,
		engine: onnxEngine,
		threads: 1,
		source: source(),
		train: side(HELD, ROWS),
		validation: side(0, HELD),
		resume: null,
		signal: new AbortController().signal,
		onProgress: () => {},
		onEpoch: () => {},
		onCheckpoint: (checkpoint: Checkpoint) => void checkpoints.push(encodeCheckpoint(checkpoint)),
		...options,
	});
	const figures = result.epochs.map(({ seconds: _, ...record }) => record);
	return { ...result, digest: headDigest(result.state), figures, checkpoints: checkpoints.map((bytes) => () => decodeCheckpoint(bytes)) };
}
