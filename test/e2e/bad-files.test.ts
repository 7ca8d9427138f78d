import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, type RunResult, runJob } from "../support/frostline.ts";

/** 25 files that give no row, and why. */
async function spoil(images: string): Promise<Record<string, number>> {
	const good = await readFile(join(images, "stripes", "0000.png"));
	const photo = await sharp(good).resize(200, 150).jpeg().toBuffer();
	const webp = await sharp(good).resize(90, 90).webp().toBuffer();
	const put = (name: string, bytes: Uint8Array | string) => writeFile(join(images, "stripes", name), bytes);
	for (let i = 0; i < 4; i++) await put(`empty${i}.jpg`, "");
	for (let i = 0; i < 5; i++) await put(`half${i}.jpg`, photo.subarray(0, Math.floor(photo.length * (0.15 + 0.17 * i))));
	await put("half.png", good.subarray(0, good.length / 2));
	await put("half.webp", webp.subarray(0, webp.length / 2));
	for (let i = 0; i < 3; i++) await put(`notes${i}.jpg`, `these are notes, and no photo, number ${i}`);
	await put("archive.png", Buffer.from("PK\x03\x04aaaaaaaaaaaaaaaa", "latin1"));
	await put("page.jpg", "%PDF-1.7 a page");
	await put("drawing.png", '<svg xmlns="http://www.w3.org/2000/svg"/>');
	await put("phone.jpg", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"));
	for (let i = 0; i < 3; i++) await put(`huge${i}.png`, hugePng(40_000 + i));
	await put("garbled.png", garbledPng(good));
	await put("garbled2.png", garbledPng(good, 7));
	for (let i = 0; i < 2; i++) await symlink(join(images, `nowhere${i}.jpg`), join(images, "stripes", `link${i}.jpg`));
	return { EMPTY: 4, TRUNCATED: 7, NOT_AN_IMAGE: 4, UNSUPPORTED_FORMAT: 3, TOO_MANY_PIXELS: 3, UNREADABLE: 4 };
}

function chunk(type: string, data: Uint8Array): Buffer {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Uint8Array): number {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
	}
	return ~crc >>> 0;
}

/** A few bytes that unpack to more pixels than memory has. */
function hugePng(edge: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(edge, 0);
	header.writeUInt32BE(edge, 4);
	header[8] = 8;
	header[9] = 2;
	const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
	return Buffer.concat([
		signature,
		chunk("IHDR", header),
		chunk("IDAT", deflateSync(Buffer.alloc(100_000))),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

/** A whole file whose pixels do not unpack. */
function garbledPng(good: Buffer, by = 3): Buffer {
	const bytes = Buffer.from(good);
	const data = bytes.indexOf("IDAT", 0, "latin1") + 4;
	for (let i = data + 20; i < data + 200; i++) bytes[i]! ^= by * (i % 31) + 1;
	return bytes;
}

test("F3: of 200 good and 25 bad files, 200 give rows and 25 are skipped with their reasons; maxSkipRatio ends with exit 3", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { classes: 4, perClass: 50 } });
	const codes = await spoil(join(folder, "images"));
	const result: RunResult = await runJob(folder);
	expect(result.images.skipped).toEqual(codes);
	expect(result.images.total).toBe(225);
	expect(result.images.train + result.images.validation).toBe(200);

	const strict = await frostline(["run", "job.json", "--set", "data.maxSkipRatio=0.05"], { cwd: folder });
	expect(strict.code).toBe(3);
	expect(strict.stderr).toContain("25 of 225 images were skipped");
	expect(strict.stderr).toMatch(/fix /);
});
