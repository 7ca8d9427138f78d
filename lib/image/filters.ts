import type { Interpolation } from "../job/document.ts";

/**
 * Pillow's resampling filters and their fixed-point coefficients (python-pillow/Pillow, src/libImaging/Resample.c): when an image shrinks, the filter
 * is widened by the same factor, so every input pixel counts; weights are normalised in double precision and rounded to 22 bits.
 */
export type Filter = Exclude<Interpolation, "nearest" | "tf-bilinear">;

interface Kernel {
	/** Half width, in output pixels. */
	readonly support: number;
	weight(x: number): number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Single-precision constants in Pillow's source; the full ones change some weights. */
const HAMMING_MEAN = Math.fround(0.54);
const HAMMING_WAVE = Math.fround(0.46);
/** Catmull-Rom's parameter, as Pillow has it. */
const BICUBIC_A = -0.5;

const kernels: Readonly<Record<Filter, Kernel>> = {
	box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
	bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
	hamming: {
		support: 1,
		weight: (x) => {
			const t = Math.abs(x);
			if (t === 0) return 1;
			return t >= 1 ? 0 : sinc(t) * (HAMMING_MEAN + HAMMING_WAVE * Math.cos(Math.PI * t));
		},
	},
	bicubic: {
		support: 2,
		weight: (x) => {
			const t = Math.abs(x);
			if (t < 1) return ((BICUBIC_A + 2) * t - (BICUBIC_A + 3)) * t * t + 1;
			return t < 2 ? (((t - 5) * t + 8) * t - 4) * BICUBIC_A : 0;
		},
	},
	lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** 8 bits of value, 2 of head room for negative lobes, the rest for the coefficient. */
export const PRECISION_BITS = 32 - 8 - 2;

/** For each output pixel: the first input pixel that counts, and `taps` coefficients (unused ones are 0). */
export interface Coefficients {
	readonly taps: number;
	readonly first: Int32Array;
	readonly count: Int32Array;
	readonly weights: Int32Array;
}

const cache = new Map<string, Coefficients>();
/** Photos come in many sizes; the tables of the commonest stay. */
const CACHED = 256;

export function coefficients(filter: Filter, inSize: number, outSize: number): Coefficients {
	const key = `${filter} ${inSize} ${outSize}`;
	let found = cache.get(key);
	if (found === undefined) {
		found = compute(kernels[filter], inSize, outSize);
		if (cache.size >= CACHED) cache.delete(cache.keys().next().value!);
		cache.set(key, found);
	}
	return found;
}

function compute({ support, weight }: Kernel, inSize: number, outSize: number): Coefficients {
	const scale = inSize / outSize;
	const filterScale = Math.max(1, scale);
	const reach = support * filterScale;
	const taps = Math.ceil(reach) * 2 + 1;
	const first = new Int32Array(outSize);
	const count = new Int32Array(outSize);
	const weights = new Int32Array(outSize * taps);
	const row = new Float64Array(taps);
	for (let out = 0; out < outSize; out++) {
		const center = (out + 0.5) * scale;
		const from = Math.max(0, Math.trunc(center - reach + 0.5));
		const to = Math.min(inSize, Math.trunc(center + reach + 0.5));
		let sum = 0;
		for (let i = from; i < to; i++) {
			row[i - from] = weight((i - center + 0.5) * (1 / filterScale));
			sum += row[i - from]!;
		}
		for (let i = 0; i < to - from; i++) {
			const share = (sum === 0 ? row[i]! : row[i]! * (1 / sum)) * 2 ** PRECISION_BITS;
			weights[out * taps + i] = Math.trunc(share < 0 ? share - 0.5 : share + 0.5);
		}
		first[out] = from;
		count[out] = to - from;
	}
	return { taps, first, count, weights };
}
