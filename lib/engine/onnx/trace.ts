import type { Graph } from "../../backbone/graph.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import type { BackboneOptions, LayerTrace } from "../port.ts";
import { poolAll } from "./arithmetic.ts";
import { compileLayers, inFloat32 } from "./compile.ts";
import { channelsOf, imageShape, reshapeRows } from "./plane.ts";
import { createSession, floatOf, type Provider } from "./session.ts";

/** Channel means of every layer; see the port. One call, whose graph lives only here. */
export async function traceBackbone(
	graph: Graph,
	options: BackboneOptions,
	pixels: Uint8Array,
	n: number,
	provider: Provider,
): Promise<LayerTrace[]> {
	const { height, width, threads } = options;
	const b = new GraphBuilder("trace", "", floatOf(provider));
	const layers = compileLayers(b, graph, options, b.input("image", "uint8", [n, height, width, 3]));
	const traced = [...layers].map(([name, layer], i) => {
		const plane = inFloat32(b, layer);
		const channels = channelsOf(plane);
		const means = imageShape(plane) === null ? plane.value : reshapeRows(b, poolAll(b, plane, "avg"), [channels]);
		const output = b.output(b.node("Identity", [means], {}, `layer:${i}`), "float", [
			n,
			...(imageShape(plane) === null ? plane.shape : [channels]),
		]);
		return { name, output };
	});
	const session = await createSession(b.model(), { threads, provider });
	try {
		const results = await session.run({ image: { type: "uint8", shape: [n, height, width, 3], data: pixels } });
		return traced.map(({ name, output }) => ({ name, means: meanRow(results[output]!.data as Float32Array, n) }));
	} finally {
		await session.close();
	}
}

/** rows [n, d] → [d] */
export function meanRow(rows: Float32Array, n: number): Float32Array {
	const width = rows.length / n;
	const sums = new Float64Array(width);
	for (const [i, value] of rows.entries()) sums[i % width]! += value;
	return Float32Array.from(sums, (sum) => sum / n);
}
