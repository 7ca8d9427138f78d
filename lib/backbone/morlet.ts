import type { Tensor } from "../base/tensor.ts";

/**
 * Filters that are a formula: Morlet wavelets and the low-pass between octaves, as depthwise kernels [k, k, c, multiplier].
 *
 * A Morlet wavelet is a plane wave under a Gaussian, less the multiple of the Gaussian that makes its sum zero
 * (Bruna and Mallat, "Invariant Scattering Convolution Networks", PAMI 2013, §2.1):
 * ψ(u) = (exp(iξ·u) − κ) exp(−|u|² / 2σ²) / norm, here with a Gaussian `SLANT` times as wide across the wave as along it.
 */

/** Width and height of a wavelet. The Gaussian along the wave has fallen to 0.04 at the edge. */
const WAVELET_SIZE = 5;
/** Pixels; with ξ = 3π/4 the usual choice for the finest octave. */
const SIGMA = 0.8;
const XI = (3 * Math.PI) / 4;
/** The usual 4 / L with L = 8 orientations: waves are twice as long as wide, which sets orientations apart. */
const SLANT = 0.5;
/**
 * Kernels are rounded to multiples of this: cos and exp may differ in their last bit between machines, and the bytes of a
 * backbone name its features (F2).
 */
const STEP = 2 ** -24;
/** Binomial weights: the smallest low-pass that leaves nothing at the highest frequency, so that halving does not alias. */
const LOW_PASS = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];

export interface FilterBank {
	readonly real: Tensor;
	readonly imaginary: Tensor;
}

/** One wavelet per orientation, πl / L for l = 0 … L−1, for each of `channels`: [k, k, channels, L] each part. */
export function morletBank(channels: number, orientations: number): FilterBank {
	const waves = Array.from({ length: orientations }, (_, l) => morlet((Math.PI * l) / orientations));
	const shape = [WAVELET_SIZE, WAVELET_SIZE, channels, orientations];
	const part = (pick: (wave: Wave) => readonly number[]): Tensor => {
		const data = new Float32Array(WAVELET_SIZE ** 2 * channels * orientations);
		for (let i = 0; i < data.length; i++) {
			const tap = Math.floor(i / (channels * orientations));
			data[i] = Math.round(pick(waves[i % orientations]!)[tap]! / STEP) * STEP;
		}
		return { shape, data };
	};
	return { real: part((wave) => wave.real), imaginary: part((wave) => wave.imaginary) };
}

/** [5, 5, channels, 1], sums to 1. */
export function lowPass(channels: number): Tensor {
	const taps = LOW_PASS.length;
	const data = new Float32Array(taps ** 2 * channels);
	for (let i = 0; i < data.length; i++) {
		const tap = Math.floor(i / channels);
		data[i] = LOW_PASS[Math.floor(tap / taps)]! * LOW_PASS[tap % taps]!;
	}
	return { shape: [taps, taps, channels, 1], data };
}

interface Wave {
	readonly real: readonly number[];
	readonly imaginary: readonly number[];
}

/** Rows from top to bottom; a wave of angle 0 runs along a row, and π/2 down a column. */
function morlet(angle: number): Wave {
	const radius = (WAVELET_SIZE - 1) / 2;
	const envelope: number[] = [];
	const phase: number[] = [];
	for (let y = -radius; y <= radius; y++) {
		for (let x = -radius; x <= radius; x++) {
			const along = Math.cos(angle) * x + Math.sin(angle) * y;
			const across = Math.cos(angle) * y - Math.sin(angle) * x;
			envelope.push(Math.exp(-(along ** 2 + (SLANT * across) ** 2) / (2 * SIGMA ** 2)));
			phase.push(XI * along);
		}
	}
	const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
	const kappa = sum(envelope.map((e, i) => e * Math.cos(phase[i]!))) / sum(envelope);
	// The integral of the Gaussian: the response to a wave of amplitude 1 at the wavelet's own frequency is then about 1/2.
	const norm = (2 * Math.PI * SIGMA ** 2) / SLANT;
	return {
		real: envelope.map((e, i) => (e * (Math.cos(phase[i]!) - kappa)) / norm),
		imaginary: envelope.map((e, i) => (e * Math.sin(phase[i]!)) / norm),
	};
}
