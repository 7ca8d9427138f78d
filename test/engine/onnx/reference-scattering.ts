/**
 * The scattering network again, as plain loops in double precision: written from docs/scattering.md and sharing no code with
 * the backbone, so that a mistake in one shows against the other.
 */

/** `data` is [height, width, channels]. */
export interface Picture {
	readonly height: number;
	readonly width: number;
	readonly channels: number;
	readonly data: Float64Array;
}

type Kernel = (dx: number, dy: number) => number;

const ORIENTATIONS = Array.from({ length: 8 }, (_, l) => (Math.PI * l) / 8);
const log = (value: number) => Math.log(value + 3e-4);

export function referenceScattering(rgb: Picture): number[] {
	const colour = opponent(rgb);
	const octaves = Math.floor(Math.log2(Math.min(rgb.height, rgb.width))) - 2;
	const features = [...cells(colour).map((value) => (value - 0.2) * 4), ...deviations(colour).map((value) => (log(value) + 2) * 0.5)];
	let image = colour;
	for (let j = 0; j < octaves; j++) {
		if (j > 0) image = halve(image);
		const first = moduli(image);
		features.push(...means(first).map((value) => log(value) + 5), ...deviations(first).map((value) => log(value) + 5));
		let coarser = first;
		for (let k = j + 1; k < octaves; k++) {
			coarser = halve(coarser);
			features.push(...means(moduli(coarser)).map((value) => (log(value) + 7) * 1.5));
		}
	}
	return features;
}

function opponent({ height, width, data }: Picture): Picture {
	const out = new Float64Array(data.length);
	for (let i = 0; i < data.length; i += 3) {
		const [r, g, b] = [data[i]! / 255, data[i + 1]! / 255, data[i + 2]! / 255];
		out[i] = (r + g + b) / 3;
		out[i + 1] = (3 * (r - g)) / 2;
		out[i + 2] = (3 * ((r + g) / 2 - b)) / 2;
	}
	return { height, width, channels: 3, data: out };
}

/** |image ⋆ ψ| for each channel and, within it, each orientation. */
function moduli(image: Picture): Picture {
	const parts = ORIENTATIONS.map((angle) => {
		const gauss: Kernel = (x, y) => Math.exp(-(along(angle, x, y) ** 2 + across(angle, x, y) ** 2 / 4) / (2 * 0.64));
		const wave = (x: number, y: number) => ((3 * Math.PI) / 4) * along(angle, x, y);
		const kappa = total((x, y) => gauss(x, y) * Math.cos(wave(x, y))) / total(gauss);
		const norm = (2 * Math.PI * 0.64) / 0.5;
		const re = convolve(image, (x, y) => (gauss(x, y) * (Math.cos(wave(x, y)) - kappa)) / norm, 1);
		const im = convolve(image, (x, y) => (gauss(x, y) * Math.sin(wave(x, y))) / norm, 1);
		return re.data.map((value, i) => Math.hypot(value, im.data[i]!));
	});
	const data = new Float64Array(image.data.length * 8).map((_, i) => parts[i % 8]![Math.floor(i / 8)]!);
	return { ...image, channels: image.channels * 8, data };
}

function along(angle: number, x: number, y: number): number {
	return Math.cos(angle) * x + Math.sin(angle) * y;
}

function across(angle: number, x: number, y: number): number {
	return Math.cos(angle) * y - Math.sin(angle) * x;
}

function total(kernel: Kernel): number {
	let sum = 0;
	for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) sum += kernel(dx, dy);
	return sum;
}

const BINOMIAL = [1, 4, 6, 4, 1].map((weight) => weight / 16);

function halve(image: Picture): Picture {
	return convolve(image, (dx, dy) => BINOMIAL[dx + 2]! * BINOMIAL[dy + 2]!, 2);
}

/** 5 × 5 correlation, as networks convolve, with the image mirrored at its border. */
function convolve(image: Picture, kernel: Kernel, stride: number): Picture {
	const { channels } = image;
	const height = Math.ceil(image.height / stride);
	const width = Math.ceil(image.width / stride);
	const data = new Float64Array(height * width * channels);
	const weights: [number, number, number][] = [];
	for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) weights.push([dx, dy, kernel(dx, dy)]);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			for (const [dx, dy, weight] of weights) {
				const from = (mirror(y * stride + dy, image.height) * image.width + mirror(x * stride + dx, image.width)) * channels;
				for (let c = 0; c < channels; c++) data[(y * width + x) * channels + c]! += weight * image.data[from + c]!;
			}
		}
	}
	return { height, width, channels, data };
}

function mirror(i: number, size: number): number {
	return i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i;
}

function perChannel(image: Picture, statistic: (values: Float64Array) => number): number[] {
	return Array.from({ length: image.channels }, (_, c) => statistic(image.data.filter((_, i) => i % image.channels === c)));
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const means = (image: Picture) => perChannel(image, mean);
const deviations = (image: Picture) =>
	perChannel(image, (values) => {
		const centre = mean(values);
		return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
	});

/** Means of 4 × 4 cells from the top left corner; what is left at the right and the bottom counts nowhere. */
function cells(image: Picture): number[] {
	const [h, w] = [Math.floor(image.height / 4), Math.floor(image.width / 4)];
	return Array.from({ length: 16 }, (_, cell) => {
		const [top, left] = [Math.floor(cell / 4) * h, (cell % 4) * w];
		const inside = image.data.filter((_, i) => {
			const [y, x] = [Math.floor(i / 3 / image.width) - top, (Math.floor(i / 3) % image.width) - left];
			return y >= 0 && y < h && x >= 0 && x < w;
		});
		return means({ height: h, width: w, channels: 3, data: inside });
	}).flat();
}
