import { sizeOf } from "../../base/tensor.ts";
import type { HeadSpec } from "../../head/spec.ts";
import type { HeadState } from "../../head/state.ts";
import type { Activation } from "../../job/document.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import type { LayerOutput } from "../port.ts";
import { infer } from "./head-layers.ts";
import { createSession } from "./session.ts";

/** Nearer than this to a bound, the slope of a sigmoid or tanh is at most a twenty-fifth of its largest. */
const BOUND = 0.01;

interface Looked {
	readonly at: number;
	readonly units: number;
	readonly activation: Activation;
}

/** `x` [rows, d] → outputs of the layers with an activation, `layer:<place in the head>` [rows, units]. */
export function inspectForm(spec: HeadSpec, weights: HeadState["weights"], rows: number): { b: GraphBuilder; looked: readonly Looked[] } {
	const b = new GraphBuilder("inspect");
	const looked: Looked[] = [];
	const constant = (name: string): string => b.constant(name, weights.get(name)!);
	let value = b.input("x", "float", [rows, sizeOf(spec.input)]);
	for (const [at, layer] of spec.layers.entries()) {
		value = infer(b, layer, value, constant);
		if ((layer.kind !== "dense" && layer.kind !== "activation") || layer.activation === "linear") continue;
		const units = layer.outputShape[0]!;
		b.output(b.node("Identity", [value], {}, `layer:${at}`), "float", [rows, units]);
		looked.push({ at, units, activation: layer.activation });
	}
	return { b, looked };
}

/** Outputs of the layers with an activation over some rows; see the port. One call, whose graph lives only here. */
export async function inspectHead(
	spec: HeadSpec,
	weights: HeadState["weights"],
	x: Float32Array,
	rows: number,
	threads: number,
): Promise<LayerOutput[]> {
	const { b, looked } = inspectForm(spec, weights, rows);
	if (looked.length === 0 || rows === 0) return [];
	const session = await createSession(b.model(), { threads });
	try {
		const results = await session.run({ x: { type: "float32", shape: [rows, sizeOf(spec.input)], data: x } });
		return looked.map((each) => layerOutput(each, results[`layer:${each.at}`]!.data as Float32Array));
	} finally {
		await session.close();
	}
}

/** What a layer's outputs y [rows, units] come to. */
export function layerOutput({ at, units, activation }: Looked, y: Float32Array): LayerOutput {
	return { at, units, ...figuresOf(y, units, activation === "tanh" ? -1 : 0) };
}

/** A unit is constant where it varies by less than this share of its layer's largest value. */
const CONSTANT = 1e-4;

/** `y` [rows, units]; the bounds are `lowest` and 1. */
function figuresOf(y: Float32Array, units: number, lowest: number): { constant: number; saturated: number } {
	const low = new Float32Array(units).fill(Number.POSITIVE_INFINITY);
	const high = new Float32Array(units).fill(Number.NEGATIVE_INFINITY);
	let largest = 0;
	let saturated = 0;
	for (const [i, each] of y.entries()) {
		const unit = i % units;
		const size = Math.abs(each);
		if (each < low[unit]!) low[unit] = each;
		if (each > high[unit]!) high[unit] = each;
		if (size > largest) largest = size;
		if (each < lowest + BOUND || each > 1 - BOUND) saturated++;
	}
	const constant = low.reduce((count, from, unit) => count + (high[unit]! - from <= CONSTANT * largest ? 1 : 0), 0);
	return { constant, saturated: saturated / y.length };
}
