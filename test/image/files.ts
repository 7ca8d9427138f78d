import { crc32, deflateSync } from "node:zlib";

/** Small image files written byte by byte: what libraries that write images leave out, and what is broken on purpose. */

export const PNG_GREY = 0;
export const PNG_RGB = 2;
export const PNG_PALETTE = 3;
export const PNG_GREY_ALPHA = 4;
export const PNG_RGBA = 6;

export interface Png {
	readonly width: number;
	readonly height: number;
	readonly depth: number;
	readonly colour: number;
	/** All rows, packed as PNG packs them, without filter bytes. */
	readonly data: Uint8Array;
	/** Chunks before the pixels. */
	readonly extra?: readonly Uint8Array[];
}

export function png({ width, height, depth, colour, data, extra = [] }: Png): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([depth, colour, 0, 0, 0], 8);
	const line = data.length / height;
	const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.of(0), data.subarray(y * line, (y + 1) * line)]));
	return Buffer.concat([
		Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
		chunk("IHDR", header),
		...extra,
		chunk("IDAT", deflateSync(Buffer.concat(rows))),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

export function chunk(name: string, data: Uint8Array): Buffer {
	const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	out.set(body, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

/** Exif with nothing but an orientation, as it stands in a PNG chunk; in a JPEG, `Exif\0\0` goes before it. */
export function exif(orientation: number): Buffer {
	return tiffDirectory([{ tag: 274, type: SHORT, values: [orientation] }], 8);
}

/** Puts a marker segment right after a JPEG's start. */
export function withSegment(jpeg: Uint8Array, mark: number, data: Uint8Array): Buffer {
	const head = Buffer.of(0xff, mark, 0, 0);
	head.writeUInt16BE(data.length + 2, 2);
	return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

export const withOrientation = (jpeg: Uint8Array, orientation: number) =>
	withSegment(jpeg, 0xe1, Buffer.concat([Buffer.from("Exif\0\0"), exif(orientation)]));

export const SHORT = 3;
export const LONG = 4;

export interface Tag {
	readonly tag: number;
	readonly type: number;
	readonly values: readonly number[];
}

/** A little-endian TIFF of one strip; `tags` replaces or adds entries. Pixels stand before the directory. */
export function tiff(
	width: number,
	height: number,
	samples: number,
	photometric: number,
	data: Uint8Array,
	tags: readonly Tag[] = [],
): Buffer {
	const entries = new Map<number, Tag>();
	const put = (tag: number, type: number, ...values: number[]) => entries.set(tag, { tag, type, values });
	put(256, SHORT, width);
	put(257, SHORT, height);
	put(258, SHORT, ...Array.from({ length: samples }, () => 8));
	put(259, SHORT, 1);
	put(262, SHORT, photometric);
	put(273, LONG, 8);
	put(277, SHORT, samples);
	put(278, SHORT, height);
	put(279, LONG, data.length);
	for (const entry of tags) entries.set(entry.tag, entry);
	const start = 8 + data.length + (data.length % 2);
	const directory = tiffDirectory([...entries.values()], start);
	const out = Buffer.alloc(start + directory.length - 8);
	out.set(directory.subarray(0, 8));
	out.set(data, 8);
	out.set(directory.subarray(8), start);
	return out;
}

/** Header, and a directory that will stand at `start`, its long values behind it. */
function tiffDirectory(tags: readonly Tag[], start: number): Buffer {
	const head = Buffer.from("II*\0\0\0\0\0", "latin1");
	head.writeUInt32LE(start, 4);
	const table = Buffer.alloc(2 + tags.length * 12 + 4);
	table.writeUInt16LE(tags.length, 0);
	const behind: Buffer[] = [];
	let end = start + table.length;
	for (const [i, { tag, type, values }] of tags.toSorted((a, b) => a.tag - b.tag).entries()) {
		const at = 2 + i * 12;
		table.writeUInt16LE(tag, at);
		table.writeUInt16LE(type, at + 2);
		table.writeUInt32LE(values.length, at + 4);
		const bytes = Buffer.alloc(values.length * (type === SHORT ? 2 : 4));
		for (const [n, value] of values.entries()) type === SHORT ? bytes.writeUInt16LE(value, n * 2) : bytes.writeUInt32LE(value, n * 4);
		if (bytes.length <= 4) table.set(bytes, at + 8);
		else {
			table.writeUInt32LE(end, at + 8);
			behind.push(bytes);
			end += bytes.length;
		}
	}
	return Buffer.concat([head, table, ...behind]);
}

export interface GifPlace {
	/** Index of the colour that is not to be seen. */
	readonly transparent?: number | null;
	/** Width and height of what the frame stands in. */
	readonly screen?: readonly [number, number];
	readonly left?: number;
}

/** A GIF of one frame: palette indices as they are, two bits each, with a clear code often enough that codes stay three bits long. */
export function gif(
	width: number,
	height: number,
	palette: readonly (readonly [number, number, number])[],
	indices: readonly number[],
	{ transparent = null, screen: [across, down] = [width, height], left = 0 }: GifPlace = {},
): Buffer {
	const screen = Buffer.alloc(7);
	screen.writeUInt16LE(across, 0);
	screen.writeUInt16LE(down, 2);
	screen[4] = 0xf1; // a table of four colours
	const frame = Buffer.alloc(10);
	frame[0] = 0x2c;
	frame.writeUInt16LE(left, 1);
	frame.writeUInt16LE(width, 5);
	frame.writeUInt16LE(height, 7);
	const codes = [...indices.flatMap((index) => [4, index]), 5];
	const bits = codes.flatMap((code) => [code & 1, (code >> 1) & 1, code >> 2]);
	const packed = Buffer.alloc(Math.ceil(bits.length / 8));
	for (const [i, bit] of bits.entries()) packed[i >> 3]! |= bit << (i & 7);
	return Buffer.concat([
		Buffer.from("GIF89a"),
		screen,
		Buffer.from(palette.flat()),
		transparent === null ? Buffer.alloc(0) : Buffer.of(0x21, 0xf9, 4, 1, 0, 0, transparent, 0),
		frame,
		Buffer.of(2, packed.length),
		packed,
		Buffer.of(0, 0x3b),
	]);
}
