/**
 * What a JPEG file says of itself before its pixels (ITU-T T.81, annex B): a walk over its segments. A look at a few bytes saves the decoder a
 * pass over the header, and tells the file's own end from that of the thumbnail inside it.
 */
export interface JpegHeader {
	/** Whether there is an EXIF segment, which may say which way is up. */
	readonly exif: boolean;
	/** Colour components: 1 grey, 3 colour, 4 CMYK or YCCK; null where the file ends before it says. */
	readonly components: number | null;
	/** As the frame says; null where the file ends before it does. */
	readonly size: { readonly height: number; readonly width: number } | null;
	/** Where the header ends and the first scan's coded data begin; the file's length where it has none. */
	readonly scan: number;
}

const END = 0xd9;
const SCAN = 0xda;
const APP1 = 0xe1;

/** Start of frame, whatever the process; Huffman tables (c4), an extension (c8) and arithmetic conditioning (cc) share its range. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers without a length: stuffing, TEM, restarts, start of image. */
const standsAlone = (marker: number): boolean => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

export function jpegHeader(bytes: Uint8Array): JpegHeader {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let exif = false;
	let components: number | null = null;
	let size: JpegHeader["size"] = null;
	let at = 2;
	while (at < view.length) {
		// Decoders skip what stands before a marker, and a marker may begin with any number of ff.
		at = view.indexOf(0xff, at);
		if (at === -1) break;
		while (at < view.length && view[at] === 0xff) at++;
		const marker = view[at++];
		if (marker === END) return { exif, components, size, scan: at - 2 };
		if (marker === undefined || at + 2 > view.length) break;
		if (standsAlone(marker)) continue;
		const next = at + view.readUInt16BE(at);
		if (marker === SCAN) return { exif, components, size, scan: next };
		if (marker === APP1 && view.toString("latin1", at + 2, at + 7) === "Exif\0") exif = true;
		if (isFrame(marker) && at + 8 <= view.length) {
			size = { height: view.readUInt16BE(at + 3), width: view.readUInt16BE(at + 5) };
			components = view[at + 7]!;
		}
		at = next;
	}
	return { exif, components, size, scan: view.length };
}

/** Whether the end is missing. In coded data ff is followed by 0 or a restart, so the first ff d9 after the header is the end. */
export function jpegIsCut(bytes: Uint8Array): boolean {
	return !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("\xff\xd9", jpegHeader(bytes).scan, "latin1");
}
