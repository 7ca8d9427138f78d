import { expect, inject, test } from "vitest";
import { type Cluster, startCluster } from "../support/cluster.ts";
import { otherRelease } from "../support/other-release.ts";

const known = inject("known");

async function expectSame(cluster: Cluster, job: string): Promise<void> {
	const { head, images } = await cluster.result(job);
	expect(head).toEqual(known.result.head);
	expect(images).toEqual(known.result.images);
	expect(await cluster.features()).toEqual(known.features);
}

test("F2: a release that is newer and one that is older work on one job side by side, and every service is replaced in the middle of it", async () => {
	// A later release that knows a further protocol, and has nothing to say in this job that would need it.
	const next = await otherRelease({ version: "9.0.0", knows: 2 });
	const cluster = await startCluster({ extractors: 1 });
	const [coordinator] = cluster.of("coordinator");
	const [extractor] = cluster.of("extractor");
	const [trainer] = cluster.of("trainer");
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	await news.first("shardDone");
	// Held still, so that it leaves something to the new one, however long that takes to start.
	const children = extractor!.children();
	for (const child of children) process.kill(child, "SIGSTOP");
	try {
		await cluster.start("extractor", {}, next);
		await news.first("shardDone", ({ worker }) => worker === "extractor-2");
	} finally {
		for (const child of children) process.kill(child, "SIGCONT");
	}
	await cluster.start("coordinator", {}, next);
	expect(await coordinator!.end("SIGTERM")).toEqual({ code: 0, signal: null });
	expect(await extractor!.end("SIGTERM")).toEqual({ code: 0, signal: null });
	await news.first("epoch");
	await cluster.start("trainer", {}, next);
	expect(await trainer!.end("SIGTERM")).toEqual({ code: 0, signal: null });
	await expectSame(cluster, job);
	expect(news.of("note").filter(({ code }) => code === "PROTOCOL_MISMATCH")).toEqual([]);
	expect(news.of("shardFailed")).toEqual([]);
	const listed = JSON.parse((await cluster.cli(["workers", "-o", "json"])).stdout) as { workers: { worker: string; version: string }[] };
	expect(Object.fromEntries(listed.workers.map(({ worker, version }) => [worker, version]))).toEqual({
		"coordinator-2": "9.0.0",
		"extractor-2": "9.0.0",
		"trainer-2": "9.0.0",
	});
});

test("F1: shards that need a newer protocol are refused by an old extractor, with an event that says why; the job waits, and goes on with a new one", async () => {
	const next = await otherRelease({ version: "9.0.0", knows: 2, needs: { shardTask: 2 } });
	const cluster = await startCluster({ programs: { coordinator: next } });
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	const { message } = await news.first("note", ({ code }) => code === "PROTOCOL_MISMATCH");
	expect(message).toMatch(
		/^a shard task of protocol 2 came; it was read by a release that knows 1; extractor-1, of release \S+, leaves it to one of the newer$/,
	);
	const refusal = await cluster.of("extractor")[0]!.said(({ code }) => code === "PROTOCOL_MISMATCH");
	expect(refusal.job).toBe(job);
	expect(Object.keys(await cluster.features())).toEqual([]);
	await cluster.start("extractor", {}, next);
	await expectSame(cluster, job);
	expect(news.of("shardDone").every(({ worker }) => worker === "extractor-2")).toBe(true);
	expect(news.of("shardFailed")).toEqual([]);
});

test("a command of a newer protocol than its coordinator's is refused with both numbers and the fix", async () => {
	const next = await otherRelease({ version: "9.0.0", knows: 2, needs: { jobRequest: 2 } });
	const cluster = await startCluster({ extractors: 0, trainers: 0 });
	const job = await cluster.begin(known.folder);
	const cancelled = await cluster.cli(["cancel", job], { program: next });
	expect(cancelled.stderr).toContain("a job request of protocol 2 came; it was read by a release that knows 1 [PROTOCOL_MISMATCH]");
	expect(cancelled.stderr).toContain("upgrade it to the release that the message came from");
	expect(cancelled.code).not.toBe(0);
});
