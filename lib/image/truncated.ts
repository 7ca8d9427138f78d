import { gifHeader } from "./gif.ts";
import { jpegIsCut } from "./jpeg.ts";
import type { Format } from "./sniff.ts";
import { tiffHeader } from "./tiff.ts";

/**
 * Whether a file stops before its format says it ends: asked once a decoder has refused it, to tell a broken download from broken contents.
 * It goes by the structure of the file, because decoders word the same fault differently from release to release.
 */
export function endsTooEarly(format: Format, bytes: Uint8Array): boolean {
	return isCut[format](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

const isCut: Readonly<Record<Format, (bytes: Buffer) => boolean>> = {
	jpeg: jpegIsCut,
	png: pngIsCut,
	gif: (bytes) => gifHeader(bytes).cut,
	// RIFF: four letters, then the length of what follows.
	webp: (bytes) => bytes.length < 12 || bytes.length < bytes.readUInt32LE(4) + 8,
	tiff: (bytes) => tiffHeader(bytes).cut,
};

/** Its four letters as one number. */
const IEND = 0x49_45_4e_44;

/** A chunk is a length, four letters, as many bytes and a checksum; the last one is IEND (PNG specification, 5.3). */
function pngIsCut(bytes: Buffer): boolean {
	for (let at = 8; at + 8 <= bytes.length; at += bytes.readUInt32BE(at) + 12) {
		if (bytes.readUInt32BE(at + 4) === IEND) return false;
	}
	// A garbled length leads past an end that is there.
	return !bytes.subarray(-12).includes("IEND", 0, "latin1");
}
