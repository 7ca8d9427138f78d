import { foldBatchNorm } from "../../backbone/fold.ts";
import type { Graph, Node } from "../../backbone/graph.ts";
import { UserError } from "../../base/errors.ts";
import { type Preprocessing, preprocessing } from "../../image/preprocess.ts";
import type { Pooling, Preprocess } from "../../job/document.ts";
import { elementType, type GraphBuilder } from "../../onnx/builder.ts";
import { poolAll, scaleAndShift } from "./arithmetic.ts";
import { emit } from "./ops.ts";
import { absorbPadding } from "./padding.ts";
import { channelsLast, channelsOf, imageShape, type Plane, reshapeRows } from "./plane.ts";

export interface CompileOptions {
	readonly height: number;
	readonly width: number;
	readonly pooling: Pooling;
	readonly preprocess: Preprocess | Preprocessing;
}

export interface Compiled {
	/** Name of the float value [batch, …shape]. */
	readonly output: string;
	/** One feature row: [d], or [h, w, c] when nothing pools. */
	readonly shape: readonly number[];
}

/**
 * Writes a backbone into an ONNX graph: from uint8 RGB pixels [batch, height, width, 3], an input or value of the builder that
 * the caller names, to features. The batch axis is never written down, so it may be a number or a name.
 *
 * @throws UserError BACKBONE_SHAPE, BACKBONE_SIZE or BACKBONE_CHANNELS if a layer cannot take what comes to it.
 */
export function compileBackbone(builder: GraphBuilder, graph: Graph, options: CompileOptions, input: string): Compiled {
	return pool(builder, inFloat32(builder, find(compileLayers(builder, graph, options, input), graph.output, null)), options.pooling);
}

/** The same without an end: all its values by layer. Layers that were merged with others have none. */
export function compileLayers(builder: GraphBuilder, graph: Graph, options: CompileOptions, input: string): ReadonlyMap<string, Plane> {
	const planes = new Map<string, Plane>();
	for (const node of absorbPadding(foldBatchNorm(graph)).nodes) {
		if (node.op === "input") {
			if (node.shape[2] !== 3) throw channelError(graph, node.shape[2]);
			planes.set(node.name, pixels(builder, input, options));
			continue;
		}
		planes.set(
			node.name,
			emit(
				builder,
				node,
				node.inputs.map((name) => find(planes, name, node)),
			),
		);
	}
	return planes;
}

/** uint8 [n, h, w, 3] → the input that the backbone's weights were trained on, channels first. */
function pixels(builder: GraphBuilder, input: string, { height, width, preprocess }: CompileOptions): Plane {
	const { bgr, scale, offset } = typeof preprocess === "string" ? preprocessing[preprocess] : preprocess;
	// Bytes are moved before they become floats four times their size.
	const planar = builder.node("Transpose", [input], { perm: [0, 3, 1, 2] });
	const ordered = bgr ? builder.node("Gather", [planar, builder.ints("bgr", [2, 1, 0])], { axis: 1 }) : planar;
	const x = { value: builder.node("Cast", [ordered], { to: elementType[builder.float] }), shape: [height, width, 3] };
	if (scale.every((value) => value === 1) && offset.every((value) => value === 0)) return x;
	return scaleAndShift(builder, "preprocess", x, Float32Array.from(scale), Float32Array.from(offset));
}

/** A plane as its reader wants it: sums over many values lose too much in halves. */
export function inFloat32(builder: GraphBuilder, x: Plane): Plane {
	return builder.float === "float" ? x : { ...x, value: builder.node("Cast", [x.value], { to: elementType.float }) };
}

/** What `pooling` means at the cut: an image is pooled over its pixels, or left with its channels last; a row stays as it is. */
function pool(builder: GraphBuilder, x: Plane, pooling: Pooling): Compiled {
	if (imageShape(x) === null) return { output: x.value, shape: x.shape };
	if (pooling === "none") return { output: channelsLast(builder, x), shape: x.shape };
	const shape = [channelsOf(x)];
	return { output: reshapeRows(builder, poolAll(builder, x, pooling), shape), shape };
}

function find(planes: ReadonlyMap<string, Plane>, name: string, reader: Node | null): Plane {
	const plane = planes.get(name);
	if (plane !== undefined) return plane;
	throw new RangeError(`${reader === null ? "the graph's output" : `node ${reader.name}`} names ${name}, which no earlier node has`);
}

function channelError(graph: Graph, channels: number): UserError {
	return new UserError("BACKBONE_CHANNELS", `backbone ${graph.name} should take RGB images (3 channels), but takes ${channels}`, {
		fix: "use a backbone whose input is [height, width, 3]",
	});
}
