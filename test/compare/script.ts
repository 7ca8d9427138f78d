import sharp from "sharp";
import { readBackbone } from "../../lib/backbone/read.ts";
import { tensor } from "../../lib/base/tensor.ts";
import { onnxEngine } from "../../lib/engine/onnx/index.ts";
import type { BackboneSection } from "../../lib/job/document.ts";

/**
 * What somebody's script does, in a few lines of its own: decode, resize, prepare, run the network, average. Only the network is Frostline's, given floats that
 * the script has prepared.
 */
export interface Picture {
	/** [edge, edge, 3] */
	readonly values: Float32Array;
	readonly edge: number;
}

export async function decoded(file: string): Promise<Picture> {
	const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
	return { values: Float32Array.from(data), edge: info.width };
}

/** Looks up each output value: (row, column, channel) → value. */
function drawn(edge: number, value: (row: number, column: number, channel: number) => number): Picture {
	const values = new Float32Array(edge * edge * 3);
	for (let i = 0; i < values.length; i++) values[i] = value(Math.floor(i / 3 / edge), Math.floor(i / 3) % edge, i % 3);
	return { values, edge };
}

/** Halves the sides by taking the mean of four pixels, as antialiased box filters do. */
export function halved({ values, edge }: Picture): Picture {
	const at = (row: number, column: number, c: number) => values[(row * edge + column) * 3 + c]!;
	return drawn(edge / 2, (row, column, c) => {
		const [r, k] = [2 * row, 2 * column];
		// In two passes, each rounded to eight bits, as Pillow's filters are.
		const across = (line: number) => Math.floor((at(line, k, c) + at(line, k + 1, c)) / 2 + 0.5);
		return Math.floor((across(r) + across(r + 1)) / 2 + 0.5);
	});
}

/** Every other pixel. */
export function everyOther({ values, edge }: Picture): Picture {
	return drawn(edge / 2, (row, column, c) => values[((2 * row + 1) * edge + 2 * column + 1) * 3 + c]!);
}

export function swapped({ values, edge }: Picture): Picture {
	return drawn(edge, (row, column, c) => values[(row * edge + column) * 3 + 2 - c]!);
}

/** Turned by an angle in degrees, moved by pixels, and maybe mirrored; the nearest pixel counts. */
export function moved({ values, edge }: Picture, angle: number, dx: number, dy: number, mirror: boolean): Picture {
	const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
	const inside = (place: number) => Math.min(edge - 1, Math.max(0, Math.round(place)));
	const half = (edge - 1) / 2;
	return drawn(edge, (row, column, c) => {
		const [v, u] = [row - half, (mirror ? edge - 1 - column : column) - half];
		return values[(inside(sin * u + cos * v + half + dy) * edge + inside(cos * u - sin * v + half + dx)) * 3 + c]!;
	});
}

/** Caffe's models take BGR without the mean of ImageNet. */
const MEAN = [103.939, 116.779, 123.68] as const;

/** The network with weights drawn from a seed, on pixels that the script has prepared, averaged over the picture. */
export async function features(
	section: BackboneSection,
	seed: number,
	pictures: readonly Picture[],
	prepare: "caffe" | "by255",
): Promise<Float32Array> {
	const { graph } = await readBackbone(section, seed);
	// The engine takes bytes: what comes after them, the script does in front of the network.
	const [scale, offset] =
		prepare === "by255"
			? [
					[1 / 255, 1 / 255, 1 / 255],
					[0, 0, 0],
				]
			: [[1, 1, 1], MEAN.map((mean) => -mean)];
	const input = graph.nodes.find(({ name }) => name === graph.input)!;
	const prepared = {
		name: "prepared",
		op: "affine",
		inputs: [input.name],
		scale: tensor([3], Float32Array.from(scale)),
		offset: tensor([3], Float32Array.from(offset)),
	} as const;
	const behind = graph.nodes
		.filter((node) => node !== input)
		.map((node) => ({ ...node, inputs: node.inputs.map((name) => (name === input.name ? prepared.name : name)) }));
	const edge = pictures[0]!.edge;
	const backbone = await onnxEngine.openBackbone(
		{ ...graph, nodes: [input, prepared, ...behind] },
		{ height: edge, width: edge, pooling: "avg", preprocess: "none", threads: 1 },
	);
	try {
		const bytes = Uint8Array.from(pictures.flatMap((picture) => [...(prepare === "caffe" ? swapped(picture) : picture).values]));
		return await backbone.embed(bytes, pictures.length);
	} finally {
		await backbone.close();
	}
}

/** What np.save writes for a table of float32. */
export function npy(values: Float32Array, rows: number): Uint8Array {
	const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${values.length / rows}), }`;
	const padded = header.padEnd(Math.ceil((10 + header.length + 1) / 64) * 64 - 11);
	const start = Buffer.concat([
		Buffer.from("\x93NUMPY\x01\0", "latin1"),
		Buffer.from([(padded.length + 1) & 255, (padded.length + 1) >> 8]),
	]);
	return Buffer.concat([start, Buffer.from(`${padded}\n`), Buffer.from(values.buffer)]);
}
