import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { Node } from "../../backbone/graph.ts";
import { tensor } from "../../base/tensor.ts";
import { imageShape, type Plane } from "../onnx/plane.ts";
import type { Window } from "../onnx/window.ts";
import type { Assembler } from "./assembler.ts";
import { padded } from "./convolve.ts";

type Pool = Extract<Node, { op: "pool" }>;

/** Padding loses against any pixel. */
export function maxPool(p: Assembler, node: Pool, x: Plane, window: Window): string {
	const value = padded(p, node.name, x.value, window, Number.NEGATIVE_INFINITY);
	return p.step(node.name, [value], (tf, [image]) => tf.maxPool(image as Tensor4D, [...node.size], [...node.strides], "valid"));
}

/** Zeros around the image are averaged with it; where padding does not count, the mean is put right by the share of pixels in each window. */
export function averagePool(p: Assembler, node: Pool, x: Plane, window: Window): string {
	const { name, size, strides } = node;
	const value = padded(p, name, x.value, window);
	const all = p.step(name, [value], (tf, [image]) => tf.avgPool(image as Tensor4D, [...size], [...strides], "valid"));
	if (node.countPadding === true || window.pads.every((pad) => pad === 0)) return all;
	const factor = p.constant(`${name}/share`, tensor([1, ...window.size, 1], overShare(node, x, window)));
	return p.step(name, [all, factor], (tf, [mean, by]) => tf.mul(mean, by));
}

/** Pixels of a window over those of them that lie in the image, for each place of the window. */
function overShare({ size, strides }: Pool, x: Plane, window: Window): Float32Array {
	const [height, width] = imageShape(x)!;
	const [top, left] = window.pads;
	const inside = (place: number, stride: number, before: number, length: number, whole: number) => {
		const from = place * stride - before;
		return Math.min(from + length, whole) - Math.max(from, 0);
	};
	const [rows, columns] = window.size;
	return Float32Array.from({ length: rows * columns }, (_, i) => {
		const pixels =
			inside(Math.floor(i / columns), strides[0], top, size[0], height) * inside(i % columns, strides[1], left, size[1], width);
		return (size[0] * size[1]) / pixels;
	});
}
