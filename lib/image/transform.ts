import { type DecodeLimits, decode } from "./decode.ts";
import type { Part } from "./draw-view.ts";
import type { ImageTransform, Pixels } from "./pixels.ts";
import { resize } from "./resize.ts";
import type { SkipCode } from "./skip-code.ts";

/** Puts an image into its place of a batch [n, height, width, 3], at `offset`. */
export function toInput(pixels: Pixels, { height, width, interpolation, fit }: ImageTransform, out: Uint8Array, offset: number): void {
	resize(fit === "crop" ? cropToAspect(pixels, height, width) : pixels, height, width, interpolation, out, offset);
}

/**
 * The largest centred part of an image with the given height : width, as Keras' smart_resize cuts it: sizes are rounded down, and odd margins
 * leave the larger half right and below.
 */
function cropToAspect({ height, width, data }: Pixels, toHeight: number, toWidth: number): Pixels {
	const rows = Math.max(1, Math.min(height, Math.floor((width * toHeight) / toWidth)));
	const columns = Math.max(1, Math.min(width, Math.floor((height * toWidth) / toHeight)));
	if (rows === height && columns === width) return { height, width, data };
	const top = Math.floor((height - rows) / 2);
	const left = Math.floor((width - columns) / 2);
	return partOf({ height, width, data }, { top, left, height: rows, width: columns });
}

/** A part of an image, as pixels of its own. */
export function partOf(pixels: Pixels, { top, left, height, width }: Part): Pixels {
	const data = new Uint8Array(height * width * 3);
	for (let y = 0; y < height; y++) {
		const from = ((top + y) * pixels.width + left) * 3;
		data.set(pixels.data.subarray(from, from + width * 3), y * width * 3);
	}
	return { height, width, data };
}

/** Decodes and places one image. null when it is there; otherwise why it is not (F3). */
export async function loadRow(
	bytes: Uint8Array,
	transform: ImageTransform,
	limits: DecodeLimits,
	out: Uint8Array,
	offset: number,
): Promise<{ code: SkipCode; detail: string } | null> {
	const decoded = await decode(bytes, limits);
	if (decoded.kind === "skip") return { code: decoded.code, detail: decoded.detail };
	toInput(decoded.pixels, transform, out, offset);
	return null;
}
