import type { Node, Padding } from "../../backbone/graph.ts";
import { UserError } from "../../base/errors.ts";
import type { Tensor } from "../../base/tensor.ts";
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

export function shapeError(node: Node, expected: string, inputs: readonly Plane[]): UserError {
	const came = inputs.map((input) => `[${input.shape.join(", ")}]`).join(" and ") || "nothing";
	return new UserError("BACKBONE_SHAPE", `${node.op} layer ${node.name} expects ${expected}, but gets ${came}`, {
		fix: "check backbone.size: a dense layer inside the backbone fits one input size only; or cut before this layer",
	});
}
