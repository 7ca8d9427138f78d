import type { Graph, Node } from "../backbone/graph.ts";
import { fillNormal, stream } from "../base/rng.ts";
import { tensor } from "../base/tensor.ts";
import type { Calls } from "./calls.ts";
import { engineOf } from "./engines.ts";

/** Input of the network that engines are measured on: the sizes of VGG16's third block, where most of its work is. */
const EDGE = 56;
const CHANNELS = 128;
const LAYERS = 4;

/** How fast an engine computes a few convolutions: what backbones are made of. */
export async function measureEngine({
	engine: name,
	seconds,
}: Calls["measureEngine"]["params"]): Promise<Calls["measureEngine"]["result"]> {
	const engine = engineOf(name);
	const backbone = await engine.openBackbone(network(), { height: EDGE, width: EDGE, pooling: "avg", preprocess: "none", threads: 1 });
	try {
		const pixels = Uint8Array.from({ length: backbone.batch * EDGE * EDGE * 3 }, (_, i) => (i * 7919) & 255);
		await backbone.embed(pixels, backbone.batch); // warm
		const began = performance.now();
		let images = 0;
		while (performance.now() - began < seconds * 1000) {
			await backbone.embed(pixels, backbone.batch);
			images += backbone.batch;
		}
		const rate = images / ((performance.now() - began) / 1000);
		return { ...(await engine.describe()), gflops: (rate * operations()) / 1e9 };
	} finally {
		await backbone.close();
	}
}

function network(): Graph {
	const nodes: Node[] = [{ name: "image", op: "input", inputs: [], shape: [null, null, 3] }];
	for (let i = 0; i < LAYERS; i++) {
		const from = i === 0 ? 3 : CHANNELS;
		const kernel = tensor([3, 3, from, CHANNELS], fillNormal(stream(0, "measure", i), new Float32Array(9 * from * CHANNELS), 0.03));
		nodes.push({
			...{ name: `conv${i}`, op: "conv", inputs: [nodes.at(-1)!.name], kernel, bias: null },
			...{ strides: [1, 1], dilation: [1, 1], padding: "same", groups: 1 },
		} as Node);
		nodes.push({ name: `relu${i}`, op: "activation", activation: "relu", inputs: [`conv${i}`] });
	}
	return { name: "measure", input: "image", output: nodes.at(-1)!.name, nodes };
}

/** Multiplications and additions for one image. */
function operations(): number {
	return 2 * 9 * EDGE * EDGE * CHANNELS * (3 + (LAYERS - 1) * CHANNELS);
}
