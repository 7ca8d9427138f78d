import type { Interpolation } from "../job/document.ts";
import { coefficients } from "./filters.ts";
import type { Pixels } from "./pixels.ts";
import { resample } from "./resample.ts";

/**
 * Resizing with exact semantics: Pillow's filters bit for bit (Resample.c: horizontal pass, then vertical, 8-bit values between them;
 * Pillow 13 takes the vertical pass first for some sizes, which can move a value by one), Pillow's nearest (Geometry.c), and TensorFlow's
 * bilinear without antialiasing. The library that decodes has filters of its own names and other results; features would then depend on
 * who resized.
 */
export function resize(pixels: Pixels, height: number, width: number, interpolation: Interpolation, out: Uint8Array, offset: number): void {
	if (pixels.height === height && pixels.width === width) out.set(pixels.data, offset);
	else if (interpolation === "nearest") nearest(pixels, height, width, out, offset);
	else if (interpolation === "tf-bilinear") tensorflowBilinear(pixels, height, width, out, offset);
	else {
		const across = pixels.width === width ? null : coefficients(interpolation, pixels.width, width);
		const down = pixels.height === height ? null : coefficients(interpolation, pixels.height, height);
		resample(pixels.data, pixels.width, across, down, height, width, out, offset);
	}
}

/** Input pixel of each output pixel, by repeated addition as Pillow does (ImagingScaleAffine), with its rounding. */
function nearestPlaces(inSize: number, outSize: number): Int32Array {
	const scale = inSize / outSize;
	const places = new Int32Array(outSize);
	let at = scale * 0.5;
	for (let i = 0; i < outSize; i++) {
		places[i] = Math.min(inSize - 1, Math.trunc(at));
		at += scale;
	}
	return places;
}

function nearest({ data, height: inHeight, width: inWidth }: Pixels, height: number, width: number, out: Uint8Array, offset: number): void {
	const rows = nearestPlaces(inHeight, height);
	const columns = nearestPlaces(inWidth, width).map((x) => x * 3);
	let to = offset;
	for (let y = 0; y < height; y++) {
		const line = rows[y]! * inWidth * 3;
		for (let x = 0; x < width; x++) {
			const at = line + columns[x]!;
			out[to] = data[at]!;
			out[to + 1] = data[at + 1]!;
			out[to + 2] = data[at + 2]!;
			to += 3;
		}
	}
}

/** Two neighbours and the weight of the second, with half-pixel centres (tensorflow image_resizer_state.h, HalfPixelScaler). */
function bilinearPlaces(inSize: number, outSize: number): { low: Int32Array; high: Int32Array; share: Float32Array } {
	const scale = Math.fround(inSize / outSize);
	const low = new Int32Array(outSize);
	const high = new Int32Array(outSize);
	const share = new Float32Array(outSize);
	for (let i = 0; i < outSize; i++) {
		const at = Math.fround(Math.fround((i + 0.5) * scale) - 0.5);
		const floor = Math.floor(at);
		low[i] = Math.max(0, floor);
		high[i] = Math.min(inSize - 1, Math.ceil(at));
		share[i] = Math.fround(at - floor);
	}
	return { low, high, share };
}

/** tf.image.resize(method="bilinear", antialias=False), rounded half up to 8 bits, because a row starts as 8-bit pixels. */
function tensorflowBilinear(
	{ data, height: inHeight, width: inWidth }: Pixels,
	height: number,
	width: number,
	out: Uint8Array,
	offset: number,
): void {
	const ys = bilinearPlaces(inHeight, height);
	const xs = bilinearPlaces(inWidth, width);
	let to = offset;
	for (let y = 0; y < height; y++) {
		const top = ys.low[y]! * inWidth * 3;
		const bottom = ys.high[y]! * inWidth * 3;
		for (let x = 0; x < width; x++) {
			const left = xs.low[x]! * 3;
			const right = xs.high[x]! * 3;
			for (let c = 0; c < 3; c++) {
				const above = data[top + left + c]! + (data[top + right + c]! - data[top + left + c]!) * xs.share[x]!;
				const below = data[bottom + left + c]! + (data[bottom + right + c]! - data[bottom + left + c]!) * xs.share[x]!;
				out[to++] = Math.floor(above + (below - above) * ys.share[y]! + 0.5);
			}
		}
	}
}
