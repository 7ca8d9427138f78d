/**
 * What decode.ts must know of a TIFF before it decodes one: its colours, because the decoder takes some for RGB that are not, and whether all
 * that the first image's directory names is there, because a cut TIFF fails with many messages.
 */
export interface TiffHeader {
	/** Some part that the directory names lies past the file's end. */
	readonly cut: boolean;
	readonly cmyk: boolean;
	/** Colours that are not read here, in words; null when they are. */
	readonly unread: string | null;
}

/** TIFF 6.0, section 2: bytes of one value of each type. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const SHORT = 3;
const LONG = 4;

const BITS_PER_SAMPLE = 258;
const COMPRESSION = 259;
const PHOTOMETRIC = 262;
const SAMPLE_FORMAT = 339;
const STRIPS = [273, 279] as const;
const TILES = [324, 325] as const;

const wanted = new Set<number>([BITS_PER_SAMPLE, COMPRESSION, PHOTOMETRIC, SAMPLE_FORMAT, ...STRIPS, ...TILES]);

const SEPARATED = 5;
const YCBCR = 6;
/** CIE, ICC and ITU L*a*b*, and the kinds after them. */
const LAB = 8;
const JPEG_IN_TIFF = [6, 7];
/** Values of SampleFormat: unsigned, or not said. Signed, floating and complex numbers have no range that a picture could be scaled from. */
const COUNTS_FROM_ZERO = [1, 4];
const MOST_BITS = 16;

export function tiffHeader(bytes: Uint8Array): TiffHeader {
	const { cut, entries } = firstDirectory(bytes);
	const first = (tag: number) => entries.get(tag)?.value(0);
	const photometric = first(PHOTOMETRIC) ?? 0;
	const cmyk = photometric === SEPARATED;
	const bits = first(BITS_PER_SAMPLE) ?? 1;
	let unread: string | null = null;
	if (bits > MOST_BITS || !COUNTS_FROM_ZERO.includes(first(SAMPLE_FORMAT) ?? 1)) unread = "values of more than 16 bits, signed or floating";
	else if (photometric === YCBCR && !JPEG_IN_TIFF.includes(first(COMPRESSION) ?? 1)) unread = "YCbCr colours without JPEG compression";
	else if (photometric >= LAB) unread = "L*a*b* or other rare colours";
	else if (cmyk && bits !== 8) unread = "CMYK of other than 8 bits";
	return { cut: cut || pastEnd(entries, STRIPS, bytes.length) || pastEnd(entries, TILES, bytes.length), cmyk, unread };
}

/** Values are read where they stand, when they are asked for: a count may claim millions. */
interface Entry {
	readonly count: number;
	value(i: number): number;
}

function firstDirectory(bytes: Uint8Array): { cut: boolean; entries: Map<number, Entry> } {
	const entries = new Map<number, Entry>();
	if (bytes.length < 8) return { cut: true, entries };
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const little = bytes[0] === 0x49;
	const word = (at: number) => view.getUint16(at, little);
	const long = (at: number) => view.getUint32(at, little);
	const start = long(4);
	if (start + 2 > bytes.length) return { cut: true, entries };
	let cut = false;
	for (let at = start + 2, left = word(start); left > 0; at += 12, left--) {
		if (at + 12 > bytes.length) return { cut: true, entries };
		const type = word(at + 2);
		const count = long(at + 4);
		const size = (typeBytes[type] ?? 0) * count;
		const from = size <= 4 ? at + 8 : long(at + 8);
		if (from + size > bytes.length) cut = true;
		else if (wanted.has(word(at)) && count > 0 && (type === SHORT || type === LONG)) {
			entries.set(word(at), { count, value: (i) => (type === SHORT ? word(from + 2 * i) : long(from + 4 * i)) });
		}
	}
	return { cut, entries };
}

function pastEnd(entries: Map<number, Entry>, [offsets, lengths]: readonly [number, number], end: number): boolean {
	const starts = entries.get(offsets);
	const sizes = entries.get(lengths);
	for (let i = 0; i < (starts?.count ?? 0); i++) {
		if (starts!.value(i) + (sizes !== undefined && i < sizes.count ? sizes.value(i) : 0) > end) return true;
	}
	return false;
}
