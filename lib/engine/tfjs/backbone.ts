import type { Graph } from "../../backbone/graph.ts";
import { sizeOf } from "../../base/tensor.ts";
import { meanRow } from "../onnx/trace.ts";
import type { Backbone, BackboneOptions, LayerTrace } from "../port.ts";
import { compileBackbone, compileTrace } from "./compile.ts";
import type { Tf, TfjsKind } from "./library.ts";
import { load, taken } from "./program.ts";

/**
 * Images of one run, always this many, the last ones padded with black. On a CPU one: TensorFlow's library computes whole vectors by one formula and what is left at a tensor's
 * end by another, so that in a batch the last bit of a row would depend on its place (measured: one value of 6,168 of scattering's). A GPU computes every value alike, and wants
 * more at a time.
 */
const COMPUTE_BATCH: Readonly<Record<TfjsKind, number>> = { "tfjs-node-gpu": 32, "tfjs-node": 1, "tfjs-wasm": 1 };

/** Compiles a cut graph for one input size and opens it; see the port. */
export function openBackbone(tf: Tf, kind: TfjsKind, graph: Graph, options: BackboneOptions): Backbone {
	const { height, width, batch = COMPUTE_BATCH[kind] } = options;
	const { program, shape } = compileBackbone(graph, options);
	const machine = load(tf, program);
	const imageValues = height * width * 3;
	const rowLength = sizeOf(shape);
	const pixels = new Float32Array(batch * imageValues);

	return {
		featureShape: shape,
		batch,
		async embed(images, n) {
			if (images.length !== n * imageValues)
				throw new RangeError(`${n} images of ${height} × ${width} × 3 are ${n * imageValues} bytes, got ${images.length}`);
			const rows = new Float32Array(n * rowLength);
			for (let from = 0; from < n; from += batch) {
				const bytes = images.subarray(from * imageValues, (from + batch) * imageValues);
				pixels.set(bytes);
				pixels.fill(0, bytes.length);
				const image = tf.tensor(pixels, [batch, height, width, 3], "float32");
				const [features] = machine.run({ image });
				image.dispose();
				rows.set(taken(features!).subarray(0, Math.min(batch, n - from) * rowLength), from * rowLength);
			}
			return rows;
		},
		async close() {
			machine.close();
		},
	};
}

/** Channel means of every layer; see the port. */
export function traceBackbone(tf: Tf, graph: Graph, options: BackboneOptions, pixels: Uint8Array, n: number): LayerTrace[] {
	const { program, names } = compileTrace(graph, options);
	const machine = load(tf, program);
	const image = tf.tensor(Float32Array.from(pixels), [n, options.height, options.width, 3], "float32");
	try {
		return machine.run({ image }).map((means, i) => ({ name: names[i]!, means: meanRow(taken(means), n) }));
	} finally {
		image.dispose();
		machine.close();
	}
}
