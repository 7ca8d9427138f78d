import { Client } from "minio";
import { expect, inject, test, vi } from "vitest";
import { decodeFeatureFile } from "../../lib/feature/file.ts";
import { type Cluster, SOON_MS, startCluster } from "../support/cluster.ts";
import { type Fault, faultProxy } from "../support/fault-proxy.ts";
import { setBucketQuota } from "../support/minio-quota.ts";

const known = inject("known");

async function expectSame(cluster: Cluster, job: string): Promise<void> {
	expect((await cluster.result(job)).head).toEqual(known.result.head);
	expect(await cluster.features()).toEqual(known.features);
}

const faults: readonly [string, Fault][] = [
	["answers 503", "unavailable"],
	["cuts uploads short", { limited: 9_000 }],
	["takes connections and says nothing", "hang"],
];

test.each(faults)("F4: an S3 service that %s for a while delays a job, and fails no shard of it", async (_, fault) => {
	const wire = await faultProxy(inject("s3").port);
	const cluster = await startCluster({ extractors: 0 });
	await cluster.start("extractor", { FROSTLINE_S3_ENDPOINT: `http://127.0.0.1:${wire.port}` });
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	await news.first("shardDone");
	wire.set(fault);
	await vi.waitUntil(() => wire.met >= 2, { timeout: SOON_MS });
	expect(Object.keys(await cluster.features()).length).toBeLessThan(Object.keys(known.features).length);
	wire.set("pass");
	await expectSame(cluster, job);
	expect(news.of("shardFailed")).toEqual([]);
});

test("F4: a store that is full makes a job wait, says so, fails nothing of it, and the job goes on when there is room", async () => {
	const cluster = await startCluster();
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	await news.first("shardDone");
	await setBucketQuota(inject("s3"), cluster.bucket, 1_000); // smaller than any feature file
	const { message } = await news.first("note", ({ code }) => code === "STORE_FULL");
	expect(message).toMatch(/has no room left for features\/.*; shard \d+ waits and goes on by itself$/);
	await cluster.of("extractor")[0]!.said(({ code, job: of, shard }) => code === "STORE_FULL" && of === job && typeof shard === "number");
	expect(Object.keys(await cluster.features()).length).toBeLessThan(Object.keys(known.features).length);
	await setBucketQuota(inject("s3"), cluster.bucket, 0);
	await expectSame(cluster, job);
	expect(news.of("shardFailed")).toEqual([]);
});

test("F1: a bit flipped in a stored feature is noticed, and its shard computed again and counted as that", async () => {
	const cluster = await startCluster({ trainers: 0 });
	const job = await cluster.begin(known.folder);
	// Without a trainer the job waits, all of its features in the store.
	await cluster.news(job).first("note", ({ code }) => code === "FIT_QUEUED");
	const [key] = Object.keys(known.features);
	const { endpoint, accessKey, secretKey } = inject("s3");
	const { hostname, port } = new URL(endpoint);
	const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
	const { metaData } = await client.statObject(cluster.bucket, key!);
	const bytes = Buffer.from((await cluster.store.get(key!))!);
	bytes[bytes.length - 1]! ^= 1;
	await client.putObject(cluster.bucket, key!, bytes, bytes.length, { "x-amz-meta-sha256": String(metaData.sha256) });
	await cluster.start("trainer");
	const { features } = await cluster.result(job);
	expect(features.reasons).toEqual({ "first run": 240, "damaged feature file": decodeFeatureFile(bytes, key!).samples.length });
	await expectSame(cluster, job);
});
