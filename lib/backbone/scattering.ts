import { UserError } from "../base/errors.ts";
import type { Tensor } from "../base/tensor.ts";
import type { Graph, Node } from "./graph.ts";
import { lowPass, morletBank } from "./morlet.ts";

/**
 * The backbone that needs no file: a wavelet scattering network (Bruna and Mallat 2013; Oyallon, Belilovsky and Zagoruyko,
 * "Scaling the Scattering Transform", ICCV 2017), whose weights are a formula. Wavelet, modulus, wavelet, modulus, mean.
 *
 * Instead of wavelets that double in size from octave to octave, the image is halved and the smallest wavelet used
 * again, as in a filter bank: the same frequencies with far fewer products. docs/scattering.md tells what the
 * features are and what they reach.
 */

/** Orientations, L. */
const ORIENTATIONS = 8;
/** The coarsest octave keeps at least this many pixels a side. */
const COARSEST = 8;
/** Below it there would be no second octave, and so no second order. */
const SMALLEST_SIZE = 16;
/** Order 0, colour, is kept on a grid of this many cells a side. */
const GRID = 4;

/**
 * Opponent colours of R, G, B in 0–255: brightness in 0–1, red–green, yellow–blue. Colour contrast in photos is about a third
 * of brightness contrast, so both are taken three times: the features of all three then have one scale.
 * Kernel [1, 1, 3, 3]: a row per input colour, a column per output.
 */
const OPPONENT = [1 / 3, 3 / 2, 3 / 4, 1 / 3, -3 / 2, 3 / 4, 1 / 3, 0, -3 / 2].map((weight) => weight / 255);

/** About what rounding to 8 bits leaves in a wavelet's response: below it there is no signal for a logarithm to enlarge. */
const EPSILON = 3e-4;
/**
 * (feature − centre) · gain puts features between about −3 and 3. Typical of any photo, chosen once and never fitted to a
 * job's images, whose validation split must not be seen (F6).
 */
const SCALES = {
	colour: { centre: 0.2, gain: 4 },
	contrast: { centre: -2, gain: 0.5 },
	first: { centre: -5, gain: 1 },
	second: { centre: -7, gain: 1.5 },
} as const;
type Kind = keyof typeof SCALES;

/** Octaves, J: as many as leave 8 pixels at the coarsest; 4 at 64 pixels. */
export function octaves([height, width]: readonly [number, number]): number {
	return Math.floor(Math.log2(Math.min(height, width) / COARSEST)) + 1;
}

/**
 * The graph for one input size, pixels 0–255 in (preprocess "none"), one row out: a 4 × 4 grid of colours, contrast of each
 * colour, then for each octave mean and deviation of order 1 and the means of order 2: 51 + 48 J + 96 J (J − 1) values,
 * 1,395 at 64 pixels. The output, `features`, is already a row, so pooling does not apply.
 *
 * @throws UserError BACKBONE_SIZE below 16 pixels.
 */
export function scattering(size: readonly [number, number]): Graph {
	if (Math.min(...size) < SMALLEST_SIZE) {
		throw new UserError(
			"BACKBONE_SIZE",
			`scattering needs at least ${SMALLEST_SIZE} pixels a side, but backbone.size is ${size.join(" × ")}`,
			{
				fix: "set backbone.size to 64 or more",
			},
		);
	}
	const count = octaves(size);
	const sketch = new Sketch("scattering");
	const colour = sketch.conv("colour", sketch.input("image"), { shape: [1, 1, 3, 3], data: Float32Array.from(OPPONENT) });
	sketch.feature("colour", sketch.cells("order0", colour, size), GRID * GRID * 3);
	sketch.feature("contrast", sketch.statistic("contrast", colour, "deviation"), 3);

	const halves = pyramid(sketch, "low", colour, 3, 0, count);
	for (let j = 0; j < count; j++) {
		const first = sketch.wavelets(`order1_${j}`, halves[j]!, 3);
		sketch.feature("first", sketch.statistic(`order1_${j}_mean`, first, "avg"), 3 * ORIENTATIONS);
		sketch.feature("first", sketch.statistic(`order1_${j}_deviation`, first, "deviation"), 3 * ORIENTATIONS);
		// A modulus varies more slowly than the wave it measures, so only coarser octaves hold anything.
		const coarser = pyramid(sketch, `order1_${j}_low`, first, 3 * ORIENTATIONS, j, count);
		for (let k = j + 1; k < count; k++) {
			const second = sketch.wavelets(`order2_${j}_${k}`, coarser[k]!, 3 * ORIENTATIONS);
			sketch.feature("second", sketch.statistic(`order2_${j}_${k}_mean`, second, "avg"), 3 * ORIENTATIONS ** 2);
		}
	}
	return sketch.graph("features");
}

/** The image at octaves `from` … `count` − 1, each half the size of the one before; the array's index is the octave. */
function pyramid(sketch: Sketch, name: string, image: string, channels: number, from: number, count: number): string[] {
	const levels: string[] = [];
	levels[from] = image;
	for (let j = from + 1; j < count; j++) levels[j] = sketch.depthwise(`${name}_${j}`, levels[j - 1]!, lowPass(channels), 2);
	return levels;
}

/** Collects nodes, and with each feature the constants that scale it. */
class Sketch {
	readonly #name: string;
	readonly #nodes: Node[] = [];
	readonly #features: string[] = [];
	readonly #scale: number[] = [];
	readonly #offset: number[] = [];

	constructor(name: string) {
		this.#name = name;
	}

	input(name: string): string {
		return this.#add({ name, op: "input", inputs: [], shape: [null, null, 3] });
	}

	conv(name: string, input: string, kernel: Tensor): string {
		return this.#add({
			name,
			op: "conv",
			inputs: [input],
			kernel,
			bias: null,
			strides: [1, 1],
			dilation: [1, 1],
			padding: "valid",
			groups: 1,
		});
	}

	/** Mirrors at the border: zeros there would be edges that the picture does not have. Kernels are of one size, so one mirrored image serves all. */
	depthwise(name: string, input: string, kernel: Tensor, stride: number): string {
		const radius = (kernel.shape[0]! - 1) / 2;
		const padding = [radius, radius, radius, radius] as const;
		const padded = `${input}_mirrored`;
		if (!this.#nodes.some((node) => node.name === padded))
			this.#add({ name: padded, op: "pad", inputs: [input], padding, mode: "reflect" });
		const strides = [stride, stride] as const;
		return this.#add({ name, op: "depthwise_conv", inputs: [padded], kernel, bias: null, strides, dilation: [1, 1], padding: "valid" });
	}

	/** |input ⋆ ψ| for every orientation: channel c becomes channels 8c … 8c + 7. */
	wavelets(name: string, input: string, channels: number): string {
		const { real, imaginary } = morletBank(channels, ORIENTATIONS);
		const inputs = [this.depthwise(`${name}_real`, input, real, 1), this.depthwise(`${name}_imaginary`, input, imaginary, 1)];
		return this.#add({ name, op: "modulus", inputs });
	}

	/** Logarithm of the mean or the deviation over all pixels. */
	statistic(name: string, input: string, kind: "avg" | "deviation"): string {
		const pooled = this.#add({ name: `${name}_pool`, op: "global_pool", inputs: [input], kind, keepDims: false });
		return this.#add({ name, op: "log", inputs: [pooled], epsilon: EPSILON });
	}

	/** Means over a grid of cells, as one row. */
	cells(name: string, input: string, [height, width]: readonly [number, number]): string {
		const cell = [Math.floor(height / GRID), Math.floor(width / GRID)] as const;
		this.#add({ name: `${name}_grid`, op: "pool", inputs: [input], kind: "avg", size: cell, strides: cell, padding: "valid" });
		return this.#add({ name, op: "flatten", inputs: [`${name}_grid`], order: "nhwc" });
	}

	feature(kind: Kind, input: string, values: number): void {
		const { centre, gain } = SCALES[kind];
		this.#features.push(input);
		for (let i = 0; i < values; i++) {
			this.#scale.push(gain);
			this.#offset.push(-centre * gain);
		}
	}

	graph(output: string): Graph {
		const shape = [this.#scale.length];
		const all = this.#add({ name: "logarithms", op: "concat", inputs: this.#features });
		const scale = { shape, data: Float32Array.from(this.#scale) };
		this.#add({ name: output, op: "affine", inputs: [all], scale, offset: { shape, data: Float32Array.from(this.#offset) } });
		return { name: this.#name, input: this.#nodes[0]!.name, output, nodes: this.#nodes };
	}

	#add(node: Node): string {
		this.#nodes.push(node);
		return node.name;
	}
}
