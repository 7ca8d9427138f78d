import type { GraphBuilder } from "../../onnx/builder.ts";

/**
 * A value of the graph form as this engine holds it. `shape` is the graph form's, without the batch axis and channels last;
 * inside ONNX a value of rank 3, [h, w, c], is held channels first, [n, c, h, w], because ONNX Runtime's convolutions are.
 * Values of any other rank are held as they are written.
 */
export interface Plane {
	readonly value: string;
	readonly shape: readonly number[];
}

/** [h, w, c] of an image plane; null for a value without height and width. */
export function imageShape(plane: Plane): readonly [number, number, number] | null {
	const [h, w, c] = plane.shape;
	return plane.shape.length === 3 && h !== undefined && w !== undefined && c !== undefined ? [h, w, c] : null;
}

/** Axis of the channels (the last of the graph form) in the ONNX tensor, batch axis counted. */
export function channelAxis(plane: Plane): number {
	return plane.shape.length === 3 ? 1 : plane.shape.length;
}

/** Number of channels: the last of the graph form's axes. */
export function channelsOf(plane: Plane): number {
	return plane.shape.at(-1) ?? 1;
}

/** The value with its axes in the graph form's order, [n, …shape]. */
export function channelsLast(builder: GraphBuilder, plane: Plane): string {
	const image = imageShape(plane);
	if (image === null) return plane.value;
	return builder.node("Transpose", [plane.value], { perm: [0, 2, 3, 1] });
}

/** Takes a value whose axes are in the graph form's order. */
export function fromChannelsLast(builder: GraphBuilder, value: string, shape: readonly number[]): Plane {
	if (shape.length !== 3) return { value, shape };
	return { value: builder.node("Transpose", [value], { perm: [0, 3, 1, 2] }), shape };
}

/** Reshapes all but the batch axis, which 0 keeps whatever its size. */
export function reshapeRows(builder: GraphBuilder, value: string, shape: readonly number[]): string {
	return builder.node("Reshape", [value, builder.ints("shape", [0, ...shape])]);
}
