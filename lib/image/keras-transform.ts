import type { Fill } from "../job/document.ts";
import { affine, type Motion, matrixOf } from "./affine.ts";
import { blendTable } from "./blend.ts";

/** The parameters of ImageDataGenerator.apply_transform; null leaves a change out. */
export interface KerasTransform extends Motion {
	readonly flipHorizontal: boolean;
	readonly flipVertical: boolean;
	/** Grey levels. */
	readonly channelShift: number | null;
	readonly brightness: number | null;
	readonly fill: Fill;
	readonly fillValue: number;
}

export const UNCHANGED: KerasTransform = {
	theta: 0,
	tx: 0,
	ty: 0,
	shear: 0,
	zx: 1,
	zy: 1,
	flipHorizontal: false,
	flipVertical: false,
	channelShift: null,
	brightness: null,
	fill: "nearest",
	fillValue: 0,
};

/** Values between the steps; one image at a time is in work in a process. */
let between = new Float32Array(0);

/**
 * What ImageDataGenerator.apply_transform does to an image, in its order: moved, channel shift, flips, brightness. Keras computes on floats and hands floats
 * on; a row starts as bytes here, so the outcome is rounded once, at the end. Before brightness Keras makes bytes of it, by cutting off, and so does this.
 *
 * @param data [height, width, 3]
 * @param out where the outcome goes, at `offset`
 */
export function kerasTransform(data: Uint8Array, height: number, width: number, to: KerasTransform, out: Uint8Array, offset: number): void {
	const length = height * width * 3;
	if (between.length < length) between = new Float32Array(length);
	const values = between;
	const matrix = matrixOf(to, height, width);
	if (matrix === null) values.set(data.subarray(0, length));
	else affine(data, height, width, matrix, to.fill, to.fillValue, values);
	if (to.channelShift !== null) shiftChannels(values, length, to.channelShift);
	const table = to.brightness === null ? null : blendTable(0, to.brightness);
	const across = to.flipHorizontal ? -3 : 3;
	for (let y = 0, from = 0; y < height; y++) {
		const row = to.flipVertical ? height - 1 - y : y;
		let at = offset + (row * width + (to.flipHorizontal ? width - 1 : 0)) * 3;
		for (const end = from + width * 3; from < end; from += 3, at += across) {
			for (let c = 0; c < 3; c++) {
				const value = values[from + c]!;
				out[at + c] = table === null ? value + 0.5 : table[value | 0]!;
			}
		}
	}
}

/** Adds to all values, within the smallest and the largest that the image has. */
function shiftChannels(values: Float32Array, length: number, by: number): void {
	let least = Number.POSITIVE_INFINITY;
	let most = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < length; i++) {
		const value = values[i]!;
		if (value < least) least = value;
		if (value > most) most = value;
	}
	for (let i = 0; i < length; i++) {
		const value = values[i]! + by;
		values[i] = value < least ? least : value > most ? most : value;
	}
}
