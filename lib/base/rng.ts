import { createHash } from "node:crypto";

/**
 * Counter-based randomness (F5): value `i` of a stream is a pure function of (seed, what it is for, i), so any worker
 * draws the same numbers in any order, after any crash, with no state to save.
 *
 * The block function is Threefry-2x32 with 13 rounds, the fewest that pass BigCrush
 * (Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, table 2).
 */
export interface Stream {
	readonly key0: number;
	readonly key1: number;
}

/** A stream's key: the first 64 bits of SHA-256 over the seed and the words that say what the stream is for. */
export function stream(seed: number, ...purpose: readonly (string | number)[]): Stream {
	const digest = createHash("sha256")
		.update(JSON.stringify([seed, ...purpose]))
		.digest();
	return { key0: digest.readUInt32LE(0) | 0, key1: digest.readUInt32LE(4) | 0 };
}

const SKEIN_PARITY = 0x1bd11bda;

/** Threefry-2x32-13 of the counter (c0, c1): writes two 32-bit words to `out`, which the caller keeps to avoid garbage. */
export function threefry(key0: number, key1: number, c0: number, c1: number, out: Int32Array): void {
	const key2 = key0 ^ key1 ^ SKEIN_PARITY;
	let x0 = (c0 + key0) | 0;
	let x1 = (c1 + key1) | 0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
	x0 = (x0 + key1) | 0;
	x1 = (x1 + key2 + 1) | 0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
	x0 = (x0 + key2) | 0;
	x1 = (x1 + key0 + 2) | 0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
	x0 = (x0 + key0) | 0;
	x1 = (x1 + key1 + 3) | 0;
	x0 = (x0 + x1) | 0;
	x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
	out[0] = x0;
	out[1] = x1;
}

const block = new Int32Array(2);

/** Unsigned 32-bit value `index` of a stream. */
export function uint32(key: Stream, index: number): number {
	threefry(key.key0, key.key1, index >>> 1, Math.floor(index / 2 ** 33), block);
	return (index & 1 ? block[1]! : block[0]!) >>> 0;
}

/** Uniform in [0, 1) with 32 bits, value `index` of a stream. */
export function uniform(key: Stream, index: number): number {
	return uint32(key, index) / 2 ** 32;
}

/** Fills `out` with uniforms in [low, high), values 0 … n−1 of the stream. */
export function fillUniform(key: Stream, out: Float32Array, low: number, high: number): Float32Array {
	const scale = (high - low) / 2 ** 32;
	for (let i = 0; i < out.length; i += 2) {
		threefry(key.key0, key.key1, i >>> 1, 0, block);
		out[i] = low + (block[0]! >>> 0) * scale;
		if (i + 1 < out.length) out[i + 1] = low + (block[1]! >>> 0) * scale;
	}
	return out;
}

/** Fills `out` with standard normals by Box and Muller, scaled by `deviation`. */
export function fillNormal(key: Stream, out: Float32Array, deviation: number): Float32Array {
	for (let i = 0; i < out.length; i += 2) {
		threefry(key.key0, key.key1, i >>> 1, 0, block);
		const radius = deviation * Math.sqrt(-2 * Math.log(((block[0]! >>> 0) + 0.5) / 2 ** 32));
		const angle = (2 * Math.PI * (block[1]! >>> 0)) / 2 ** 32;
		out[i] = radius * Math.cos(angle);
		if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
	}
	return out;
}

/**
 * Fills `out` with 1 where a unit is kept and 0 where it is dropped, each kept with probability `keep` to 16 bits:
 * four mask values from each block, without a branch, because a fit draws millions of them per epoch.
 */
export function fillMask(key: Stream, out: Uint8Array, keep: number): Uint8Array {
	const threshold = Math.round(keep * 65536);
	const { key0, key1 } = key;
	const pair = new Int32Array(2);
	const n = out.length;
	const whole = n & ~3;
	for (let i = 0; i < whole; i += 4) {
		threefry(key0, key1, i >>> 2, 0, pair);
		const a = pair[0]!;
		const b = pair[1]!;
		// (lane − threshold) is negative, so its top bit is set, exactly when the unit is kept.
		out[i] = ((a & 0xffff) - threshold) >>> 31;
		out[i + 1] = ((a >>> 16) - threshold) >>> 31;
		out[i + 2] = ((b & 0xffff) - threshold) >>> 31;
		out[i + 3] = ((b >>> 16) - threshold) >>> 31;
	}
	threefry(key0, key1, whole >>> 2, 0, pair);
	for (let i = whole; i < n; i++) {
		const lane = i - whole;
		out[i] = (((pair[lane >> 1]! >>> (16 * (lane & 1))) & 0xffff) - threshold) >>> 31;
	}
	return out;
}
