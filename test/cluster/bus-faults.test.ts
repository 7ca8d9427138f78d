import { connect } from "nats";
import { expect, inject, onTestFinished, test } from "vitest";
import { type Cluster, startCluster } from "../support/cluster.ts";
import { faultProxy } from "../support/fault-proxy.ts";
import { startNatsServer } from "../support/nats-server.ts";

const known = inject("known");

async function expectSame(cluster: Cluster, job: string): Promise<void> {
	expect((await cluster.result(job)).head).toEqual(known.result.head);
	expect(await cluster.features()).toEqual(known.features);
}

test("F1: NATS killed and started again in the middle of a job costs time, nothing else", async () => {
	const nats = await startNatsServer();
	onTestFinished(() => nats.stop());
	const cluster = await startCluster({ nats: nats.url });
	const job = await cluster.begin(known.folder);
	await cluster.news(job).first("shardDone");
	await nats.restart();
	await expectSame(cluster, job);
	for (const service of cluster.services) expect(service.log.some(({ msg }) => msg === "bus disconnected")).toBe(true);
});

test("F1: with every stream deleted in the middle of a job, what is missing is published anew", async () => {
	const nats = await startNatsServer();
	onTestFinished(() => nats.stop());
	const cluster = await startCluster({ nats: nats.url });
	const job = await cluster.begin(known.folder);
	await cluster.news(job).first("shardDone");
	const before = Object.keys(await cluster.features()).length;
	const connection = await connect({ servers: nats.url });
	onTestFinished(() => connection.close());
	const manager = await connection.jetstreamManager();
	const deleted: string[] = [];
	for await (const { config } of manager.streams.list()) {
		await manager.streams.delete(config.name);
		deleted.push(config.name);
	}
	const upper = cluster.prefix.toUpperCase();
	expect(deleted).toEqual(expect.arrayContaining([`${upper}_WORK_EXTRACT`, `${upper}_WORK_FIT`, `${upper}_DEAD`, `KV_${upper}_LEASES`]));
	expect(before).toBeLessThan(Object.keys(known.features).length);
	await expectSame(cluster, job);
});

test("F2, F4: an extractor cut off from NATS goes on computing, another does its shards too, and each has one result", async () => {
	const cluster = await startCluster();
	const wire = await faultProxy(Number(new URL(cluster.env.FROSTLINE_NATS_URL ?? "").port));
	const apart = await cluster.start("extractor", { FROSTLINE_NATS_URL: `nats://127.0.0.1:${wire.port}` });
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	await news.first("progress", ({ phase, worker }) => phase === "extract" && worker === apart.worker);
	wire.set("hang");
	const before = new Set(apart.log);
	const lost = await apart.said((line) => line.msg === "shard done" && !before.has(line));
	await expectSame(cluster, job);
	await news.first("shardDone", ({ number, worker }) => number === lost.shard && worker !== apart.worker);
});
