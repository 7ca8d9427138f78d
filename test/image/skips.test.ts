import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decode } from "../../lib/image/decode.ts";
import type { SkipCode } from "../../lib/image/skip-code.ts";
import { chunk, gif, PNG_RGB, png, SHORT, tiff } from "./files.ts";
import { picture } from "./picture.ts";

const HEIGHT = 40;
const WIDTH = 60;
const { data: rgb } = picture(HEIGHT, WIDTH);
const image = () => sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
const latin = (text: string) => Buffer.from(text, "latin1");
const enough = { maxPixels: HEIGHT * WIDTH };

async function outcome(bytes: Uint8Array, limits = enough): Promise<SkipCode | "pixels"> {
	const decoded = await decode(bytes, limits);
	return decoded.kind === "skip" ? decoded.code : "pixels";
}

/** One file of each kind, and how many of its first bytes it takes to know the kind; how much of its end can go without a pixel lost. */
const whole: Readonly<Record<string, { bytes: () => Promise<Buffer>; known: number; spare: number }>> = {
	"baseline JPEG": { bytes: () => image().jpeg({ progressive: false }).toBuffer(), known: 3, spare: 0 },
	"progressive JPEG": { bytes: () => image().jpeg({ progressive: true }).toBuffer(), known: 3, spare: 0 },
	PNG: { bytes: async () => png({ width: WIDTH, height: HEIGHT, depth: 8, colour: PNG_RGB, data: rgb }), known: 8, spare: 12 },
	"lossy WebP": { bytes: () => image().webp().toBuffer(), known: 12, spare: 0 },
	"lossless WebP": { bytes: () => image().webp({ lossless: true }).toBuffer(), known: 12, spare: 0 },
	GIF: { bytes: () => image().gif().toBuffer(), known: 6, spare: 1 },
	"plain TIFF": { bytes: () => image().tiff({ compression: "none" }).toBuffer(), known: 4, spare: 0 },
	"TIFF with LZW": { bytes: () => image().tiff({ compression: "lzw" }).toBuffer(), known: 4, spare: 0 },
	"TIFF with the directory first": { bytes: () => image().tiff({ compression: "jpeg" }).toBuffer(), known: 4, spare: 0 },
};

describe("F3: an image that gives no pixels says why", () => {
	test("EMPTY: no bytes", async () => {
		expect(await outcome(new Uint8Array())).toBe("EMPTY");
	});

	test.each(Object.keys(whole))("TRUNCATED: a %s cut anywhere after the bytes that tell its kind", async (kind) => {
		const { bytes, known, spare } = whole[kind]!;
		const file = await bytes();
		expect(await outcome(file)).toBe("pixels");
		const cuts = Array.from({ length: 60 }, (_, i) => known + Math.floor(((file.length - spare - 1 - known) * i) / 59));
		for (const cut of cuts) expect([cut, await outcome(file.subarray(0, cut))]).toEqual([cut, "TRUNCATED"]);
		for (let cut = file.length - spare; cut < file.length; cut++) expect(await outcome(file.subarray(0, cut))).toBe("pixels");
	});

	test("TRUNCATED: the end of a thumbnail inside is not the end of the file", async () => {
		const file = await image().jpeg().toBuffer();
		const thumbnail = await image().resize(8).jpeg().toBuffer();
		const inside = Buffer.concat([latin("Exif\0\0II*\0"), thumbnail]);
		const head = Buffer.of(0xff, 0xe1, 0, 0);
		head.writeUInt16BE(inside.length + 2, 2);
		const nested = Buffer.concat([file.subarray(0, 2), head, inside, file.subarray(2)]);
		expect(await outcome(nested)).toBe("pixels");
		expect(await outcome(nested.subarray(0, nested.length - 100))).toBe("TRUNCATED");
	});

	test("an animation whose first frame is whole is read, wherever it breaks off later", async () => {
		const frames = await Promise.all([image().png().toBuffer(), image().negate().png().toBuffer()]);
		const file = await sharp(frames, { join: { animated: true } })
			.gif()
			.toBuffer();
		expect(await outcome(file.subarray(0, file.length - 200))).toBe("pixels");
		expect(await outcome(file.subarray(0, 200))).toBe("TRUNCATED");
	});

	test.each<[string, Uint8Array]>([
		["text", latin("these are notes, and no photo")],
		["a page", latin("<!DOCTYPE html><html><body>404</body></html>")],
		["a page with a drawing in it", latin("<html><body><svg></svg></body></html>")],
		["an archive", latin("PK\x03\x04aaaaaaaaaaaaaaaa")],
		["a sound", latin("RIFF\x24\0\0\0WAVEfmt ")],
		["zeros", new Uint8Array(5000)],
		["one byte", Uint8Array.of(0xff)],
		["a text that begins with BM", latin("BMW is a maker of cars")],
	])("NOT_AN_IMAGE: %s", async (_, bytes) => {
		expect(await outcome(bytes)).toBe("NOT_AN_IMAGE");
	});

	test.each<[string, Uint8Array]>([
		["AVIF", latin("\0\0\0\x20ftypavif\0\0\0\0")],
		["HEIF", latin("\0\0\0\x18ftypheic\0\0\0\0mif1heic")],
		["BMP", latin("BM\x46\0\0\0\0\0\0\0\x36\0\0\0")],
		["Photoshop", latin("8BPS\0\x01")],
		["ICO", latin("\0\0\x01\0\x01\0")],
		["JPEG XL", latin("\xff\x0a\0\0")],
		["JPEG XL", latin("\0\0\0\x0cJXL \r\n\x87\n")],
		["JPEG 2000", latin("\0\0\0\x0cjP  \r\n\x87\n")],
		["PDF", latin("%PDF-1.7")],
		["BigTIFF", latin("II+\0\x08\0")],
		["BigTIFF", latin("MM\0+\0\x08")],
		["Netpbm", latin("P6\n1 1\n255\nabc")],
		["SVG", latin('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		["SVG", latin('\xef\xbb\xbf<?xml version="1.0"?>\n<!-- one --> <!-- two > -->\n<svg>')],
		["SVG", latin('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a" [ <!ENTITY ns "b"> ]><svg>')],
	])("UNSUPPORTED_FORMAT: %s, named in the reason", async (name, bytes) => {
		const decoded = await decode(bytes, enough);
		expect(decoded).toMatchObject({ kind: "skip", code: "UNSUPPORTED_FORMAT" });
		expect(decoded.kind === "skip" && decoded.detail).toContain(name);
	});

	test("UNSUPPORTED_FORMAT: a TIFF whose colours or numbers are not read here", async () => {
		const of = (samples: number, photometric: number, bytes: number, tags: Parameters<typeof tiff>[5] = []) =>
			outcome(tiff(4, 2, samples, photometric, Buffer.alloc(8 * samples * bytes, 9), tags));
		const bits = (samples: number, each: number) => ({ tag: 258, type: SHORT, values: Array.from({ length: samples }, () => each) });
		const format = (samples: number, kind: number) => ({ tag: 339, type: SHORT, values: Array.from({ length: samples }, () => kind) });
		expect(await of(1, 1, 1)).toBe("pixels");
		expect(await of(1, 1, 4, [bits(1, 32)])).toBe("UNSUPPORTED_FORMAT");
		expect(await of(3, 2, 4, [bits(3, 32), format(3, 3)])).toBe("UNSUPPORTED_FORMAT"); // floating
		expect(await of(1, 1, 2, [bits(1, 16), format(1, 2)])).toBe("UNSUPPORTED_FORMAT"); // signed
		expect(await of(3, 8, 1)).toBe("UNSUPPORTED_FORMAT"); // L*a*b*
		expect(await of(3, 6, 1)).toBe("UNSUPPORTED_FORMAT"); // YCbCr as plain bytes
		expect(await of(4, 5, 2, [bits(4, 16)])).toBe("UNSUPPORTED_FORMAT"); // inks of 16 bits
		const cut = tiff(4, 2, 4, 5, Buffer.alloc(32));
		expect(await outcome(cut.subarray(0, cut.length - 4))).toBe("TRUNCATED"); // its sizes of inks are not there to be judged
	});

	test.each(Object.keys(whole))("TOO_MANY_PIXELS: a %s of one pixel more than data.maxPixels, and not of as many", async (kind) => {
		const file = await whole[kind]!.bytes();
		expect(await outcome(file, { maxPixels: HEIGHT * WIDTH - 1 })).toBe("TOO_MANY_PIXELS");
		expect(await outcome(file, { maxPixels: HEIGHT * WIDTH })).toBe("pixels");
	});

	test("TOO_MANY_PIXELS: each frame of an animation counts for itself", async () => {
		const frames = await Promise.all([image().png().toBuffer(), image().negate().png().toBuffer()]);
		const animation = sharp(frames, { join: { animated: true } });
		expect(await outcome(await animation.clone().webp().toBuffer())).toBe("pixels");
		expect(await outcome(await animation.clone().gif().toBuffer())).toBe("pixels");
	});

	test("TOO_MANY_PIXELS: a few bytes that promise 1.6 thousand million pixels are not unpacked", async () => {
		const header = Buffer.alloc(13);
		header.writeUInt32BE(40_000, 0);
		header.writeUInt32BE(40_000, 4);
		header.set([8, PNG_RGB, 0, 0, 0], 8);
		const data = chunk("IDAT", deflateSync(Buffer.alloc(100_000)));
		const bomb = Buffer.concat([latin("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), data, chunk("IEND", Buffer.alloc(0))]);
		expect(await outcome(bomb, { maxPixels: 50_000_000 })).toBe("TOO_MANY_PIXELS");
	});

	test("UNREADABLE: the end is there, and what stands before it is broken", async () => {
		const jpeg = await image().jpeg().toBuffer();
		const scan = jpeg.lastIndexOf(Buffer.of(0xff, 0xda));
		jpeg.set([0xff, 0xd3], scan + 300); // a restart mark where there are none
		expect(await outcome(jpeg)).toBe("UNREADABLE");
		const file = png({ width: WIDTH, height: HEIGHT, depth: 8, colour: PNG_RGB, data: rgb });
		const flipped = Buffer.from(file);
		flipped[flipped.indexOf("IDAT") + 20]! ^= 0x55;
		expect(await outcome(flipped)).toBe("UNREADABLE");
		const length = Buffer.from(file);
		length.writeUInt32BE(0x7fff_ffff, length.indexOf("IDAT") - 4);
		expect(await outcome(length)).toBe("UNREADABLE");
		const coded = gif(3, 2, [[1, 2, 3]], [0, 0, 0, 0, 0, 0]);
		coded.fill(0xff, coded.length - 6, coded.length - 2);
		expect(await outcome(coded)).toBe("UNREADABLE");
	});

	// Read in 2¹⁴⁵ ways, or 65,535 times as a whole, neither file would be done with in this test's time.
	test("a file made to be hard to judge is judged at once", async () => {
		const comments = latin("<!---->".repeat(145));
		expect(await outcome(Buffer.concat([comments, latin("<html>")]))).toBe("NOT_AN_IMAGE");
		const directory = Buffer.alloc(8 + 2 + 65_535 * 12 + 4);
		directory.write("II*\0\x08\0\0\0", "latin1");
		directory.writeUInt16LE(65_535, 8);
		for (let i = 0; i < 65_535; i++) {
			directory.writeUInt16LE(273, 10 + i * 12);
			directory.writeUInt16LE(4, 12 + i * 12);
			directory.writeUInt32LE(190_000, 14 + i * 12); // each claims nearly the whole file
			directory.writeUInt32LE(8, 18 + i * 12);
		}
		expect(["TRUNCATED", "UNREADABLE"]).toContain(await outcome(directory));
	});
});
