import sharp from "sharp";
import { expect, test } from "vitest";
import { sniff } from "../../lib/image/sniff.ts";
import { thumbnail } from "../../lib/image/thumbnail.ts";
import { loadRow } from "../../lib/image/transform.ts";
import { PNG_RGB, PNG_RGBA, png, withOrientation } from "./files.ts";
import { picture } from "./picture.ts";

const { data } = picture(5, 7);
const file = png({ width: 7, height: 5, depth: 8, colour: PNG_RGB, data });
const transform = { height: 5, width: 7, interpolation: "bilinear", fit: "stretch" } as const;
const SIZE = 5 * 7 * 3;

test("a row lands in its place of the batch and touches no other", async () => {
	const batch = new Uint8Array(SIZE * 3).fill(200);
	expect(await loadRow(file, transform, { maxPixels: 35 }, batch, SIZE)).toBeNull();
	expect([...batch.subarray(SIZE, 2 * SIZE)]).toEqual([...data]);
	expect(new Set([...batch.subarray(0, SIZE), ...batch.subarray(2 * SIZE)])).toEqual(new Set([200]));
});

test("F3: a skip says code and detail, and leaves the batch as it was", async () => {
	const batch = new Uint8Array(SIZE).fill(200);
	const skip = await loadRow(file.subarray(0, 60), transform, { maxPixels: 35 }, batch, 0);
	expect(skip).toMatchObject({ code: "TRUNCATED", detail: expect.stringContaining("60 bytes") });
	expect(new Set(batch)).toEqual(new Set([200]));
});

test("a thumbnail is a small upright JPEG, never larger than its image, with white behind what is transparent", async () => {
	const photo = await sharp(picture(100, 200).data, { raw: { width: 200, height: 100, channels: 3 } })
		.jpeg()
		.toBuffer();
	const small = await thumbnail(withOrientation(photo, 6), 40);
	expect(sniff(small)).toEqual({ kind: "format", format: "jpeg" });
	expect(await sharp(small).metadata()).toMatchObject({ width: 20, height: 40 });
	expect(await sharp(await thumbnail(file, 40)).metadata()).toMatchObject({ width: 7, height: 5 });
	const clear = png({ width: 8, height: 8, depth: 8, colour: PNG_RGBA, data: Buffer.alloc(8 * 8 * 4) });
	const { channels } = await sharp(await thumbnail(clear, 8)).stats();
	for (const { min } of channels) expect(min).toBeGreaterThan(250);
});

test("a thumbnail shows what there is of a broken image, and refuses what no decoder should meet", async () => {
	const photo = await sharp(picture(100, 200).data, { raw: { width: 200, height: 100, channels: 3 } })
		.jpeg()
		.toBuffer();
	expect(sniff(await thumbnail(photo.subarray(0, photo.length / 2), 40)).kind).toBe("format");
	await expect(thumbnail(Buffer.from("<svg/>"), 40)).rejects.toThrow("JPEG, PNG, WebP, GIF and TIFF");
});
