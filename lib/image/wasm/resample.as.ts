// Pillow's two resampling passes (src/libImaging/Resample.c) in AssemblyScript with SIMD: RGB bytes in, RGB bytes out, weights in fixed point.
// Compiled by `npm run wasm` into resample.ts beside this file. Pointers are byte offsets in the module's memory, which the caller lays out
// (lib/image/resample.ts) with 64 spare bytes after each region: vectors read and write up to 13 bytes past a region's end.

const PRECISION_BITS: i32 = 22;
const HALF: i32 = 1 << (PRECISION_BITS - 1);

/** Four bytes to four 32-bit values. */
function widen(bytes: v128): v128 {
	return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
}

/**
 * Horizontal pass: `rows` lines of `inWidth` pixels from `source` into lines of `width` pixels at `target`. For output pixel x, `count[x]` taps
 * begin at input pixel `first[x]`, weights at `weights[x * taps]`.
 */
export function horizontal(
	source: usize,
	inWidth: i32,
	rows: i32,
	first: usize,
	count: usize,
	weights: usize,
	taps: i32,
	width: i32,
	target: usize,
): void {
	const half = i32x4.splat(HALF);
	for (let row = 0; row < rows; row++) {
		const line = source + <usize>row * <usize>inWidth * 3;
		let to = target + <usize>row * <usize>width * 3;
		for (let x = 0; x < width; x++) {
			let at = line + <usize>load<i32>(first + ((<usize>x) << 2)) * 3;
			let weight = weights + ((<usize>(x * taps)) << 2);
			const end = weight + ((<usize>load<i32>(count + ((<usize>x) << 2))) << 2);
			let sum = half;
			while (weight < end) {
				// Red, green, blue, and the next pixel's red, which is thrown away.
				sum = i32x4.add(sum, i32x4.mul(widen(v128.load32_zero(at)), v128.load32_splat(weight)));
				at += 3;
				weight += 4;
			}
			sum = i32x4.shr_s(sum, PRECISION_BITS);
			// Narrowing saturates: below 0 becomes 0, above 255 becomes 255.
			const words = i16x8.narrow_i32x4_s(sum, sum);
			v128.store_lane<u32>(to, i8x16.narrow_i16x8_u(words, words), 0); // the fourth byte is the next pixel's, written after
			to += 3;
		}
	}
}

/** Vertical pass: lines of `length` bytes from `source` (whose first line is input line `firstLine`) into `height` lines at `target`. */
export function vertical(
	source: usize,
	firstLine: i32,
	length: i32,
	first: usize,
	count: usize,
	weights: usize,
	taps: i32,
	height: i32,
	target: usize,
): void {
	const half = i32x4.splat(HALF);
	for (let y = 0; y < height; y++) {
		const top = source + <usize>(load<i32>(first + ((<usize>y) << 2)) - firstLine) * <usize>length;
		const begin = weights + ((<usize>(y * taps)) << 2);
		const n = load<i32>(count + ((<usize>y) << 2));
		const to = target + <usize>y * <usize>length;
		for (let i = 0; i < length; i += 16) {
			let a = half;
			let b = half;
			let c = half;
			let d = half;
			let at = top + <usize>i;
			for (let tap = 0; tap < n; tap++) {
				const weight = v128.load32_splat(begin + ((<usize>tap) << 2));
				const bytes = v128.load(at);
				const low = i16x8.extend_low_i8x16_u(bytes);
				const high = i16x8.extend_high_i8x16_u(bytes);
				a = i32x4.add(a, i32x4.mul(i32x4.extend_low_i16x8_u(low), weight));
				b = i32x4.add(b, i32x4.mul(i32x4.extend_high_i16x8_u(low), weight));
				c = i32x4.add(c, i32x4.mul(i32x4.extend_low_i16x8_u(high), weight));
				d = i32x4.add(d, i32x4.mul(i32x4.extend_high_i16x8_u(high), weight));
				at += <usize>length;
			}
			const low = i16x8.narrow_i32x4_s(i32x4.shr_s(a, PRECISION_BITS), i32x4.shr_s(b, PRECISION_BITS));
			const high = i16x8.narrow_i32x4_s(i32x4.shr_s(c, PRECISION_BITS), i32x4.shr_s(d, PRECISION_BITS));
			v128.store(to + <usize>i, i8x16.narrow_i16x8_u(low, high)); // past the line's end lies the next line, written after
		}
	}
}
