import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeFeatureFile } from "../../lib/feature/file.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import type { Store } from "../../lib/store/port.ts";
import type { CanaryResult } from "../../services/extractor/canary.ts";
import { type Cluster, SOON_MS, startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, runJob } from "../support/frostline.ts";
import { wrongMachine } from "../support/wrong-machine.ts";

/** Engines on extractors: compared before they work, and passed by where one is missing. */

async function canaries({ store }: Cluster): Promise<CanaryResult[]> {
	const results: CanaryResult[] = [];
	for await (const key of store.list("features/"))
		if (key.includes("/canary/")) results.push(JSON.parse(Buffer.from((await store.get(key))!).toString()) as CanaryResult);
	return results;
}

test("each extractor is compared with the submitter's machine before its first shard, on its own engine", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { job: { extract: { shard: 4 } } });
	const cluster = await startCluster({ extractors: 2 });
	await cluster.submit(folder);
	expect((await canaries(cluster)).map(({ engine, difference, layer }) => ({ engine, difference, layer }))).toEqual([
		{ engine: "onnx", difference: 0, layer: null },
		{ engine: "onnx", difference: 0, layer: null },
	]);
	const { features } = await cluster.submit(folder, "--set", "engine=tfjs-wasm");
	expect(features.cached, "rows of another engine are not taken").toBe(0);
	const [another] = (await canaries(cluster)).filter(({ engine }) => engine === "tfjs-wasm");
	expect(another!.difference).toBeGreaterThan(0);
	expect(another!.difference).toBeLessThan(another!.tolerance);
});

test("engine any: right extractors of two engines share one job within the tolerance; two that compute wrongly are set aside, and told of", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { job: { extract: { shard: 4 } } });
	const cluster = await startCluster({ extractors: 1 });
	const [onnx] = cluster.of("extractor");
	const [wasm, bgr, weight] = await Promise.all(
		[{ FROSTLINE_ANY_ENGINE: "tfjs-wasm" }, wrongMachine("bgr"), wrongMachine("weight")].map((env) => cluster.start("extractor", env)),
	);
	const job = await cluster.begin(folder, "--set", "engine=any");
	const news = cluster.news(job);
	const result = await cluster.result(job);
	expect(result.features).toMatchObject({ cached: 0, extracted: 120 });

	const byWorker = new Map((await canaries(cluster)).map((each) => [each.worker, each]));
	expect(byWorker.get(onnx!.worker)).toMatchObject({ engine: "onnx", difference: 0, layer: null });
	expect(byWorker.get(wasm!.worker)).toMatchObject({ engine: "tfjs-wasm", layer: null });
	expect(byWorker.get(wasm!.worker)!.difference).toBeGreaterThan(0);
	expect(byWorker.get(bgr!.worker)).toMatchObject({ engine: "onnx", layer: "image" });
	expect(byWorker.get(weight!.worker)).toMatchObject({ engine: "onnx", layer: expect.not.stringMatching(/^(image|\(decoding\))$/) });

	await news.first("state", ({ state }) => state === "done");
	const told = news.of("note").filter(({ code }) => code === "WORKER_SET_ASIDE");
	for (const { worker } of [bgr!, weight!]) {
		const [one, ...more] = told.filter(({ message }) => message.startsWith(`${worker} is set aside`));
		expect(one?.message).toContain(`they part at ${byWorker.get(worker)!.layer}`);
		expect(more).toEqual([]);
	}
	expect(told).toHaveLength(2);
	expect(new Set(news.of("shardDone").map(({ worker }) => worker))).toEqual(new Set([onnx!.worker, wasm!.worker]));

	// What lies in the store, beside what a machine that is right computes alone.
	const alone = await openFolderStore(join(folder, ".frostline"));
	await runJob(folder);
	const [right, mixed] = [await rows(alone), await rows(cluster.store)];
	await alone.close();
	expect([...mixed.keys()].sort()).toEqual([...right.keys()].sort());
	const largest = Math.max(...[...right.values()].flatMap((row) => Array.from(row, Math.abs)));
	const off = [...right].flatMap(([sample, row]) => Array.from(row, (value, i) => Math.abs(value - mixed.get(sample)![i]!)));
	const most = Math.max(...off) / largest;
	expect(most).toBeGreaterThan(0);
	expect(most).toBeLessThan(1e-4);
});

/** All feature rows of a store, by sample. */
async function rows(store: Store): Promise<Map<string, Float32Array>> {
	const found = new Map<string, Float32Array>();
	for await (const key of store.list("features/")) {
		if (!key.endsWith(".safetensors")) continue;
		const { samples, dim, rows } = decodeFeatureFile((await store.get(key))!, key);
		for (const [i, sample] of samples.entries()) found.set(Buffer.from(sample).toString("hex"), rows.subarray(i * dim, (i + 1) * dim));
	}
	return found;
}

test("an extractor without the job's engine says so once, and its shards wait for one that has it", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { perClass: 8 } });
	const cluster = await startCluster({ extractors: 1, env: { FROSTLINE_HOME: folder } });
	const job = await cluster.begin(folder, "--set", "engine=tfjs-node-gpu");
	const news = cluster.news(job);
	const told = () => news.of("note").filter(({ code }) => code === "ENGINE_MISSING");
	await expect.poll(() => told().length, { timeout: SOON_MS }).toBe(1);
	expect(told()[0]).toMatchObject({ message: expect.stringContaining("engine tfjs-node-gpu is not installed") });
	const { waiting, inHand } = await cluster.bus.backlog("extract");
	expect(waiting + inHand).toBeGreaterThan(0);
	expect((await cluster.cli(["cancel", job])).code).toBe(0);
	expect((await cluster.end(job)).state).toBe("cancelled");
	expect(told(), "and says it once").toHaveLength(1);
});
