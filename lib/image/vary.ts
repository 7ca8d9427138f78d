import { kerasTransform, UNCHANGED } from "./keras-transform.ts";
import type { ImageTransform, Pixels } from "./pixels.ts";
import { resize } from "./resize.ts";
import { toInput } from "./transform.ts";

/**
 * What another program may have done to a picture on its way to the backbone, for trying it out. Angles in degrees, shifts as shares of the side, zoom as the
 * share of the picture that is seen.
 */
export type Variation =
	| Turn
	/** The shorter side to the input's side / `share`, then the centre of the input's size (torchvision's Resize and CenterCrop). */
	| { readonly kind: "resize-then-crop"; readonly share: number };

export interface Turn {
	readonly kind: "turn";
	readonly angle: number;
	readonly dx: number;
	readonly dy: number;
	readonly zoom: number;
	readonly flip: boolean;
}

/** Varies a decoded picture: RGB [height, width, 3] of the transform's size. */
export function vary(pixels: Pixels, transform: ImageTransform, variation: Variation): Uint8Array {
	const { height, width } = transform;
	const out = new Uint8Array(height * width * 3);
	if (variation.kind === "resize-then-crop") {
		const centre = resizedThenCropped(pixels, transform, variation.share);
		out.set(centre);
		return out;
	}
	const whole = new Uint8Array(height * width * 3);
	toInput(pixels, transform, whole, 0);
	const { angle, dx, dy, zoom, flip } = variation;
	const to = { ...UNCHANGED, theta: angle, tx: dx * width, ty: dy * height, zx: zoom, zy: zoom, flipHorizontal: flip };
	kerasTransform(whole, height, width, to, out, 0);
	return out;
}

function resizedThenCropped(pixels: Pixels, { height, width, interpolation }: ImageTransform, share: number): Uint8Array {
	const short = Math.round(Math.min(height, width) / share);
	const scale = short / Math.min(pixels.height, pixels.width);
	const rows = Math.max(height, Math.floor(pixels.height * scale));
	const columns = Math.max(width, Math.floor(pixels.width * scale));
	const all = new Uint8Array(rows * columns * 3);
	resize(pixels, rows, columns, interpolation, all, 0);
	const [top, left] = [Math.round((rows - height) / 2), Math.round((columns - width) / 2)];
	const out = new Uint8Array(height * width * 3);
	for (let y = 0; y < height; y++) {
		const from = ((top + y) * columns + left) * 3;
		out.set(all.subarray(from, from + width * 3), y * width * 3);
	}
	return out;
}
