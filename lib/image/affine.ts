import type { Fill } from "../job/document.ts";

/** What moves an image, as ImageDataGenerator.apply_transform takes it: angles in degrees, shifts in pixels, and zooms below 1 come nearer. */
export interface Motion {
	readonly theta: number;
	/** Along the columns and along the rows; the content moves the other way. */
	readonly tx: number;
	readonly ty: number;
	readonly shear: number;
	/** Of columns and of rows. */
	readonly zx: number;
	readonly zy: number;
}

/** From an output pixel to the place that it is read from: row = m[0] · row + m[1] · column + m[2], column = m[3] · row + m[4] · column + m[5]. */
export type Matrix = readonly [number, number, number, number, number, number];

type Square = readonly [number, number, number, number, number, number, number, number, number];

/**
 * Rotation · shift · shear · zoom, each only where it does something, about the middle: the product that Keras forms, in its order of operations, with x
 * along the columns. Keras takes half the height for the middle's column and half the width for its row (transform_matrix_offset_center gets h, w as x, y),
 * so an image that is not square turns about another point than its middle; that is kept. null: nothing moves.
 */
export function matrixOf({ theta, tx, ty, shear, zx, zy }: Motion, height: number, width: number): Matrix | null {
	const factors: Square[] = [];
	if (theta !== 0)
		factors.push([Math.cos(radians(theta)), -Math.sin(radians(theta)), 0, Math.sin(radians(theta)), Math.cos(radians(theta)), 0, 0, 0, 1]);
	if (tx !== 0 || ty !== 0) factors.push([1, 0, tx, 0, 1, ty, 0, 0, 1]);
	if (shear !== 0) factors.push([1, -Math.sin(radians(shear)), 0, 0, Math.cos(radians(shear)), 0, 0, 0, 1]);
	if (zx !== 1 || zy !== 1) factors.push([zx, 0, 0, 0, zy, 0, 0, 0, 1]);
	if (factors.length === 0) return null;
	const [first, ...rest] = factors;
	const product = rest.reduce(times, first!);
	const ox = height / 2 - 0.5;
	const oy = width / 2 - 0.5;
	const [xx, xy, xo, yx, yy, yo] = times(times([1, 0, ox, 0, 1, oy, 0, 0, 1], product), [1, 0, -ox, 0, 1, -oy, 0, 0, 1]);
	return [yy, yx, yo, xy, xx, xo];
}

function radians(degrees: number): number {
	return degrees * (Math.PI / 180);
}

function times(a: Square, b: Square): Square {
	const at = (row: number, column: number) =>
		a[3 * row]! * b[column]! + a[3 * row + 1]! * b[3 + column]! + a[3 * row + 2]! * b[6 + column]!;
	return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

/**
 * scipy.ndimage.affine_transform of order 1: `data` [height, width, 3] into `out`, of the same shape. Places are computed in double precision as scipy does it
 * (ni_interpolation.c, NI_GeometricTransform), each for itself: at the border of the image a last bit decides between a pixel and the fill value.
 */
export function affine(data: Uint8Array, height: number, width: number, m: Matrix, fill: Fill, fillValue: number, out: Float32Array): void {
	const [rr, rc, ro, cr, cc, co] = m;
	const lastRow = height - 1;
	const lastColumn = width - 1;
	const line = width * 3;
	let to = 0;
	for (let y = 0; y < height; y++) {
		const rowOfY = rr * y;
		const columnOfY = cr * y;
		for (let x = 0; x < width; x++, to += 3) {
			let row = rowOfY + rc * x + ro;
			let column = columnOfY + cc * x + co;
			if (!(row >= 0 && row <= lastRow && column >= 0 && column <= lastColumn)) {
				if (fill === "constant") {
					out[to] = out[to + 1] = out[to + 2] = fillValue;
					continue;
				}
				row = inside(row, height, fill);
				column = inside(column, width, fill);
			}
			const top = Math.floor(row);
			const left = Math.floor(column);
			const down = row - top;
			const right = column - left;
			const up = 1 - down;
			const near = 1 - right;
			// A neighbour outside has either no weight or the value of the pixel at the border.
			const above = (top < 0 ? 0 : top) * line;
			const below = (top < lastRow ? top + 1 : lastRow) * line;
			const l = (left < 0 ? 0 : left) * 3;
			const r = (left < lastColumn ? left + 1 : lastColumn) * 3;
			// Each value times both of its weights, then the sum, as scipy rounds it.
			out[to] =
				data[above + l]! * up * near + data[above + r]! * up * right + data[below + l]! * down * near + data[below + r]! * down * right;
			out[to + 1] =
				data[above + l + 1]! * up * near +
				data[above + r + 1]! * up * right +
				data[below + l + 1]! * down * near +
				data[below + r + 1]! * down * right;
			out[to + 2] =
				data[above + l + 2]! * up * near +
				data[above + r + 2]! * up * right +
				data[below + l + 2]! * down * near +
				data[below + r + 2]! * down * right;
		}
	}
}

/** A coordinate of the extended image as one from which `size` pixels can be read (map_coordinate). Reflected ones may lie half a pixel outside. */
function inside(place: number, size: number, fill: Exclude<Fill, "constant">): number {
	const last = size - 1;
	if (place >= 0 && place <= last) return place;
	if (fill === "nearest") return place < 0 ? 0 : last;
	if (last === 0) return 0;
	// The period is one less than the size: the last pixel lies on the first one of the next copy.
	if (fill === "wrap") return place < 0 ? place + last * (Math.trunc(-place / last) + 1) : place - last * Math.trunc(place / last);
	const period = 2 * size;
	const within = place - period * Math.floor(place / period);
	return within < size ? within : period - within - 1;
}
