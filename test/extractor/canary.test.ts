import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Graph } from "../../lib/backbone/graph.ts";
import { decodeGraph, encodeGraph, graphDigests } from "../../lib/backbone/serial.ts";
import { createLog } from "../../lib/base/log.ts";
import type { Calls, Embedding } from "../../lib/compute/calls.ts";
import { canary } from "../../lib/compute/canary.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import { backboneOf, type Space, spaceId, viewSpace } from "../../lib/feature/space.ts";
import { preprocessing } from "../../lib/image/preprocess.ts";
import { publishCanary } from "../../lib/plan/canary.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import { backboneKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { Canary, type CanaryResult } from "../../services/extractor/canary.ts";
import { chain, conv } from "../engine/onnx/graphs.ts";
import { temporaryFolder } from "../support/folder.ts";

/** Workers that compute for real, in this process: a right one, and wrong ones that differ from it in one thing. */

const relu = { op: "activation", activation: "relu" } as const;
const graph: Graph = chain([{ ...conv("first", 3, 3, 8), name: "first" }, relu, { ...conv("second", 3, 8, 8, 2), name: "second" }, relu]);
const space: Space = {
	version: 1,
	backbone: { name: "small", ...graphDigests(graph) },
	cut: graph.output,
	pooling: "avg",
	transform: { height: 24, width: 20, interpolation: "bilinear", fit: "stretch" },
	preprocess: "caffe",
	maxPixels: 1e6,
	dtype: "F32",
	engine: "onnx",
};
const log = createLog("test", "silent");
const signal = new AbortController().signal;

/** What a worker's machine does to its work. */
type Change = (embedding: Embedding & { graph: string }) => Embedding & { graph: string };

function poolThat(change: Change = (embedding) => embedding): ComputePool & { calls: number } {
	const pool = {
		calls: 0,
		engineFor: (engine: string) => engine,
		call(_: string, { embedding, layers }: Calls["canary"]["params"]) {
			pool.calls++;
			return canary({ embedding: change(embedding), layers });
		},
	};
	return pool as unknown as ComputePool & { calls: number };
}

let folder: string;
let store: Store;
beforeEach(async () => {
	folder = await temporaryFolder();
	store = await openFolderStore(folder);
	await store.put(backboneKey(backboneOf(space)!), encodeGraph(graph));
});

const check = (pool: ComputePool, of: Space = space) => new Canary({ store, pool, worker: "worker", log }).check(of, signal);
async function resultOf(): Promise<CanaryResult> {
	for await (const key of store.list(`features/${spaceId(space)}/canary/`))
		return JSON.parse(Buffer.from((await store.get(key))!).toString()) as CanaryResult;
	throw new Error("no worker has left a result");
}

test("a right worker passes, and says so in the store; it is asked once for each space, whatever is augmented", async () => {
	await publishCanary(space, store, poolThat(), signal);
	const pool = poolThat();
	const worker = new Canary({ store, pool, worker: "worker", log });
	await worker.check(space, signal);
	await worker.check(viewSpace(space, { rotation: 5, seed: 1 }), signal);
	expect(pool.calls).toBe(1);
	expect(await resultOf()).toMatchObject({ worker: "worker", difference: 0, layer: null });
});

test("a worker with another engine passes within the tolerance", async () => {
	await publishCanary(space, store, poolThat(), signal);
	await check(poolThat((embedding) => ({ ...embedding, engine: "tfjs-wasm" })));
	const { difference, tolerance } = await resultOf();
	expect(difference).toBeGreaterThan(0);
	expect(difference).toBeLessThan(tolerance / 10);
});

describe("a wrong worker is set aside, and the finding names where it parts:", () => {
	const setAside = async (change: Change) => {
		await publishCanary(space, store, poolThat(), signal);
		await expect(check(poolThat(change))).rejects.toMatchObject({ name: "RetryableError", code: "WORKER_SET_ASIDE" });
		return (await resultOf()).layer;
	};

	test.each(["first", "second"])("one weight of %s", async (name) => {
		const { nodes } = decodeGraph(encodeGraph(graph));
		const node = nodes.find((each) => each.name === name)!;
		if (node.op === "conv") node.kernel.data[40]! += 0.05;
		const file = join(folder, "wrong.safetensors");
		await writeFile(file, encodeGraph({ ...graph, nodes }));
		expect(await setAside((embedding) => ({ ...embedding, graph: file }))).toBe(name);
	});

	test("channels in another order", async () => {
		expect(await setAside((embedding) => ({ ...embedding, preprocess: { ...preprocessing.caffe, bgr: false } }))).toBe("image");
	});

	test("another resize", async () => {
		expect(await setAside((embedding) => ({ ...embedding, transform: { ...embedding.transform, interpolation: "nearest" } }))).toBe(
			"(decoding)",
		);
	});
});

test("a canary that cannot be read is no verdict: the next shard asks again", async () => {
	await publishCanary(space, store, poolThat(), signal);
	let away = true;
	const shaky = {
		get: (key: string) => (away ? Promise.reject(new Error("away")) : store.get(key)),
		put: (key: string, bytes: Uint8Array) => store.put(key, bytes),
		localFile: (key: string) => store.localFile(key),
	} as unknown as Store;
	const worker = new Canary({ store: shaky, pool: poolThat(), worker: "worker", log });
	await expect(worker.check(space, signal)).rejects.toThrow("away");
	away = false;
	await worker.check(space, signal);
	expect(await resultOf()).toMatchObject({ difference: 0 });
});

test("a space whose planner left no canary is worked on, uncompared", async () => {
	const pool = poolThat();
	await check(pool);
	expect(pool.calls).toBe(0);
});
