import sharp, { type OutputInfo } from "sharp";
import type { Decoded } from "./pixels.ts";
import { endsTooEarly, type Format, sniff } from "./sniff.ts";

/**
 * Bytes to upright RGB, 8 bits a channel. Images are untrusted: only sniffed formats reach a decoder, size is judged from the header
 * before anything is unpacked, and every failure is a skip with a reason (F3). docs/images.md states each treatment.
 */
export interface DecodeLimits {
	readonly maxPixels: number;
}

// One image after the other in its memory, none kept: parallelism comes from processes and from several decodes at a time.
sharp.cache(false);
sharp.concurrency(1);

export async function decode(bytes: Uint8Array, { maxPixels }: DecodeLimits): Promise<Decoded> {
	if (bytes.length === 0) return skip("EMPTY", "the file has no bytes");
	const sniffed = sniff(bytes);
	if (sniffed.kind === "unknown")
		return skip("NOT_AN_IMAGE", `its bytes begin like no image format: ${Buffer.from(bytes.subarray(0, 8)).toString("hex")}`);
	if (sniffed.kind === "unsupported")
		return skip("UNSUPPORTED_FORMAT", `${sniffed.name} is not decoded; JPEG, PNG, WebP, GIF and TIFF are`);
	const { format } = sniffed;
	try {
		const image = sharp(bytes, {
			failOn: "warning",
			limitInputPixels: maxPixels,
			sequentialRead: true,
			ignoreIcc: true, // the values as stored, as Pillow and TensorFlow take them
			pages: 1,
		});
		if (format !== "jpeg" || hasExif(bytes)) image.autoOrient();
		if (format === "png" || format === "tiff") {
			const { depth } = await image.metadata();
			if (depth === "ushort") return fromSixteenBits(await image.raw({ depth: "ushort" }).toBuffer({ resolveWithObject: true }));
		}
		const { data, info } = await image.toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
		return {
			kind: "pixels",
			pixels: { height: info.height, width: info.width, data: toRgb(data, info.channels, info.width * info.height) },
		};
	} catch (error) {
		return failure(error, format, bytes, maxPixels);
	}
}

function skip(code: Extract<Decoded, { kind: "skip" }>["code"], detail: string): Decoded {
	return { kind: "skip", code, detail };
}

/** JPEG files without an EXIF block need no look for an orientation, which saves a pass over the header. */
function hasExif(bytes: Uint8Array): boolean {
	return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64 * 1024)).includes("Exif\0", 0, "latin1");
}

/** 1: grey, 2: grey and alpha, 3: RGB, 4: RGB and alpha. Alpha is dropped, not blended, as PIL's convert("RGB") does. */
function toRgb(data: Uint8Array, channels: number, pixels: number): Uint8Array {
	if (channels === 3) return data;
	const out = new Uint8Array(pixels * 3);
	const [green, blue] = channels >= 3 ? [1, 2] : [0, 0];
	for (let i = 0, from = 0, to = 0; i < pixels; i++, from += channels, to += 3) {
		out[to] = data[from]!;
		out[to + 1] = data[from + green]!;
		out[to + 2] = data[from + blue]!;
	}
	return out;
}

/** 16 bits to 8: the high byte, so that 65535 is 255 and nothing depends on the rest of the image. */
function fromSixteenBits({ data, info }: { data: Buffer; info: OutputInfo }): Decoded {
	const words = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
	const bytes = Uint8Array.from(words, (word) => word >> 8);
	return {
		kind: "pixels",
		pixels: { height: info.height, width: info.width, data: toRgb(bytes, info.channels, info.width * info.height) },
	};
}

function failure(error: unknown, format: Format, bytes: Uint8Array, maxPixels: number): Decoded {
	const message = (error instanceof Error ? error.message : String(error)).split("\n")[0]!.slice(0, 200);
	if (/pixel limit/i.test(message)) return skip("TOO_MANY_PIXELS", `it has more than ${maxPixels} pixels (data.maxPixels)`);
	if (endsTooEarly(format, bytes) || /premature|truncat|unexpected end|end of (file|stream)|not enough|incomplete/i.test(message)) {
		return skip("TRUNCATED", `${format}, ${bytes.length} bytes: ${message}`);
	}
	return skip("UNREADABLE", `${format}: ${message}`);
}
