import { readFile } from "node:fs/promises";
import { sha256 } from "../base/digest.ts";
import { FrostlineError, UserError } from "../base/errors.ts";
import { inTurns } from "../base/in-turns.ts";
import type { Entry } from "../data/dataset.ts";
import { encodeSafetensors, type SafetensorsHeader, safetensorsHeaderOf } from "../feature/safetensors.ts";
import { packedImage, packKey, packsPrefix } from "../store/keys.ts";
import type { Store } from "../store/port.ts";

/** Images of a pack: those of a shard (`extract.shard`), so that an extractor asks for one object and not for each image. */
const IMAGES = 64;
/** A pack takes no image that would make it heavier. Of those that are written at a time an upload has images and packs in memory. */
const MOST_BYTES = 16e6;
/** Packs written at a time. */
const UPLOADS = 4;
/** Headers read at a time, and the bytes that hold one. */
const READERS = 16;
const HEADER_BYTES = 16 * 1024;

export interface PackingOptions {
	readonly signal: AbortSignal;
	/** Of the images, and the bytes that were written. */
	onUpload?(done: number, total: number, bytes: number): void;
}

type Packable = Pick<Entry, "image" | "file" | "bytes">;

/**
 * Puts images that the store has not yet into packs, in order of their digests, which is the order that shards are cut in. A pack is a safetensors file with a
 * tensor of bytes for each image, named by its digest. Answers where each image is. An image that is in any pack already is not written again, and a
 * submission that was broken off goes on behind the packs that it wrote.
 *
 * @throws UserError IMAGE_CHANGED if a file has not the bytes any more that its digest names
 */
export async function packImages(
	images: readonly Packable[],
	store: Store,
	{ signal, onUpload }: PackingOptions,
): Promise<ReadonlyMap<string, string>> {
	const wanted = new Map(images.map((each) => [each.image, each]));
	const places = new Map<string, string>();
	const note = (pack: string, { tensors }: SafetensorsHeader): void => {
		for (const [image, { from, to }] of tensors)
			if (wanted.has(image) && !places.has(image)) places.set(image, packedImage({ pack, from, length: to - from }));
	};
	for (const { key, header } of await packsOf(store, signal)) note(key, header);
	let bytes = 0;
	onUpload?.(places.size, wanted.size, bytes);
	const missing = [...wanted.values()].filter(({ image }) => !places.has(image)).sort((a, b) => (a.image < b.image ? -1 : 1));
	await inTurns(cut(missing), UPLOADS, async (part) => {
		signal.throwIfAborted();
		const tensors = await Promise.all(
			part.map(async (each) => {
				const data = await contentOf(each);
				return { name: each.image, dtype: "U8" as const, shape: [data.length], data };
			}),
		);
		const pack = encodeSafetensors(tensors);
		const key = packKey(sha256(pack));
		await store.put(key, pack);
		note(key, wholeHeader(pack, key));
		bytes += pack.length;
		onUpload?.(places.size, wanted.size, bytes);
	});
	return places;
}

async function contentOf({ file, image }: Packable): Promise<Buffer> {
	const content = await readFile(file);
	if (sha256(content) === image) return content;
	throw new UserError("IMAGE_CHANGED", `${file} changed while it was being submitted`, { exitCode: 1, fix: "submit again" });
}

function cut(images: readonly Packable[]): Packable[][] {
	const packs: Packable[][] = [];
	let weight = 0;
	for (const image of images) {
		const last = packs.at(-1);
		if (last === undefined || last.length === IMAGES || weight + image.bytes > MOST_BYTES) {
			packs.push([image]);
			weight = image.bytes;
		} else {
			last.push(image);
			weight += image.bytes;
		}
	}
	return packs;
}

/** Headers of all packs in the store; one that is none is passed over. */
async function packsOf(store: Store, signal: AbortSignal): Promise<{ key: string; header: SafetensorsHeader }[]> {
	const keys: string[] = [];
	for await (const key of store.list(packsPrefix)) keys.push(key);
	const found = await inTurns(keys, READERS, async (key) => {
		signal.throwIfAborted();
		const header = await headerOf(store, key).catch((error: unknown) => {
			if (error instanceof FrostlineError && error.code === "BAD_SAFETENSORS") return null;
			throw error;
		});
		return header === null ? [] : [{ key, header }];
	});
	return found.flat();
}

async function headerOf(store: Store, key: string): Promise<SafetensorsHeader | null> {
	for (let length = HEADER_BYTES; ; ) {
		const start = await store.range(key, 0, length);
		if (start === null) return null; // removed since it was listed
		const header = safetensorsHeaderOf(start.bytes, start.total, key);
		if (!("needs" in header)) return header;
		length = header.needs;
	}
}

function wholeHeader(pack: Uint8Array, key: string): SafetensorsHeader {
	const header = safetensorsHeaderOf(pack, pack.length, key);
	if ("needs" in header) throw new Error("a whole file has its header");
	return header;
}
