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
	turn(whole, height, width, variation, out);
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

/** Each output pixel from where it comes, bilinear between neighbours; beyond the edge the edge goes on (Keras' fill_mode "nearest"). */
function turn(from: Uint8Array, height: number, width: number, { angle, dx, dy, zoom, flip }: Turn, out: Uint8Array): void {
	const [cos, sin] = [Math.cos((angle * Math.PI) / 180) * zoom, Math.sin((angle * Math.PI) / 180) * zoom];
	const clamp = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
	let to = 0;
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const u = (flip ? width - 1 - column : column) - (width - 1) / 2;
			const v = row - (height - 1) / 2;
			const x = clamp(cos * u - sin * v + (width - 1) / 2 + dx * width, width);
			const y = clamp(sin * u + cos * v + (height - 1) / 2 + dy * height, height);
			const [left, top] = [Math.floor(x), Math.floor(y)];
			const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
			for (let c = 0; c < 3; c++) {
				const at = (r: number, k: number) => from[(r * width + k) * 3 + c]!;
				const above = at(top, left) + (at(top, right) - at(top, left)) * (x - left);
				const below = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * (x - left);
				out[to++] = Math.round(above + (below - above) * (y - top));
			}
		}
	}
}
