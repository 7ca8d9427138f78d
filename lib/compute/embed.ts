import { sizeOf } from "../base/tensor.ts";
import { compiledBackbone } from "./backbones.ts";
import type { Embedded, EmbedParams } from "./calls.ts";
import type { CallContext } from "./child.ts";
import { decodeBatch, type Skipped } from "./decode.ts";

/** Images checked at a time when there is no backbone. */
const CHECK_BATCH = 32;

/**
 * Images in, rows out. The next batch is read and decoded in libvips' threads while the engine works on this one, so on a
 * busy core decoding costs its own time and no waiting.
 */
export async function embed({ embedding, images }: EmbedParams, context: CallContext): Promise<Embedded> {
	const { graph } = embedding;
	const backbone = graph === null ? null : await compiledBackbone({ ...embedding, graph });
	const dim = backbone === null ? 0 : sizeOf(backbone.featureShape);
	const batch = backbone?.batch ?? CHECK_BATCH;
	const rows = new Float32Array(images.length * dim);
	const skips: Skipped[] = [];
	const seconds = { decode: 0, infer: 0 };
	let kept = 0;
	let next = decodeBatch(images, 0, batch, embedding);
	for (let from = 0; from < images.length; from += batch) {
		context.signal.throwIfAborted();
		const waited = performance.now();
		const decoded = await next;
		seconds.decode += (performance.now() - waited) / 1000;
		skips.push(...decoded.skips);
		if (from + batch < images.length) {
			next = decodeBatch(images, from + batch, batch, embedding);
			next.catch(() => {}); // reported when its turn comes
			await readsIssued();
		}
		if (backbone !== null && decoded.count > 0) {
			const began = performance.now();
			rows.set(await backbone.embed(decoded.pixels, decoded.count), kept * dim);
			seconds.infer += (performance.now() - began) / 1000;
		}
		kept += decoded.count;
		void context.progress({ kind: "images", done: Math.min(from + batch, images.length), skips: skips.length });
	}
	return { rows: rows.subarray(0, kept * dim), dim, skips, seconds };
}

/** Lets started reads and decodes reach their threads before a native call blocks the loop. */
function readsIssued(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
