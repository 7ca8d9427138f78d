/** A dense float32 array with its shape; row-major, the last axis fastest. */
export interface Tensor {
	readonly shape: readonly number[];
	readonly data: Float32Array;
}

/** Number of values of a shape; 1 for a scalar's `[]`. */
export function sizeOf(shape: readonly number[]): number {
	return shape.reduce((product, dim) => product * dim, 1);
}

/** Checks that data fills the shape, so that a wrong tensor stops where it is made. */
export function tensor(shape: readonly number[], data: Float32Array): Tensor {
	if (sizeOf(shape) !== data.length) {
		throw new RangeError(`a tensor of shape [${shape.join(", ")}] needs ${sizeOf(shape)} values, got ${data.length}`);
	}
	return { shape, data };
}

/** All zeros. */
export function zeros(shape: readonly number[]): Tensor {
	return { shape, data: new Float32Array(sizeOf(shape)) };
}

/** Bytes as float32 values: a view where their place in memory allows one, else a copy. `Buffer.slice` would give a view, not a copy. */
export function float32View(bytes: Uint8Array): Float32Array {
	const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
	return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}
