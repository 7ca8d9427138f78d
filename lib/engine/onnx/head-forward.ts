import type { HeadSpec } from "../../head/spec.ts";
import type { HeadState } from "../../head/state.ts";
import type { GraphBuilder } from "../../onnx/builder.ts";
import { infer } from "./head-layers.ts";

/** Adds a head's inference pass to a graph, its weights as constants. `input` is [n, d]; or [n, h, w, c] for a head that begins with flatten. */
export function appendHead(b: GraphBuilder, spec: HeadSpec, weights: HeadState["weights"], input: string): string {
	const start = spec.input.length === 1 ? input : b.node("Flatten", [input], { axis: 1 });
	const constant = (name: string): string => b.constant(name, weights.get(name)!);
	return spec.layers.reduce((x, layer) => infer(b, layer, x, constant), start);
}
