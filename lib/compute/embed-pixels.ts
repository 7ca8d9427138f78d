import { readFile } from "node:fs/promises";
import { sizeOf } from "../base/tensor.ts";
import { backboneOfBatch, compiledBackbone } from "./backbones.ts";
import type { Calls } from "./calls.ts";

/** Fewer images at a time than this, and it is not their number that there is no memory for. */
const LEAST_BATCH = 1;

/** The process that has the GPU: pixels from a file to rows. Out of memory, it goes on with half as many images at a time. */
export async function embedPixels({
	embedding,
	pixels: file,
	count,
	batch,
}: Calls["embedPixels"]["params"]): Promise<Calls["embedPixels"]["result"]> {
	const pixels = await readFile(file);
	let backbone = await compiledBackbone(embedding, batch);
	const began = performance.now();
	for (;;) {
		try {
			const rows = await backbone.embed(pixels, count);
			const seconds = { infer: (performance.now() - began) / 1000 };
			return { rows, dim: sizeOf(backbone.featureShape), skips: [], seconds, batch: backbone.batch };
		} catch (error) {
			if (!isOutOfMemory(error) || backbone.batch <= LEAST_BATCH) throw error;
			backbone = await backboneOfBatch(embedding, Math.floor(backbone.batch / 2));
		}
	}
}

/** In the words of TensorFlow, CUDA and ONNX Runtime. */
export function isOutOfMemory(error: unknown): boolean {
	const text = error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : String(error);
	return /out of memory|\bOOM\b|RESOURCE_EXHAUSTED|failed to allocate|bad_alloc/i.test(text);
}
