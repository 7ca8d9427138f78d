import { expect, inject, test, vi } from "vitest";
import { SOON_MS, startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { freePort } from "../support/free-port.ts";
import { drawnJob } from "../support/frostline.ts";
import { KNOWN_JOB } from "../support/known-job.ts";

const known = inject("known");

test("F1, F4: every service stopped in the middle of a job ends with 0 and gives back what it has; started again, the job goes on", async () => {
	// What is given back comes again at once; what is not would outlast this test.
	const cluster = await startCluster({ env: { FROSTLINE_ACK_WAIT_MS: "300000" } });
	const [coordinator] = cluster.of("coordinator");
	const [extractor] = cluster.of("extractor");
	const [trainer] = cluster.of("trainer");
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	await news.first("shardDone");
	expect(await Promise.all([coordinator!.end("SIGTERM"), extractor!.end("SIGTERM")])).toEqual([
		{ code: 0, signal: null },
		{ code: 0, signal: null },
	]);
	expect(Object.keys(await cluster.features()).length).toBeLessThan(Object.keys(known.features).length);
	await Promise.all([cluster.start("coordinator"), cluster.start("extractor")]);
	await news.first("epoch", ({ number }) => number >= 3);
	expect(await trainer!.end("SIGTERM")).toEqual({ code: 0, signal: null });
	expect(news.of("fitDone")).toEqual([]);
	await cluster.start("trainer");
	expect((await cluster.result(job)).head).toEqual(known.result.head);
	expect(await cluster.features()).toEqual(known.features);
});

test("F4: a drained extractor finishes its shards and takes no more; another does the rest, and no shard is computed twice", async () => {
	const port = await freePort();
	const cluster = await startCluster({ extractors: 0 });
	const first = await cluster.start("extractor", { FROSTLINE_HTTP_PORT: String(port) });
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	await news.first("shardDone");
	const drained = await cluster.cli(["drain", "--pid", String(first.pid), "--wait", "60"], { env: { FROSTLINE_HTTP_PORT: String(port) } });
	expect(drained).toMatchObject({ code: 0, stderr: "nothing is in hand\n" });
	const finished = Object.keys(await cluster.features()).length;
	expect(finished).toBeLessThan(Object.keys(known.features).length);
	expect(first.log.filter(({ msg }) => msg === "shard done")).toHaveLength(finished);
	const second = await cluster.start("extractor");
	expect(await first.end("SIGTERM")).toEqual({ code: 0, signal: null });
	expect((await cluster.result(job)).head).toEqual(known.result.head);
	expect(second.log.filter(({ msg }) => msg === "shard done")).toHaveLength(Object.keys(known.features).length - finished);
});

test("two jobs take turns: neither waits for the other's last shard", async () => {
	const cluster = await startCluster({ extractors: 0, env: { FROSTLINE_WINDOW: "2" } });
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { ...KNOWN_JOB.set, seed: 2 }, job: { ...KNOWN_JOB.job, name: "other" } });
	const jobs = await Promise.all([cluster.begin(known.folder), cluster.begin(folder)]);
	await vi.waitUntil(async () => (await cluster.bus.backlog("extract")).waiting === 4, { timeout: SOON_MS });
	const done: string[] = [];
	const [a, b] = jobs.map((job) => cluster.news(job));
	await cluster.start("extractor");
	await Promise.all(jobs.map((job) => cluster.result(job)));
	for (const [job, news] of [
		[jobs[0], a],
		[jobs[1], b],
	] as const)
		for (const { time } of news!.of("shardDone")) done.push(`${String(time).padStart(16, "0")} ${job}`);
	const order = done.sort().map((line) => line.split(" ")[1]);
	for (const job of jobs) {
		expect(order.indexOf(job)).toBeLessThan(4);
		expect(order.lastIndexOf(job)).toBeGreaterThanOrEqual(order.length - 4);
	}
});
