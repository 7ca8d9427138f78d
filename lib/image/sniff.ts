/**
 * What bytes are, by their own first words, before any decoder sees them: a file's name says nothing, and a decoder should only ever
 * meet the few formats it is allowed to.
 */
export type Format = "jpeg" | "png" | "gif" | "webp" | "tiff";

export type Sniffed =
	| { readonly kind: "format"; readonly format: Format }
	/** Known, and not decoded here. */
	| { readonly kind: "unsupported"; readonly name: string }
	| { readonly kind: "unknown" };

interface Magic {
	readonly at: number;
	/** Latin-1 text or bytes. */
	readonly words: string;
	readonly is: Format | { readonly unsupported: string };
}

const magics: readonly Magic[] = [
	{ at: 0, words: "\xff\xd8\xff", is: "jpeg" },
	{ at: 0, words: "\x89PNG\r\n\x1a\n", is: "png" },
	{ at: 0, words: "GIF87a", is: "gif" },
	{ at: 0, words: "GIF89a", is: "gif" },
	{ at: 8, words: "WEBP", is: "webp" },
	{ at: 0, words: "II*\0", is: "tiff" },
	{ at: 0, words: "MM\0*", is: "tiff" },
	{ at: 4, words: "ftypavif", is: { unsupported: "AVIF" } },
	{ at: 4, words: "ftyphei", is: { unsupported: "HEIF" } },
	{ at: 4, words: "ftypmif1", is: { unsupported: "HEIF" } },
	{ at: 0, words: "BM", is: { unsupported: "BMP" } },
	{ at: 0, words: "8BPS", is: { unsupported: "Photoshop" } },
	{ at: 0, words: "\0\0\x01\0", is: { unsupported: "ICO" } },
	{ at: 0, words: "\xff\x0a", is: { unsupported: "JPEG XL" } },
	{ at: 0, words: "\0\0\0\x0cJXL ", is: { unsupported: "JPEG XL" } },
	{ at: 0, words: "\0\0\0\x0cjP  ", is: { unsupported: "JPEG 2000" } },
	{ at: 0, words: "%PDF", is: { unsupported: "PDF" } },
	{ at: 0, words: "<svg", is: { unsupported: "SVG" } },
	{ at: 0, words: "II+\0", is: { unsupported: "BigTIFF" } },
	{ at: 0, words: "MM\0+", is: { unsupported: "BigTIFF" } },
];

export function sniff(bytes: Uint8Array): Sniffed {
	const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString("latin1");
	for (const { at, words, is } of magics) {
		if (!start.startsWith(words, at)) continue;
		return typeof is === "string" ? { kind: "format", format: is } : { kind: "unsupported", name: is.unsupported };
	}
	if (/^\s*(<\?xml[^>]*>\s*)?<svg/.test(start)) return { kind: "unsupported", name: "SVG" };
	if (/^P[1-7]\s/.test(start)) return { kind: "unsupported", name: "Netpbm" };
	return { kind: "unknown" };
}

/** Whether a file stops before its format says it ends. Decoders differ in what they forgive; this does not. */
export function endsTooEarly(format: Format, bytes: Uint8Array): boolean {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (format === "jpeg") return view.lastIndexOf("\xff\xd9", undefined, "latin1") === -1;
	if (format === "png") return !view.includes("IEND", Math.max(0, view.length - 4096), "latin1") && !view.includes("IEND", 8, "latin1");
	if (format === "gif") return view.lastIndexOf(0x3b) === -1;
	if (format === "webp") return view.length < 12 || view.length < view.readUInt32LE(4) + 8;
	return view.length < 8;
}
