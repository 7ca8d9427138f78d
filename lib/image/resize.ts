import type { Interpolation } from "../job/document.ts";
import { type Coefficients, coefficients, PRECISION_BITS } from "./filters.ts";
import type { Pixels } from "./pixels.ts";

/**
 * Resizing with exact semantics: Pillow's filters bit for bit (Resample.c: horizontal pass, then vertical, 8-bit values between them),
 * Pillow's nearest (Geometry.c), and TensorFlow's bilinear without antialiasing. The library that decodes has filters of its own names
 * and other results; features would then depend on who resized.
 */
export function resize(pixels: Pixels, height: number, width: number, interpolation: Interpolation, out: Uint8Array, offset: number): void {
	if (pixels.height === height && pixels.width === width) out.set(pixels.data, offset);
	else if (interpolation === "nearest") nearest(pixels, height, width, out, offset);
	else if (interpolation === "tf-bilinear") tensorflowBilinear(pixels, height, width, out, offset);
	else {
		const across = pixels.width === width ? null : coefficients(interpolation, pixels.width, width);
		const down = pixels.height === height ? null : coefficients(interpolation, pixels.height, height);
		if (down === null) horizontal(pixels.data, pixels.width, 0, height, across!, width, out, offset);
		else if (across === null) vertical(pixels.data, 0, width, height, down, out, offset);
		else {
			// Only the rows that the vertical pass will read.
			const from = down.first[0]!;
			const to = down.first[height - 1]! + down.count[height - 1]!;
			const between = new Uint8Array((to - from) * width * 3);
			horizontal(pixels.data, pixels.width, from, to, across, width, between, 0);
			vertical(between, from, width, height, down, out, offset);
		}
	}
}

const HALF = 1 << (PRECISION_BITS - 1);

function clip8(sum: number): number {
	const value = sum >> PRECISION_BITS;
	return value < 0 ? 0 : value > 255 ? 255 : value;
}

function horizontal(
	data: Uint8Array,
	inWidth: number,
	fromRow: number,
	toRow: number,
	{ taps, first, count, weights }: Coefficients,
	width: number,
	out: Uint8Array,
	offset: number,
): void {
	let to = offset;
	for (let row = fromRow; row < toRow; row++) {
		const line = row * inWidth * 3;
		for (let x = 0; x < width; x++) {
			if (count[x] === 2) {
				// Enlarging with bilinear: two neighbours. It is the commonest case, and three times as quick without the loop.
				const at = line + first[x]! * 3;
				const w0 = weights[x * taps]!;
				const w1 = weights[x * taps + 1]!;
				out[to] = clip8((HALF + Math.imul(data[at]!, w0) + Math.imul(data[at + 3]!, w1)) | 0);
				out[to + 1] = clip8((HALF + Math.imul(data[at + 1]!, w0) + Math.imul(data[at + 4]!, w1)) | 0);
				out[to + 2] = clip8((HALF + Math.imul(data[at + 2]!, w0) + Math.imul(data[at + 5]!, w1)) | 0);
				to += 3;
				continue;
			}
			let r = HALF;
			let g = HALF;
			let b = HALF;
			let at = line + first[x]! * 3;
			let w = x * taps;
			for (let n = count[x]!; n > 0; n--) {
				const weight = weights[w++]!;
				r = (r + Math.imul(data[at]!, weight)) | 0;
				g = (g + Math.imul(data[at + 1]!, weight)) | 0;
				b = (b + Math.imul(data[at + 2]!, weight)) | 0;
				at += 3;
			}
			out[to] = clip8(r);
			out[to + 1] = clip8(g);
			out[to + 2] = clip8(b);
			to += 3;
		}
	}
}

function vertical(
	data: Uint8Array,
	firstRow: number,
	width: number,
	height: number,
	{ taps, first, count, weights }: Coefficients,
	out: Uint8Array,
	offset: number,
): void {
	const line = width * 3;
	const sums = new Int32Array(line);
	for (let y = 0; y < height; y++) {
		const top = (first[y]! - firstRow) * line;
		if (count[y] === 2) {
			const w0 = weights[y * taps]!;
			const w1 = weights[y * taps + 1]!;
			for (let i = 0, from = top, to = offset + y * line; i < line; i++, from++, to++)
				out[to] = clip8((HALF + Math.imul(data[from]!, w0) + Math.imul(data[from + line]!, w1)) | 0);
			continue;
		}
		sums.fill(HALF);
		for (let n = 0; n < count[y]!; n++) {
			const weight = weights[y * taps + n]!;
			const from = top + n * line;
			for (let i = 0; i < line; i++) sums[i] = sums[i]! + Math.imul(data[from + i]!, weight);
		}
		const to = offset + y * line;
		for (let i = 0; i < line; i++) out[to + i] = clip8(sums[i]!);
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
