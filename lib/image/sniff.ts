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
	/** What else must stand where, for words short or common enough to begin a text. */
	readonly and?: { readonly at: number; readonly words: string };
	readonly is: Format | { readonly unsupported: string };
}

const magics: readonly Magic[] = [
	{ at: 0, words: "\xff\xd8\xff", is: "jpeg" },
	{ at: 0, words: "\x89PNG\r\n\x1a\n", is: "png" },
	{ at: 0, words: "GIF87a", is: "gif" },
	{ at: 0, words: "GIF89a", is: "gif" },
	{ at: 0, words: "RIFF", and: { at: 8, words: "WEBP" }, is: "webp" },
	{ at: 0, words: "II*\0", is: "tiff" },
	{ at: 0, words: "MM\0*", is: "tiff" },
	{ at: 4, words: "ftypavi", is: { unsupported: "AVIF" } },
	{ at: 4, words: "ftyphe", is: { unsupported: "HEIF" } },
	{ at: 4, words: "ftypmif1", is: { unsupported: "HEIF" } },
	{ at: 4, words: "ftypmsf1", is: { unsupported: "HEIF" } },
	{ at: 0, words: "BM", and: { at: 6, words: "\0\0\0\0" }, is: { unsupported: "BMP" } },
	{ at: 0, words: "8BPS", is: { unsupported: "Photoshop" } },
	{ at: 0, words: "\0\0\x01\0", is: { unsupported: "ICO" } },
	{ at: 0, words: "\xff\x0a", is: { unsupported: "JPEG XL" } },
	{ at: 0, words: "\0\0\0\x0cJXL ", is: { unsupported: "JPEG XL" } },
	{ at: 0, words: "\0\0\0\x0cjP  ", is: { unsupported: "JPEG 2000" } },
	{ at: 0, words: "%PDF", is: { unsupported: "PDF" } },
	{ at: 0, words: "II+\0", is: { unsupported: "BigTIFF" } },
	{ at: 0, words: "MM\0+", is: { unsupported: "BigTIFF" } },
];

const HEAD_BYTES = 1024;
/** What may stand before an SVG's first element: a byte order mark, space, a declaration, comments. */
const PROLOGUE = /\xef\xbb\xbf|\s+|<\?[^>]*>|<!--.*?-->/sy;
const SVG = /<svg[\s/>]|<!DOCTYPE svg\b/y;

export function sniff(bytes: Uint8Array): Sniffed {
	const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES)).toString("latin1");
	for (const { at, words, and, is } of magics) {
		if (!start.startsWith(words, at) || (and !== undefined && !start.startsWith(and.words, and.at))) continue;
		return typeof is === "string" ? { kind: "format", format: is } : { kind: "unsupported", name: is.unsupported };
	}
	if (isSvg(start)) return { kind: "unsupported", name: "SVG" };
	if (/^P[1-7]\s/.test(start)) return { kind: "unsupported", name: "Netpbm" };
	return { kind: "unknown" };
}

/** A page that has one further in is no image. Piece by piece, because one expression for the whole could read many comments in 2ⁿ ways. */
function isSvg(text: string): boolean {
	let at = 0;
	do {
		SVG.lastIndex = at;
		if (SVG.test(text)) return true;
		PROLOGUE.lastIndex = at;
		at = PROLOGUE.test(text) ? PROLOGUE.lastIndex : 0;
	} while (at > 0);
	return false;
}
