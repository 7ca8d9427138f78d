import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodeGraph } from "../../lib/backbone/serial.ts";
import { sha256 } from "../../lib/base/digest.ts";
import { BatchSizes } from "../../lib/compute/batch-sizes.ts";
import type { Calls, Decoded, EmbedParams } from "../../lib/compute/calls.ts";
import type { CallContext } from "../../lib/compute/child.ts";
import { decodeInto } from "../../lib/compute/decode.ts";
import { embed } from "../../lib/compute/embed.ts";
import { embedPixels, isOutOfMemory } from "../../lib/compute/embed-pixels.ts";
import { GpuLane, onGpu } from "../../lib/compute/gpu-lane.ts";
import type { ComputeHost } from "../../lib/compute/host.ts";
import { measureBatch } from "../../lib/compute/measure-batch.ts";
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

const context = { signal: new AbortController().signal, progress: async () => {} } as unknown as CallContext;
const decoder = { call: (_: string, asked: Calls["decode"]["params"]): Promise<Decoded> => decodeInto(asked) } as unknown as ComputeHost;

/** A process that has the device, which writes down what it is asked. `memory`: images that it has memory for. */
function openDevice(memory = Number.POSITIVE_INFINITY) {
	const asked: string[] = [];
	const files: string[] = [];
	const device = {
		async call(method: string, params: Calls["embedPixels"]["params"] & Calls["measureBatch"]["params"] & Calls["canary"]["params"]) {
			if (method === "measureBatch") {
				asked.push("measure");
				return measureBatch(params, context);
			}
			asked.push(`${method} ${params.batch}`);
			if (method === "canary") return { rows: new Float32Array(), layers: [] };
			files.push(params.pixels);
			return { ...(await embedPixels(params)), ...(params.batch > memory ? { batch: memory } : {}) };
		},
		close: async () => {},
	} as unknown as ComputeHost;
	return { device, asked, files };
}

test("gives the rows and skips of a process that does both", async () => {
	const params = await work();
	const whole = await embed(params, context);
	const { device, files } = openDevice();
	const lane = new GpuLane(device, new BatchSizes(null), 4);
	let free = 0;
	const apart = await lane.embed(decoder, params, 64, {}, () => free++);
	expect(apart.rows).toEqual(whole.rows);
	expect(apart.skips).toEqual(whole.skips);
	expect(apart.skips).toMatchObject([{ index: 2, code: "NOT_AN_IMAGE" }]);
	expect(free, "the decoder was let go before the device began").toBe(1);
	await lane.close();
	await expect(readFile(files[0]!), "no pixels are left behind").rejects.toThrow("ENOENT");
});

describe("images at a time", () => {
	test("are measured once for each backbone, for the canary as for a job's images, and kept in a file that the next process finds", async () => {
		const file = join(await temporaryFolder(), "cache", "batch-sizes.json");
		const params = await work();
		const rows = (await embed(params, context)).rows;
		const first = openDevice();
		const lane = new GpuLane(first.device, new BatchSizes(file));
		await Promise.all([
			lane.canary({ embedding: params.embedding, layers: false }, 32, {}),
			...[1, 2].map(() => lane.embed(decoder, params, 32, {}, () => {})),
		]);
		const kept = JSON.parse(await readFile(file, "utf8")) as Record<string, number>;
		const [[name, batch] = ["", 0], ...more] = Object.entries(kept);
		expect(more).toEqual([]);
		expect(name).toMatch(/^onnx 20x16 [0-9a-f]{64}$/);
		expect([8, 16, 32]).toContain(batch);
		expect(first.asked.sort()).toEqual([`canary ${batch}`, `embedPixels ${batch}`, `embedPixels ${batch}`, "measure"]);

		const second = openDevice();
		const again = await new GpuLane(second.device, new BatchSizes(file)).embed(decoder, params, 32, {}, () => {});
		expect(second.asked).toEqual([`embedPixels ${batch}`]);
		for (const [i, value] of again.rows.entries()) expect(value).toBeCloseTo(rows[i]!, 5);
	});

	test("that there was no memory for are fewer from then on, after a restart too", async () => {
		const file = join(await temporaryFolder(), "batch-sizes.json");
		const params = await work();
		const { device, asked } = openDevice(4);
		for (const lane of [new GpuLane(device, new BatchSizes(file)), new GpuLane(device, new BatchSizes(file))])
			for (let i = 0; i < 2; i++) await lane.embed(decoder, params, 8, {}, () => {});
		expect(asked).toEqual(["measure", "embedPixels 8", "embedPixels 4", "embedPixels 4", "embedPixels 4"]);
	});

	test("that are set are taken, and nothing is measured", async () => {
		const { device, asked } = openDevice();
		await new GpuLane(device, new BatchSizes(null), 5).embed(decoder, await work(), 64, {}, () => {});
		expect(asked).toEqual(["embedPixels 5"]);
	});

	test("a file of sizes that is damaged, or cannot be written, costs a measurement and no job", async () => {
		const folder = await temporaryFolder();
		const file = join(folder, "batch-sizes.json");
		await writeFile(file, '{"a": 16, "b": -1, "c": "many"}');
		const sizes = new BatchSizes(file);
		expect(await Promise.all(["a", "b", "c"].map((name) => sizes.get(name)))).toEqual([16, null, null]);
		await sizes.set("d", 8);
		expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ a: 16, d: 8 });
		await writeFile(file, "no JSON");
		expect(await new BatchSizes(file).get("a")).toBeNull();
		const nowhere = new BatchSizes(join(file, "below-a-file.json"));
		await nowhere.set("a", 8);
		expect(await nowhere.get("a")).toBe(8);
	});
});

test("engines of a GPU, and what they say when its memory is full", () => {
	expect(["onnx-cuda", "onnx-cuda-tf32", "onnx-cuda-fp16", "onnx-webgpu", "tfjs-node-gpu"].every(onGpu)).toBe(true);
	expect(["onnx", "tfjs-node", "tfjs-wasm", "any", "none"].some(onGpu)).toBe(false);
	expect(isOutOfMemory(new Error("OOM when allocating tensor with shape[32,64,224,224]"))).toBe(true);
	expect(isOutOfMemory(new Error("CUDA failure 2: out of memory ; GPU=0"))).toBe(true);
	expect(isOutOfMemory(new Error("dense layer expects 5 values"))).toBe(false);
});
