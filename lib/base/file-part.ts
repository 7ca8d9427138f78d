import { open, readFile } from "node:fs/promises";

/** Some bytes of a local file. */
export interface FilePart {
	readonly file: string;
	readonly from: number;
	readonly length: number;
}

/** A whole local file, or a part of one: an image by itself, or one of a pack. */
export type FilePlace = string | FilePart;

/** The bytes there, fewer where the file ends before them. */
export async function readPlace(place: FilePlace): Promise<Buffer> {
	if (typeof place === "string") return readFile(place);
	const file = await open(place.file);
	try {
		const { size } = await file.stat();
		const bytes = Buffer.alloc(Math.max(0, Math.min(place.length, size - place.from)));
		const { bytesRead } = await file.read(bytes, 0, bytes.length, place.from);
		return bytes.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}

/** For messages. */
export function placeName(place: FilePlace): string {
	return typeof place === "string" ? place : `${place.file}, bytes ${place.from} to ${place.from + place.length},`;
}
