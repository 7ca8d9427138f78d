import type { JPEGDecoder } from "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs";
import type { JpegHeader } from "./jpeg.ts";
import type { Pixels } from "./pixels.ts";

/**
 * Small photos through libjpeg-turbo in WebAssembly. The library that decodes everything else sets up a pipeline for each image, which costs several
 * times what the pixels of a thumbnail do; both are libjpeg-turbo with the accurate inverse transform, so the pixels are the same bit for bit. (A damaged file's
 * may not be: coefficients out of range wrap round in 32 bits or in 16, which differs between processors too.) Above SMALL native code is the faster one.
 */
const SMALL = 500_000;

const RGB = 3;

let decoder: JPEGDecoder | null = null;

async function openDecoder(): Promise<JPEGDecoder> {
	const { default: open } = await import("@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs");
	const { JPEGDecoder } = await open();
	return new JPEGDecoder();
}

/** null: not for this decoder, or anything at all is wrong with the file; the general one then says what, or reads it nevertheless. */
export async function decodeSmallJpeg(bytes: Uint8Array, header: JpegHeader, maxPixels: number): Promise<Pixels | null> {
	const { size, components, exif } = header;
	if (size === null || components !== RGB || exif) return null;
	const { height, width } = size;
	if (height * width === 0 || height * width > Math.min(SMALL, maxPixels)) return null;
	decoder ??= await openDecoder();
	try {
		decoder.getEncodedBuffer(bytes.length).set(bytes);
		decoder.decode();
		const frame = decoder.getFrameInfo();
		if (frame.height !== height || frame.width !== width || frame.componentCount !== RGB) return null;
		return { height, width, data: new Uint8Array(decoder.getDecodedBuffer()) };
	} catch {
		decoder = null; // what an exception has left in its memory goes with it
		return null;
	}
}
