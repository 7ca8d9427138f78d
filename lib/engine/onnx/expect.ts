import type { Node, Padding } from "../../backbone/graph.ts";
import { UserError } from "../../base/errors.ts";
import { sizeOf, type Tensor } from "../../base/tensor.ts";
import { channelsOf, imageShape, type Plane } from "./plane.ts";
import { slide, type Window } from "./window.ts";

/** What comes to a layer, checked against what the layer can take; the person sees the layer's name and both shapes. */

export function slideOver(
	node: Node,
	x: Plane,
	kernel: readonly [number, number],
	strides: readonly [number, number],
	dilation: readonly [number, number],
	padding: Padding,
): Window {
	const [h, w] = imageShape(x)!;
	const window = slide([h, w], kernel, strides, dilation, padding);
	if (window.size[0] >= 1 && window.size[1] >= 1) return window;
	throw new UserError(
		"BACKBONE_SIZE",
		`${node.name} needs at least ${kernel.join(" × ")} pixels, but at this input size gets ${h} × ${w}`,
		{
			fix: "give backbone.size a larger size, or cut at an earlier layer",
		},
	);
}

export function only(node: Node, inputs: readonly Plane[]): Plane {
	const [x] = inputs;
	if (x === undefined || inputs.length !== 1) throw shapeError(node, "one input", inputs);
	return x;
}

export function image(node: Node, inputs: readonly Plane[]): Plane {
	const x = only(node, inputs);
	if (imageShape(x) === null) throw shapeError(node, "an image [h, w, c]", inputs);
	return x;
}

export function expectChannels(node: Node, x: Plane, channels: number): void {
	if (channelsOf(x) !== channels) throw shapeError(node, `${channels} values on the last axis`, [x]);
}

export function perChannel(node: Node, x: Plane, values: Tensor, channels: number): Float32Array {
	if (values.data.length === channels) return values.data;
	if (values.data.length !== 1) throw shapeError(node, `${values.data.length} values on the last axis`, [x]);
	return new Float32Array(channels).fill(values.data[0]!);
}

/** Shape of two values combined one by one. Ranks must agree: axes of size 1 may stretch, a missing one may not. */
export function combinedShape(node: Node, a: Plane, b: Plane, inputs: readonly Plane[]): readonly number[] {
	const fits = a.shape.length === b.shape.length && a.shape.every((dim, i) => dim === b.shape[i] || dim === 1 || b.shape[i] === 1);
	if (!fits) throw shapeError(node, "inputs of one shape", inputs);
	return a.shape.map((dim, i) => Math.max(dim, b.shape[i]!));
}

/** Shape of values side by side on the last axis. */
export function joinedShape(node: Node, inputs: readonly Plane[]): readonly number[] {
	const [first] = inputs;
	if (first === undefined) throw shapeError(node, "at least one input", inputs);
	for (const other of inputs) {
		if (other.shape.slice(0, -1).join() !== first.shape.slice(0, -1).join())
			throw shapeError(node, "inputs that differ in channels only", inputs);
	}
	return [...first.shape.slice(0, -1), inputs.reduce((sum, input) => sum + channelsOf(input), 0)];
}

/** The shape that a reshape asks for; one axis may be −1: what is left for it. */
export function reshapedShape(node: Extract<Node, { op: "reshape" }>, x: Plane): readonly number[] {
	const known = sizeOf(node.shape.filter((dim) => dim !== -1));
	const shape = node.shape.map((dim) => (dim === -1 ? sizeOf(x.shape) / known : dim));
	if (shape.every(Number.isInteger) && sizeOf(shape) === sizeOf(x.shape)) return shape;
	const count = node.shape.includes(-1) ? `a multiple of ${known}` : known;
	throw shapeError(node, `${count} values for [${node.shape.join(", ")}]`, [x]);
}

/** The real and the imaginary part that a modulus is of. */
export function twoParts(node: Node, inputs: readonly Plane[]): readonly [Plane, Plane] {
	const [real, imaginary] = inputs;
	if (real === undefined || imaginary === undefined || real.shape.join() !== imaginary.shape.join())
		throw shapeError(node, "a real and an imaginary part of one shape", inputs);
	return [real, imaginary];
}

export function shapeError(node: Node, expected: string, inputs: readonly Plane[]): UserError {
	const came = inputs.map((input) => `[${input.shape.join(", ")}]`).join(" and ") || "nothing";
	return new UserError("BACKBONE_SHAPE", `${node.op} layer ${node.name} expects ${expected}, but gets ${came}`, {
		fix: "check backbone.size: a dense layer inside the backbone fits one input size only; or cut before this layer",
	});
}
