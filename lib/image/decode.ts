import sharp, { type OutputInfo } from "sharp";
import { showHidden } from "./gif.ts";
import { type JpegHeader, jpegHeader } from "./jpeg.ts";
import type { Decoded, Pixels } from "./pixels.ts";
import { decodeSmallJpeg } from "./small-jpeg.ts";
import { type Format, sniff } from "./sniff.ts";
import { tiffHeader } from "./tiff.ts";
import { endsTooEarly } from "./truncated.ts";

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
	const header = headerOf(format, bytes);
	if (header.unread !== null) {
		// What is cut off may be what would have been read.
		return endsTooEarly(format, bytes)
			? skip("TRUNCATED", `${format}, ${bytes.length} bytes`)
			: skip("UNSUPPORTED_FORMAT", `${format} with ${header.unread}`);
	}
	const small = header.jpeg === null ? null : await decodeSmallJpeg(bytes, header.jpeg, maxPixels);
	if (small !== null) return { kind: "pixels", pixels: small };
	const whole = format === "gif" ? showHidden(bytes) : bytes;
	try {
		return { kind: "pixels", pixels: await unpack(whole, header, maxPixels, "warning") };
	} catch (error) {
		if (!harmless.test(messageOf(error))) return failure(error, format, bytes, maxPixels);
	}
	try {
		return { kind: "pixels", pixels: await unpack(whole, header, maxPixels, "error") };
	} catch (error) {
		return failure(error, format, bytes, maxPixels);
	}
}

/** Warnings after which all pixels are there nevertheless: decoders everywhere read such files, and cameras and web sites make many. */
const harmless = /extraneous bytes before marker|unknown JFIF revision|unknown Adobe color transform|warning treated as error/i;

interface Header {
	readonly cmyk: boolean;
	/** Whether it may say which way is up: a look saves the decoder a pass over a JPEG's header. */
	readonly mayTurn: boolean;
	readonly unread: string | null;
	readonly jpeg: JpegHeader | null;
}

function headerOf(format: Format, bytes: Uint8Array): Header {
	if (format === "tiff") return { ...tiffHeader(bytes), mayTurn: true, jpeg: null };
	if (format !== "jpeg") return { cmyk: false, mayTurn: true, unread: null, jpeg: null };
	const jpeg = jpegHeader(bytes);
	return { cmyk: jpeg.components === 4, mayTurn: jpeg.exif, unread: null, jpeg };
}

async function unpack(bytes: Uint8Array, { cmyk, mayTurn }: Header, maxPixels: number, failOn: "warning" | "error"): Promise<Pixels> {
	const image = sharp(bytes, {
		failOn,
		limitInputPixels: maxPixels,
		sequentialRead: true,
		ignoreIcc: true, // the values as stored, as Pillow and TensorFlow take them
		pages: 1,
	});
	if (mayTurn) image.autoOrient();
	if (cmyk) image.pipelineColourspace("cmyk").toColourspace("cmyk");
	else image.toColourspace("srgb"); // of 16 bits, the high byte
	const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
	return { height: info.height, width: info.width, data: cmyk ? inksToRgb(data, info) : toRgb(data, info) };
}

function skip(code: Extract<Decoded, { kind: "skip" }>["code"], detail: string): Decoded {
	return { kind: "skip", code, detail };
}

/** 1: grey, 2: grey and alpha, 3: RGB, 4: RGB and alpha. Alpha is dropped, not blended, as PIL's convert("RGB") does. */
function toRgb(data: Uint8Array, { channels, width, height }: OutputInfo): Uint8Array {
	if (channels === 3) return data;
	const out = new Uint8Array(width * height * 3);
	const [green, blue] = channels > 3 ? [1, 2] : [0, 0];
	for (let to = 0, from = 0; to < out.length; to += 3, from += channels) {
		out[to] = data[from]!;
		out[to + 1] = data[from + green]!;
		out[to + 2] = data[from + blue]!;
	}
	return out;
}

/**
 * Cyan, magenta, yellow and black to RGB, without a profile: of the light that black leaves, each ink takes its share; rounded as Pillow
 * does it (python-pillow/Pillow, src/libImaging/Convert.c, cmyk2rgb).
 */
function inksToRgb(data: Uint8Array, { channels, width, height }: OutputInfo): Uint8Array {
	const out = new Uint8Array(width * height * 3);
	for (let to = 0, from = 0; to < out.length; to += 3, from += channels) {
		const light = 255 - data[from + 3]!;
		for (let ink = 0; ink < 3; ink++) out[to + ink] = light - Math.floor((data[from + ink]! * light + 127) / 255);
	}
	return out;
}

function messageOf(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).split("\n")[0]!.slice(0, 200);
}

function failure(error: unknown, format: Format, bytes: Uint8Array, maxPixels: number): Decoded {
	const message = messageOf(error);
	if (/pixel limit/i.test(message)) return skip("TOO_MANY_PIXELS", `it has more than ${maxPixels} pixels (data.maxPixels)`);
	return skip(endsTooEarly(format, bytes) ? "TRUNCATED" : "UNREADABLE", `${format}, ${bytes.length} bytes: ${message}`);
}
