import sharp, { type JpegOptions } from "sharp";
import { describe, expect, test } from "vitest";
import { jpegHeader } from "../../lib/image/jpeg.ts";
import { decodeSmallJpeg } from "../../lib/image/small-jpeg.ts";
import { withOrientation } from "./files.ts";
import { picture } from "./picture.ts";

/** Two decoders for one format are only allowed because nobody can tell which of them was at work. */
const small = (bytes: Uint8Array, maxPixels = 1e8) => decodeSmallJpeg(bytes, jpegHeader(bytes), maxPixels);
const general = (bytes: Uint8Array) => sharp(bytes, { failOn: "error", ignoreIcc: true }).toColourspace("srgb").raw().toBuffer();
const jpeg = (height: number, width: number, options: JpegOptions) =>
	sharp(picture(height, width).data, { raw: { width, height, channels: 3 } })
		.jpeg(options)
		.toBuffer();

const kinds: readonly JpegOptions[] = [
	{},
	{ quality: 3 },
	{ quality: 100 },
	{ chromaSubsampling: "4:4:4" },
	{ progressive: true },
	{ trellisQuantisation: true, overshootDeringing: true, optimiseScans: true, quantisationTable: 3 },
];

describe("small JPEGs", () => {
	for (const options of kinds)
		test(`the general decoder's pixels: ${JSON.stringify(options)}`, async () => {
			for (const [height, width] of [
				[1, 1],
				[7, 9],
				[16, 16],
				[33, 128],
				[211, 97],
			] as const) {
				const bytes = await jpeg(height, width, options);
				const pixels = await small(bytes);
				expect(pixels).toMatchObject({ height, width });
				expect(Buffer.compare(pixels!.data, await general(bytes)), `${height} × ${width}`).toBe(0);
			}
		});

	test("a colour profile and comments change nothing", async () => {
		const bytes = await sharp(await jpeg(20, 30, {}))
			.withIccProfile("p3")
			.jpeg()
			.toBuffer();
		expect(Buffer.compare((await small(bytes))!.data, await general(bytes))).toBe(0);
	});

	test("large, grey, turned and CMYK ones are left to the general decoder, and so is one that is larger than the job allows", async () => {
		expect(await small(await jpeg(800, 800, {}))).toBeNull();
		expect(
			await small(
				await sharp(await jpeg(20, 20, {}))
					.toColourspace("b-w")
					.jpeg()
					.toBuffer(),
			),
		).toBeNull();
		expect(await small(withOrientation(await jpeg(20, 20, {}), 6))).toBeNull();
		expect(
			await small(
				await sharp(await jpeg(20, 20, {}))
					.toColourspace("cmyk")
					.jpeg()
					.toBuffer(),
			),
		).toBeNull();
		expect(await small(await jpeg(20, 20, {}), 399)).toBeNull();
	});

	test("a file that is cut off is left to the general decoder, wherever it ends", async () => {
		const bytes = await jpeg(24, 24, {});
		for (let end = 2; end < bytes.length - 2; end += 7) expect(await small(bytes.subarray(0, end)), `${end} bytes`).toBeNull();
	});

	/** Pixels of a damaged file may differ: coefficients out of range wrap round in 16 bits or in 32, in native code too, from one kind of processor to another. */
	test("damaged files: read only where the general decoder reads them, and the next file is read as before", async () => {
		const whole = await jpeg(40, 56, {});
		const before = (await small(whole))!.data;
		let read = 0;
		for (let i = 0; i < 200; i++) {
			const bytes = Buffer.from(whole);
			// 7919 and 104729 are primes: places and values without a pattern.
			for (let change = 0; change < 1 + (i % 3); change++) bytes[(i * 7919 + change * 104_729) % bytes.length]! ^= 1 + ((i * 31) % 255);
			const pixels = await small(bytes);
			if (pixels === null) continue;
			read++;
			expect(await general(bytes).then(({ length }) => ({ i, length }))).toEqual({ i, length: pixels.data.length });
		}
		expect(read).toBeGreaterThan(20);
		expect(read).toBeLessThan(190);
		expect(Buffer.compare((await small(whole))!.data, before)).toBe(0);
	});
});
