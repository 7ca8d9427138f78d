import { UserError } from "../base/errors.ts";
import { sizeOf } from "../base/tensor.ts";
import type { HeadLayer } from "../job/document.ts";
import type { HeadNode, HeadSpec } from "./spec.ts";

/** A head that does not fit its features; `path` is its place in the job document. */
export class HeadError extends UserError {
	constructor(layer: number, message: string, fix: string) {
		super("BAD_HEAD", message, { fix, path: ["head", layer] });
	}
}

/** Gives every layer its name, as Keras counts them (dense, dense_1, …), and its shapes. `input` is the shape of one feature row. */
export function buildHead(layers: readonly HeadLayer[], input: readonly number[], classes: number): HeadSpec {
	const counts = new Map<string, number>();
	let shape = input;
	const nodes = layers.map((layer, i): HeadNode => {
		const kind = layer.kind === "batch_norm" ? "batch_normalization" : layer.kind;
		const count = counts.get(kind) ?? 0;
		counts.set(kind, count + 1);
		const name = count === 0 ? kind : `${kind}_${count}`;
		const inputShape = shape;
		if (layer.kind === "flatten") {
			shape = [sizeOf(shape)];
			return { ...layer, name, inputShape, outputShape: shape };
		}
		if (inputShape.length !== 1) {
			throw new HeadError(
				i,
				`layer ${name} needs rows of numbers, and gets images of [${inputShape.join(", ")}]`,
				"put `flatten` first, or choose `pooling: avg`",
			);
		}
		if (layer.kind !== "dense") return { ...layer, name, inputShape, outputShape: shape };
		const units = layer.units === "classes" ? classes : layer.units;
		shape = [units];
		return { ...layer, units, name, inputShape, outputShape: shape };
	});
	if (shape.length !== 1 || shape[0] !== classes) {
		throw new HeadError(
			layers.length - 1,
			`the head ends with [${shape.join(", ")}] outputs, and the data has ${classes} classes`,
			"end it with { dense: classes, activation: softmax }",
		);
	}
	return { input, classes, layers: nodes };
}
