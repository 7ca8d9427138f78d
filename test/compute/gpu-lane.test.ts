import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeGraph } from "../../lib/backbone/serial.ts";
import { sha256 } from "../../lib/base/digest.ts";
import type { Calls, Decoded, EmbedParams } from "../../lib/compute/calls.ts";
import type { CallContext } from "../../lib/compute/child.ts";
import { decodeInto } from "../../lib/compute/decode.ts";
import { embed } from "../../lib/compute/embed.ts";
import { embedPixels, isOutOfMemory } from "../../lib/compute/embed-pixels.ts";
import { GpuLane, onGpu } from "../../lib/compute/gpu-lane.ts";
import type { ComputeHost } from "../../lib/compute/host.ts";
import { drawSet } from "../../lib/drawn/index.ts";
import { chain, conv } from "../engine/onnx/graphs.ts";
import { temporaryFolder } from "../support/folder.ts";

/** The way of a GPU's images, decoded by one process and embedded by another; here both are this one, and the device is the CPU. */

async function work(): Promise<EmbedParams & { embedding: { graph: string } }> {
	const folder = await temporaryFolder();
	await drawSet(folder, { classes: 2, perClass: 3, edge: 24, seed: 3 });
	const graph = join(folder, "graph.safetensors");
	await writeFile(graph, encodeGraph(chain([conv("a", 3, 3, 6, 2), { op: "activation", activation: "relu" }])));
	await writeFile(join(folder, "broken.png"), "no picture");
	const files = ["stripes/0000.png", "stripes/0001.png", "broken.png", "pinstripes/0002.png"].map((name) => join(folder, name));
	const images = await Promise.all(files.map(async (file) => ({ file, image: sha256(await readFile(file)) })));
	const transform = { height: 20, width: 16, interpolation: "bilinear", fit: "stretch" } as const;
	return { embedding: { graph, transform, pooling: "avg", preprocess: "tf", maxPixels: 1e6, engine: "onnx" }, images };
}

test("gives the rows and skips of a process that does both", async () => {
	const params = await work();
	const context = { signal: new AbortController().signal, progress: async () => {} } as unknown as CallContext;
	const whole = await embed(params, context);
	const files: string[] = [];
	const decoder = { call: (_: string, asked: Calls["decode"]["params"]): Promise<Decoded> => decodeInto(asked) } as unknown as ComputeHost;
	const device = {
		call(_: string, asked: Calls["embedPixels"]["params"]) {
			files.push(asked.pixels);
			return embedPixels(asked);
		},
		close: async () => {},
	} as unknown as ComputeHost;
	const lane = new GpuLane(device);
	let free = 0;
	const apart = await lane.embed(decoder, params, {}, () => free++);
	expect(apart.rows).toEqual(whole.rows);
	expect(apart.skips).toEqual(whole.skips);
	expect(apart.skips).toMatchObject([{ index: 2, code: "NOT_AN_IMAGE" }]);
	expect(free, "the decoder was let go before the device began").toBe(1);
	await lane.close();
	await expect(readFile(files[0]!), "no pixels are left behind").rejects.toThrow("ENOENT");
});

test("engines of a GPU, and what they say when its memory is full", () => {
	expect(["onnx-cuda", "onnx-cuda-tf32", "onnx-cuda-fp16", "onnx-webgpu", "tfjs-node-gpu"].every(onGpu)).toBe(true);
	expect(["onnx", "tfjs-node", "tfjs-wasm", "any", "none"].some(onGpu)).toBe(false);
	expect(isOutOfMemory(new Error("OOM when allocating tensor with shape[32,64,224,224]"))).toBe(true);
	expect(isOutOfMemory(new Error("CUDA failure 2: out of memory ; GPU=0"))).toBe(true);
	expect(isOutOfMemory(new Error("dense layer expects 5 values"))).toBe(false);
});
