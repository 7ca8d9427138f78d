import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { decode } from "../../lib/image/decode.ts";
import type { ImageTransform } from "../../lib/image/pixels.ts";
import { toInput } from "../../lib/image/transform.ts";
import { fixture } from "./fixture.ts";

/** Image files of many kinds, decoded and resized, pixel by pixel against what Keras gives to a network (makers/pixels.py). */

interface Case {
	readonly file: string;
	readonly by: "load_img" | "image_dataset_from_directory";
	readonly size: readonly [number, number];
	/** null: as large as it is. */
	readonly interpolation: "nearest" | "bilinear" | "bicubic" | "hamming" | "box" | "lanczos" | null;
	readonly fit?: ImageTransform["fit"];
	readonly sha256?: string;
	readonly pixels?: string;
}

const { setting, cases } = fixture<{ setting: Readonly<Record<"keras" | "pillow" | "tensorflow", string>>; cases: Case[] }>("pixels.json");
const images = unzipSync(readFileSync(join(import.meta.dirname, "fixtures/pixels.zip")));

/** Where no digest is given: newer Pillows order the passes by cost, and TensorFlow's values are rounded to 8 bits here. */
const LEVELS = 1;
/** TensorFlow decodes JPEGs with the fast, coarser inverse transform: libjpeg's accurate one, which Pillow has, differs by up to 4 levels in most pixels. */
const FAST_JPEG_LEVELS = 5;

/**
 * load_img's keep_aspect_ratio lets Pillow resize a part of the image, whose filters reach beyond that part: the outermost column (here, where the sides are
 * cut off) sees what was cropped. We crop first, as Keras' smart_resize and image_dataset_from_directory do.
 */
const seesBeyondCrop = ({ by, fit }: Case): boolean => by === "load_img" && fit === "crop";

async function ours({ file, by, size: [height, width], interpolation, fit = "stretch" }: Case): Promise<Uint8Array> {
	const decoded = await decode(images[file]!, { maxPixels: 10_000 });
	if (decoded.kind === "skip") throw new Error(`${file} was skipped: ${decoded.code}`);
	const name = interpolation === "bilinear" && by === "image_dataset_from_directory" ? "tf-bilinear" : (interpolation ?? "nearest");
	if (interpolation === null) expect([decoded.pixels.height, decoded.pixels.width]).toEqual([height, width]);
	const out = new Uint8Array(height * width * 3);
	toInput(decoded.pixels, { height, width, interpolation: name, fit }, out, 0);
	return out;
}

describe(`pixels are those of Keras ${setting.keras} (Pillow ${setting.pillow}, TensorFlow ${setting.tensorflow})`, () => {
	// Keras leaves a photo lying on its side; see "turned.jpg" below.
	const upright = cases.filter(({ file }) => file !== "turned.jpg");
	const title = ({ file, by, size, interpolation, fit }: Case) =>
		`${by} of ${file}: ${size.join(" × ")} ${interpolation ?? ""} ${fit ?? ""}`;

	test.each(upright.map((each) => [title(each), each] as const))("%s", async (_, each) => {
		const pixels = await ours(each);
		if (each.sha256 !== undefined) {
			expect(createHash("sha256").update(pixels).digest("hex")).toBe(each.sha256);
			return;
		}
		const theirs = Buffer.from(each.pixels!, "base64");
		expect(pixels.length).toBe(theirs.length);
		const width = each.size[1];
		const counts = (i: number): boolean => !seesBeyondCrop(each) || (i % (width * 3) >= 3 && i % (width * 3) < (width - 1) * 3);
		const worst = pixels.reduce((most, value, i) => (counts(i) ? Math.max(most, Math.abs(value - theirs[i]!)) : most), 0);
		expect(worst).toBeLessThanOrEqual(each.by === "load_img" || each.file.endsWith(".png") ? LEVELS : FAST_JPEG_LEVELS);
	});

	test("a photo that says it lies on its side is set upright, which Keras does not", async () => {
		const { size } = cases.find(({ file }) => file === "turned.jpg")!;
		const decoded = await decode(images["turned.jpg"]!, { maxPixels: 10_000 });
		expect(decoded.kind === "pixels" && [decoded.pixels.width, decoded.pixels.height]).toEqual(size);
	});
});
