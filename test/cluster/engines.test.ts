import { expect, test } from "vitest";
import type { CanaryResult } from "../../services/extractor/canary.ts";
import { type Cluster, SOON_MS, startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob } from "../support/frostline.ts";

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
