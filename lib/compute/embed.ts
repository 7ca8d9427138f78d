import { readFile } from "node:fs/promises";
import { sha256 } from "../base/digest.ts";
import { TerminalError } from "../base/errors.ts";
import { sizeOf } from "../base/tensor.ts";
import { loadViews } from "../image/augment.ts";
import { loadRow } from "../image/transform.ts";
import type { Augment } from "../job/document.ts";
import { compiledBackbone } from "./backbones.ts";
import type { Embedded, Embedding, EmbedParams } from "./calls.ts";
import type { CallContext } from "./child.ts";

type Image = EmbedParams["images"][number];
type Skipped = Embedded["skips"][number];

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

interface DecodedBatch {
	/** [count, h, w, 3] */
	readonly pixels: Uint8Array;
	readonly count: number;
	readonly skips: readonly Skipped[];
}

async function decodeBatch(
	images: readonly Image[],
	from: number,
	batch: number,
	{ transform, augment, maxPixels }: Embedding,
): Promise<DecodedBatch> {
	const size = transform.height * transform.width * 3;
	const wanted = images.slice(from, from + batch);
	const pixels = new Uint8Array(wanted.length * size);
	const outcomes =
		augment === undefined
			? await Promise.all(wanted.map(async (image, i) => loadRow(await bytesOf(image), transform, { maxPixels }, pixels, i * size)))
			: await loadAugmented(wanted, transform, augment, maxPixels, pixels);
	const skips: Skipped[] = [];
	let count = 0;
	for (const [i, skip] of outcomes.entries()) {
		if (skip !== null) skips.push({ index: from + i, code: skip.code, detail: skip.detail });
		else {
			if (count < i) pixels.copyWithin(count * size, i * size, (i + 1) * size);
			count++;
		}
	}
	return { pixels: pixels.subarray(0, count * size), count, skips };
}

/** Rows of views, in the places of their images; views of one image stand side by side, and it is read and decoded once for all of them. */
async function loadAugmented(
	wanted: readonly Image[],
	transform: Embedding["transform"],
	augment: Augment,
	maxPixels: number,
	pixels: Uint8Array,
): Promise<Awaited<ReturnType<typeof loadRow>>[]> {
	const size = transform.height * transform.width * 3;
	const places = new Map<string, number[]>();
	for (const [i, { image }] of wanted.entries()) places.set(image, [...(places.get(image) ?? []), i]);
	const outcomes: Awaited<ReturnType<typeof loadRow>>[] = wanted.map(() => null);
	await Promise.all(
		[...places].map(async ([image, at]) => {
			const views = at.map((i) => ({ view: wanted[i]!.view ?? 0, offset: i * size }));
			const skip = await loadViews(await bytesOf(wanted[at[0]!]!), transform, augment, image, views, { maxPixels }, pixels);
			for (const i of at) outcomes[i] = skip;
		}),
	);
	return outcomes;
}

/** The bytes the plan was made from (F2): a file that changed since would put a row under another image's name. */
async function bytesOf(image: Image): Promise<Uint8Array> {
	const bytes = await readFile(image.file).catch((cause: unknown) => {
		throw new TerminalError("IMAGE_GONE", `${image.file} was there when the job was planned and cannot be read now`, {
			cause,
			fix: "run the job again: it plans anew and keeps every feature that still holds",
		});
	});
	if (sha256(bytes) !== image.image) {
		throw new TerminalError("IMAGE_CHANGED", `${image.file} changed while the job was running`, {
			fix: "run the job again: it plans anew and keeps every feature that still holds",
		});
	}
	return bytes;
}
