import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decode } from "../../lib/image/decode.ts";
import type { Pixels } from "../../lib/image/pixels.ts";
import {
	chunk,
	exif,
	gif,
	LONG,
	PNG_GREY,
	PNG_GREY_ALPHA,
	PNG_PALETTE,
	PNG_RGB,
	PNG_RGBA,
	png,
	SHORT,
	tiff,
	withOrientation,
	withSegment,
} from "./files.ts";
import { picture } from "./picture.ts";

const fixtures = join(import.meta.dirname, "../oracle/fixtures");

async function pixelsOf(bytes: Uint8Array): Promise<{ height: number; width: number; data: number[] }> {
	const decoded = await decode(bytes, { maxPixels: 1e6 });
	if (decoded.kind === "skip") throw new Error(`${decoded.code}: ${decoded.detail}`);
	return plain(decoded.pixels);
}

const plain = ({ height, width, data }: Pixels) => ({ height, width, data: [...data] });
const raw = ({ height, width, data }: Pixels) => sharp(data, { raw: { width, height, channels: 3 } });
/** One value a pixel, as R, G and B. */
const grey = (height: number, width: number, values: readonly number[]) => ({ height, width, data: values.flatMap((v) => [v, v, v]) });
const SIZE = { height: 5, width: 7 };
const { data: rgb } = picture(SIZE.height, SIZE.width);
const upright = { ...SIZE, data: [...rgb] };
const greys = Array.from({ length: 35 }, (_, i) => rgb[i * 3]!);
const alphas = Array.from({ length: 35 }, (_, i) => (i * 60) % 256);
const isGrey = grey(SIZE.height, SIZE.width, greys);

describe("colours", () => {
	test("RGB as PNG, lossless WebP and TIFF: the values as stored", async () => {
		const image = raw({ ...SIZE, data: rgb });
		expect(await pixelsOf(png({ ...SIZE, depth: 8, colour: PNG_RGB, data: rgb }))).toEqual(upright);
		expect(await pixelsOf(await image.clone().png({ progressive: true }).toBuffer())).toEqual(upright);
		expect(await pixelsOf(await image.clone().webp({ lossless: true }).toBuffer())).toEqual(upright);
		for (const compression of ["none", "lzw", "deflate", "packbits"] as const)
			expect(await pixelsOf(await image.clone().tiff({ compression }).toBuffer())).toEqual(upright);
	});

	test("grey becomes three equal channels", async () => {
		expect(await pixelsOf(png({ ...SIZE, depth: 8, colour: PNG_GREY, data: Buffer.from(greys) }))).toEqual(isGrey);
		expect(await pixelsOf(tiff(7, 5, 1, 1, Buffer.from(greys)))).toEqual(isGrey);
		expect(await pixelsOf(tiff(7, 5, 1, 0, Buffer.from(greys)))).toEqual(
			grey(
				5,
				7,
				greys.map((v) => 255 - v),
			),
		); // white is zero
		const jpeg = await pixelsOf(
			await sharp(Buffer.from(greys), { raw: { ...SIZE, channels: 1 } })
				.toColourspace("b-w")
				.jpeg({ quality: 100 })
				.toBuffer(),
		);
		expect(jpeg.data.every((value, i) => value === jpeg.data[i - (i % 3)] && Math.abs(value - greys[Math.floor(i / 3)]!) <= 3)).toBe(true);
	});

	test("1, 2 and 4 bits of grey are spread over 0 to 255", async () => {
		expect(await pixelsOf(png({ width: 8, height: 1, depth: 1, colour: PNG_GREY, data: Buffer.of(0b10110001) }))).toEqual(
			grey(1, 8, [255, 0, 255, 255, 0, 0, 0, 255]),
		);
		expect(await pixelsOf(png({ width: 4, height: 1, depth: 2, colour: PNG_GREY, data: Buffer.of(0b00011011) }))).toEqual(
			grey(1, 4, [0, 85, 170, 255]),
		);
		expect(await pixelsOf(png({ width: 2, height: 1, depth: 4, colour: PNG_GREY, data: Buffer.of(0x1f) }))).toEqual(grey(1, 2, [17, 255]));
	});

	test("alpha is dropped: the colour under it stays, even where nothing of it shows", async () => {
		const rgba = Buffer.from(alphas.flatMap((alpha, i) => [...rgb.subarray(i * 3, i * 3 + 3), alpha]));
		expect(await pixelsOf(png({ ...SIZE, depth: 8, colour: PNG_RGBA, data: rgba }))).toEqual(upright);
		const image = sharp(rgba, { raw: { ...SIZE, channels: 4 } });
		expect(await pixelsOf(await image.clone().webp({ lossless: true, exact: true }).toBuffer())).toEqual(upright);
		expect(await pixelsOf(await image.clone().tiff({ compression: "none" }).toBuffer())).toEqual(upright);
		const greyAlpha = Buffer.from(alphas.flatMap((alpha, i) => [greys[i]!, alpha]));
		expect(await pixelsOf(png({ ...SIZE, depth: 8, colour: PNG_GREY_ALPHA, data: greyAlpha }))).toEqual(isGrey);
	});

	test("a PNG's transparent colour is that colour", async () => {
		const transparent = Buffer.from([0, rgb[0]!, 0, rgb[1]!, 0, rgb[2]!]);
		expect(await pixelsOf(png({ ...SIZE, depth: 8, colour: PNG_RGB, data: rgb, extra: [chunk("tRNS", transparent)] }))).toEqual(upright);
	});

	test("a palette's colours, with and without alpha, at 1, 4 and 8 bits", async () => {
		const extra = [chunk("PLTE", Buffer.of(9, 8, 7, 200, 100, 50)), chunk("tRNS", Buffer.of(255, 0))];
		const expected = { width: 2, height: 1, data: [200, 100, 50, 9, 8, 7] };
		for (const chunks of [extra, extra.slice(0, 1)]) {
			for (const [depth, data] of [
				[1, [0x80]],
				[4, [0x10]],
				[8, [1, 0]],
			] as const) // prettier
				expect(await pixelsOf(png({ width: 2, height: 1, depth, colour: PNG_PALETTE, data: Buffer.from(data), extra: chunks }))).toEqual(
					expected,
				);
		}
	});

	test("16 bits become their high byte, in every kind of PNG and in TIFF", async () => {
		const words = Array.from({ length: 24 }, (_, i) => (i * 2801 + 77) % 65_536);
		words[0] = 65_535;
		words[1] = 255;
		const big = Buffer.from(words.flatMap((word) => [word >> 8, word & 255]));
		const high = words.map((word) => word >> 8);
		expect(await pixelsOf(png({ width: 4, height: 2, depth: 16, colour: PNG_RGB, data: big }))).toEqual({
			width: 4,
			height: 2,
			data: high,
		});
		expect(await pixelsOf(png({ width: 4, height: 6, depth: 16, colour: PNG_GREY, data: big }))).toEqual(grey(6, 4, high));
		expect(await pixelsOf(png({ width: 4, height: 3, depth: 16, colour: PNG_GREY_ALPHA, data: big }))).toEqual(
			grey(
				3,
				4,
				high.filter((_, i) => i % 2 === 0),
			),
		);
		expect(await pixelsOf(png({ width: 3, height: 2, depth: 16, colour: PNG_RGBA, data: big }))).toEqual({
			width: 3,
			height: 2,
			data: high.filter((_, i) => i % 4 !== 3),
		});
		const little = Buffer.from(words.flatMap((word) => [word & 255, word >> 8]));
		const bits = { tag: 258, type: SHORT, values: [16, 16, 16] };
		expect(await pixelsOf(tiff(4, 2, 3, 2, little, [bits]))).toEqual({ width: 4, height: 2, data: high });
	});

	test("a CMYK JPEG has Pillow's colours, bit for bit", async () => {
		const expected = { width: 24, height: 16, data: [...readFileSync(join(fixtures, "cmyk.rgb"))] };
		const file = readFileSync(join(fixtures, "cmyk.jpg"));
		expect(await pixelsOf(file)).toEqual(expected);
		expect((await pixelsOf(withOrientation(file, 6))).width).toBe(16);
	});

	test("a CMYK TIFF: 255 − K, less each ink's part of it", async () => {
		const inks = [0, 0, 0, 0, 255, 0, 0, 0, 0, 128, 255, 0, 10, 20, 30, 200, 1, 2, 3, 255];
		const expected = { width: 5, height: 1, data: [255, 255, 255, 0, 255, 255, 255, 127, 0, 53, 51, 49, 0, 0, 0] };
		expect(await pixelsOf(tiff(5, 1, 4, 5, Buffer.from(inks)))).toEqual(expected);
	});

	test("an embedded profile is ignored, sRGB or another", async () => {
		const wide = await sharp(rgb, { raw: { ...SIZE, channels: 3 } })
			.withIccProfile("p3")
			.png()
			.toBuffer();
		const { icc } = await sharp(wide).metadata();
		const profile = chunk("iCCP", Buffer.concat([Buffer.from("p3\0\0"), deflateSync(icc!)]));
		const file = png({ ...SIZE, depth: 8, colour: PNG_RGB, data: rgb, extra: [profile] });
		expect([...(await sharp(file).raw().toBuffer())]).not.toEqual(upright.data); // a reader that applies it gets others
		expect(await pixelsOf(file)).toEqual(upright);
	});

	test("a PNG's gamma is ignored", async () => {
		const gamma = Buffer.alloc(4);
		gamma.writeUInt32BE(100_000);
		expect(await pixelsOf(png({ ...SIZE, depth: 8, colour: PNG_RGB, data: rgb, extra: [chunk("gAMA", gamma)] }))).toEqual(upright);
	});
});

describe("orientation", () => {
	/** Exif 2.3, tag 274: where the stored pixel (row, column) belongs in the upright image of `height` and `width`. */
	const places: readonly ((r: number, c: number, height: number, width: number) => readonly [number, number])[] = [
		(r, c) => [r, c],
		(r, c, _, width) => [r, width - 1 - c],
		(r, c, height, width) => [height - 1 - r, width - 1 - c],
		(r, c, height) => [height - 1 - r, c],
		(r, c) => [c, r],
		(r, c, _, width) => [c, width - 1 - r],
		(r, c, height, width) => [height - 1 - c, width - 1 - r],
		(r, c, height) => [height - 1 - c, r],
	];
	function turned({ height, width, data }: { height: number; width: number; data: readonly number[] }, orientation: number) {
		const [h, w] = orientation < 5 ? [height, width] : [width, height];
		const out = Array.from<number>({ length: data.length });
		for (let i = 0; i < height * width; i++) {
			const [y, x] = places[orientation - 1]!(Math.floor(i / width), i % width, h, w);
			for (let c = 0; c < 3; c++) out[(y * w + x) * 3 + c] = data[i * 3 + c]!;
		}
		return { height: h, width: w, data: out };
	}

	for (let orientation = 1; orientation <= 8; orientation++) {
		test(`Exif orientation ${orientation} is set upright, in JPEG, PNG, WebP and TIFF`, async () => {
			const image = raw({ ...SIZE, data: rgb });
			const jpeg = await image.clone().jpeg().toBuffer();
			expect(await pixelsOf(withOrientation(jpeg, orientation))).toEqual(turned(await pixelsOf(jpeg), orientation));
			const expected = turned(upright, orientation);
			const block = chunk("eXIf", exif(orientation));
			expect(await pixelsOf(png({ ...SIZE, depth: 8, colour: PNG_RGB, data: rgb, extra: [block] }))).toEqual(expected);
			expect(await pixelsOf(await image.clone().withMetadata({ orientation }).webp({ lossless: true }).toBuffer())).toEqual(expected);
			expect(await pixelsOf(tiff(7, 5, 3, 2, rgb, [{ tag: 274, type: SHORT, values: [orientation] }]))).toEqual(expected);
		});
	}

	test("an orientation that is none, or an Exif block of garbage, changes nothing", async () => {
		const jpeg = await raw({ ...SIZE, data: rgb })
			.jpeg()
			.toBuffer();
		const as = await pixelsOf(jpeg);
		for (const wrong of [0, 9, 65_535]) expect(await pixelsOf(withOrientation(jpeg, wrong))).toEqual(as);
		expect(await pixelsOf(withSegment(jpeg, 0xe1, Buffer.from("Exif\0\0MM\0*garbage")))).toEqual(as);
		expect(await pixelsOf(withSegment(jpeg, 0xe2, Buffer.from("ICC_PROFILE\0\x01\x01garbage")))).toEqual(as);
	});

	test("an Exif block counts however much stands before it", async () => {
		let jpeg = withOrientation(
			await raw({ ...SIZE, data: rgb })
				.jpeg()
				.toBuffer(),
			6,
		);
		for (let i = 0; i < 3; i++) jpeg = withSegment(jpeg, 0xee, Buffer.alloc(60_000));
		expect((await pixelsOf(jpeg)).height).toBe(7);
	});
});

describe("kinds of files", () => {
	test("a progressive JPEG has the pixels of the same picture stored line by line", async () => {
		const image = raw(picture(40, 60));
		const progressive = await image.clone().jpeg({ progressive: true }).toBuffer();
		expect(progressive.includes(Buffer.of(0xff, 0xc2))).toBe(true);
		expect(await pixelsOf(progressive)).toEqual(await pixelsOf(await image.clone().jpeg({ progressive: false }).toBuffer()));
	});

	test("an animation is its first frame", async () => {
		const frames = [picture(6, 8).data, new Uint8Array(144).fill(200), new Uint8Array(144)].map((data) =>
			sharp(data, { raw: { width: 8, height: 6, channels: 3 } })
				.png()
				.toBuffer(),
		);
		const animation = sharp(await Promise.all(frames), { join: { animated: true } });
		const webp = await animation.clone().webp({ lossless: true }).toBuffer();
		expect((await sharp(webp).metadata()).pages).toBe(3);
		expect(await pixelsOf(webp)).toEqual(plain(picture(6, 8)));
		const gif = await pixelsOf(await animation.clone().gif().toBuffer());
		expect([gif.height, gif.width]).toEqual([6, 8]);
		const whole = await pixelsOf(await animation.clone().gif().toBuffer());
		expect(new Set(whole.data).size).toBeGreaterThan(20); // neither of the plain frames
	});

	test("a GIF's colours; what it marks transparent keeps its palette's colour, as Pillow has it; black where its frame does not reach", async () => {
		const palette = [
			[1, 2, 3],
			[40, 50, 60],
			[200, 100, 0],
			[255, 255, 255],
		] as const;
		const indices = [0, 1, 2, 3, 2, 1];
		const colours = indices.map((index) => palette[index]!);
		const black = [0, 0, 0];
		for (const transparent of [null, 1]) {
			expect(await pixelsOf(gif(3, 2, palette, indices, { transparent }))).toEqual({ width: 3, height: 2, data: colours.flat() });
			const placed = await pixelsOf(gif(3, 2, palette, indices, { transparent, screen: [5, 2], left: 1 }));
			const rows = [black, ...colours.slice(0, 3), black, black, ...colours.slice(3), black];
			expect(placed).toEqual({ width: 5, height: 2, data: rows.flat() });
		}
	});

	test("one pixel, a very wide and a very tall image", async () => {
		expect(await pixelsOf(png({ width: 1, height: 1, depth: 8, colour: PNG_RGB, data: Buffer.of(7, 8, 9) }))).toEqual({
			width: 1,
			height: 1,
			data: [7, 8, 9],
		});
		for (const [height, width] of [
			[1, 60_000],
			[60_000, 1],
		] as const) {
			const { data } = picture(height, width);
			const decoded = await decode(png({ width, height, depth: 8, colour: PNG_RGB, data }), { maxPixels: 60_000 });
			expect(decoded.kind === "pixels" && Buffer.compare(decoded.pixels.data, data)).toBe(0);
		}
	});

	test("a TIFF of tiles or with tags of its own", async () => {
		expect(await pixelsOf(tiff(7, 5, 3, 2, rgb, [{ tag: 65_000, type: LONG, values: [1, 2, 3] }]))).toEqual(upright);
		const tiled = await raw(picture(40, 60)).tiff({ tile: true, tileWidth: 16, tileHeight: 16, compression: "lzw" }).toBuffer();
		expect(await pixelsOf(tiled)).toEqual(plain(picture(40, 60)));
	});

	test("bytes after the end, between marks, and odd versions do no harm", async () => {
		const jpeg = await raw(picture(40, 60)).jpeg({ progressive: true }).toBuffer();
		const expected = await pixelsOf(jpeg);
		expect(await pixelsOf(Buffer.concat([jpeg, Buffer.alloc(99, 1)]))).toEqual(expected);
		const scan = jpeg.lastIndexOf(Buffer.of(0xff, 0xda));
		expect(await pixelsOf(Buffer.concat([jpeg.subarray(0, scan), Buffer.alloc(9, 7), jpeg.subarray(scan)]))).toEqual(expected);
		// A JFIF segment that claims version 9.2.
		const odd = Buffer.from("ffe000104a46494600090200000100010000", "hex");
		expect(await pixelsOf(Buffer.concat([jpeg.subarray(0, 2), odd, jpeg.subarray(2)]))).toEqual(expected);
		const adobe = Buffer.from("Adobe\0\x64\0\0\0\0\x07", "latin1"); // colour transform 7, where there are 0, 1 and 2
		expect(await pixelsOf(withSegment(jpeg, 0xee, adobe))).toEqual(expected);
		const file = png({ ...SIZE, depth: 8, colour: PNG_RGB, data: rgb });
		expect(await pixelsOf(Buffer.concat([file, Buffer.alloc(99, 1)]))).toEqual(upright);
	});
});
