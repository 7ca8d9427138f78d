import type { Graph } from "../../backbone/graph.ts";
import { sizeOf } from "../../base/tensor.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import type { Backbone, BackboneOptions } from "../port.ts";
import { compileBackbone } from "./compile.ts";
import { createSession, floatOf, type Provider } from "./session.ts";

/**
 * Images of one native call. Every call computes exactly this many, the last ones padded with black, because ONNX Runtime
 * chooses its kernels and their blocking by the size of the batch: with another number of rows the same image could
 * differ in its last bit.
 */
const COMPUTE_BATCH: Readonly<Record<Provider, number>> = { cpu: 4, "cpu-fp16": 4, cuda: 32, "cuda-tf32": 32, "cuda-fp16": 32, webgpu: 16 };

/** Compiles a cut graph for one input size and opens it; see the port. */
export async function openBackbone(graph: Graph, options: BackboneOptions, provider: Provider = "cpu"): Promise<Backbone> {
	const { height, width, threads } = options;
	const { batch = COMPUTE_BATCH[provider] } = options;
	const builder = new GraphBuilder(graph.name, "", floatOf(provider));
	const pixels = builder.input("image", "uint8", [batch, height, width, 3]);
	const { output, shape } = compileBackbone(builder, graph, options, pixels);
	builder.output(output, "float", [batch, ...shape]);
	const session = await createSession(builder.model(), { threads, provider });
	const imageBytes = height * width * 3;
	const rowLength = sizeOf(shape);

	return {
		featureShape: shape,
		batch,
		async embed(images, n) {
			if (images.length !== n * imageBytes) {
				throw new RangeError(`${n} images of ${height} × ${width} × 3 are ${n * imageBytes} bytes, got ${images.length}`);
			}
			const rows = new Float32Array(n * rowLength);
			for (let from = 0; from < n; from += batch) {
				const data = wholeBatch(images, from * imageBytes, batch * imageBytes);
				const results = await session.run({ image: { type: "uint8", shape: [batch, height, width, 3], data } });
				const features = results[output]!.data as Float32Array;
				rows.set(features.subarray(0, Math.min(batch, n - from) * rowLength), from * rowLength);
			}
			return rows;
		},
		close: () => session.close(),
	};
}

/** `length` bytes from `start`: a view where there are enough, else a copy with zeros at the end. */
function wholeBatch(bytes: Uint8Array, start: number, length: number): Uint8Array {
	if (start + length <= bytes.length) return bytes.subarray(start, start + length);
	const padded = new Uint8Array(length);
	padded.set(bytes.subarray(start));
	return padded;
}
