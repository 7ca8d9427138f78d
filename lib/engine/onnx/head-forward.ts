import { sizeOf } from "../../base/tensor.ts";
import type { HeadSpec } from "../../head/spec.ts";
import type { HeadState } from "../../head/state.ts";
import { weightsOf } from "../../head/weights.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import { infer } from "./head-layers.ts";

/** Adds a head's inference pass to a graph, its weights as constants. `input` is [n, d]; or [n, h, w, c] for a head that begins with flatten. */
export function appendHead(b: GraphBuilder, spec: HeadSpec, weights: HeadState["weights"], input: string): string {
	const start = spec.input.length === 1 ? input : b.node("Flatten", [input], { axis: 1 });
	const constant = (name: string): string => b.constant(name, weights.get(name)!);
	return spec.layers.reduce((x, layer) => infer(b, layer, x, constant), start);
}

/** The inference pass of `rows` rows, `x` [rows, d] → `output` [rows, classes], with weights as inputs, so that it need not be compiled again when they change. */
export function forwardForm(spec: HeadSpec, rows: number): GraphBuilder {
	const b = new GraphBuilder("forward");
	const x = b.input("x", "float", [rows, sizeOf(spec.input)]);
	for (const { name, shape } of weightsOf(spec)) b.input(name, "float", shape);
	const output = spec.layers.reduce((value, layer) => infer(b, layer, value, (name) => name), x);
	b.output(b.node("Identity", [output], {}, "output"), "float", [rows, spec.classes]);
	return b;
}
