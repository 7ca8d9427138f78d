import { writeFile } from "node:fs/promises";
import { sha256 } from "../base/digest.ts";
import { TerminalError } from "../base/errors.ts";
import { placeName, readPlace } from "../base/file-part.ts";
import { loadViews } from "../image/augment.ts";
import { loadRow } from "../image/transform.ts";
import type { Augment } from "../job/document.ts";
import type { Calls, Decoded, Embedded, Embedding, EmbedParams } from "./calls.ts";

type Image = EmbedParams["images"][number];
export type Skipped = Embedded["skips"][number];

/** Images into a file of pixels. */
export async function decodeInto({ embedding, images, into }: Calls["decode"]["params"]): Promise<Decoded> {
	const began = performance.now();
	const { pixels, count, skips } = await decodeBatch(images, 0, images.length, embedding);
	await writeFile(into, pixels);
	return { count, skips, seconds: { decode: (performance.now() - began) / 1000 } };
}

export interface DecodedBatch {
	/** [count, h, w, 3] */
	readonly pixels: Uint8Array;
	readonly count: number;
	readonly skips: readonly Skipped[];
}

/** Reads, decodes and resizes some of the images; those that give nothing are left out and said. */
export async function decodeBatch(
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
	const bytes = await readPlace(image.file).catch((cause: unknown) => {
		throw new TerminalError("IMAGE_GONE", `${placeName(image.file)} was there when the job was planned and cannot be read now`, {
			cause,
			fix: "run the job again: it plans anew and keeps every feature that still holds",
		});
	});
	if (sha256(bytes) !== image.image) {
		throw new TerminalError("IMAGE_CHANGED", `${placeName(image.file)} changed while the job was running`, {
			fix: "run the job again: it plans anew and keeps every feature that still holds",
		});
	}
	return bytes;
}
