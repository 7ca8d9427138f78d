import { foldBatchNorm } from "../../backbone/fold.ts";
import type { Graph } from "../../backbone/graph.ts";
import { UserError } from "../../base/errors.ts";
import { preprocessing } from "../../image/preprocess.ts";
import type { CompileOptions } from "../onnx/compile.ts";
import { channelsOf, imageShape, type Plane } from "../onnx/plane.ts";
import { Assembler } from "./assembler.ts";
import type { Fused } from "./convolve.ts";
import { emit, poolAll, scaleAndShift } from "./ops.ts";
import type { Program } from "./program.ts";

export interface CompiledBackbone {
	/** `image` float32 [n, height, width, 3] of RGB bytes → [n, …shape]. */
	readonly program: Program;
	readonly shape: readonly number[];
}

/**
 * A backbone as a program. Batch norm is folded into convolutions as for the other engine; a relu that alone reads a convolution is done by it.
 *
 * @throws UserError BACKBONE_SHAPE, BACKBONE_SIZE or BACKBONE_CHANNELS if a layer cannot take what comes to it
 */
export function compileBackbone(whole: Graph, options: CompileOptions): CompiledBackbone {
	const p = new Assembler();
	const planes = layersOf(p, whole, options, true);
	const cut = planes.get(whole.output)!;
	const pooled = imageShape(cut) !== null && options.pooling !== "none";
	const output = pooled ? poolAll(p, "pooling", cut, options.pooling as "avg" | "max") : cut.value;
	// An output of its own, also where the cut is what comes in.
	const named = p.step("features", [output], (_, [x]) => x.clone());
	return { program: p.program([named]), shape: pooled ? [channelsOf(cut)] : cut.shape };
}

/** Channel means of every layer, [n, c] each, with the layers' names. */
export function compileTrace(graph: Graph, options: CompileOptions): { program: Program; names: readonly string[] } {
	const p = new Assembler();
	const layers = [...layersOf(p, graph, options, false)];
	const outputs = layers.map(([name, plane]) =>
		imageShape(plane) === null ? p.step(name, [plane.value], (_, [x]) => x.clone()) : poolAll(p, name, plane, "avg"),
	);
	return { program: p.program(outputs), names: layers.map(([name]) => name) };
}

/** All values by layer. With `merge` a convolution that a relu alone reads has the relu's. */
function layersOf(p: Assembler, whole: Graph, options: CompileOptions, merge: boolean): ReadonlyMap<string, Plane> {
	const graph = foldBatchNorm(whole);
	const fused = merge ? fusedActivations(graph) : new Map<string, Fused>();
	const planes = new Map<string, Plane>();
	for (const node of graph.nodes) {
		if (node.op === "input") {
			if (node.shape[2] !== 3)
				throw new UserError("BACKBONE_CHANNELS", `backbone ${graph.name} should take RGB images (3 channels), but takes ${node.shape[2]}`, {
					fix: "use a backbone whose input is [height, width, 3]",
				});
			planes.set(node.name, pixels(p, options));
			continue;
		}
		const inputs = node.inputs.map((name) => planes.get(name)!);
		const done = node.op === "activation" && fused.has(node.inputs[0]!);
		planes.set(node.name, done ? inputs[0]! : emit(p, node, inputs, fused.get(node.name) ?? "linear"));
	}
	return planes;
}

/** By convolution, the activation that it does itself: of relu and relu6 that alone read it. */
function fusedActivations(graph: Graph): ReadonlyMap<string, Fused> {
	const readers = new Map<string, number>([[graph.output, 1]]);
	for (const { inputs } of graph.nodes) for (const name of inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
	const convolutions = new Set(graph.nodes.filter(({ op }) => op === "conv" || op === "depthwise_conv").map(({ name }) => name));
	return new Map(
		graph.nodes.flatMap((node): [string, Fused][] => {
			if (node.op !== "activation" || (node.activation !== "relu" && node.activation !== "relu6")) return [];
			const before = node.inputs[0]!;
			return convolutions.has(before) && readers.get(before) === 1 ? [[before, node.activation]] : [];
		}),
	);
}

/** RGB bytes to what the backbone's weights were trained on. */
function pixels(p: Assembler, { height, width, preprocess }: CompileOptions): Plane {
	const { bgr, scale, offset } = typeof preprocess === "string" ? preprocessing[preprocess] : preprocess;
	const ordered = bgr ? p.step("bgr", ["image"], (tf, [image]) => tf.reverse(image, -1)) : "image";
	const shape = [height, width, 3];
	if (scale.every((value) => value === 1) && offset.every((value) => value === 0)) return { value: ordered, shape };
	return { value: scaleAndShift(p, "preprocess", ordered, Float32Array.from(scale), Float32Array.from(offset)), shape };
}
