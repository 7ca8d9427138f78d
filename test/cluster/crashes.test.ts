import { expect, inject, test, vi } from "vitest";
import { jobKey } from "../../lib/store/keys.ts";
import { type Cluster, LEASE_MS, SOON_MS, startCluster } from "../support/cluster.ts";
import { isAlive, type StartedService } from "../support/service.ts";
import { wrongMachine } from "../support/wrong-machine.ts";

const known = inject("known");

/** Once the service computes, stops its compute child: what the service has in hand stays there. */
async function frozenChild(service: StartedService): Promise<number> {
	const child = await vi.waitUntil(() => service.children()[0], { timeout: SOON_MS, interval: 20 });
	process.kill(child, "SIGSTOP");
	return child;
}

async function expectSame(cluster: Cluster, job: string): Promise<void> {
	const { head, images } = await cluster.result(job);
	expect(head).toEqual(known.result.head);
	expect(images).toEqual(known.result.images);
	expect(await cluster.features()).toEqual(known.features);
}

test("F1, F4: an extractor killed in the middle of its shards leaves them to another, and no process behind", async () => {
	const cluster = await startCluster({ extractors: 2 });
	const [killed] = cluster.of("extractor");
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	const child = await frozenChild(killed!);
	const hands = await vi.waitUntil(
		async () => {
			const held = (await cluster.hands())[killed!.worker] ?? [];
			return held.length === 2 ? held : null;
		},
		{ timeout: SOON_MS },
	);
	await killed!.end("SIGKILL");
	process.kill(child, "SIGCONT");
	await vi.waitUntil(() => !isAlive(child), { timeout: SOON_MS });
	await expectSame(cluster, job);
	for (const hand of hands) {
		const done = await news.first("shardDone", ({ number }) => hand === `${job}/${number}`);
		expect(done.worker).toBe("extractor-2");
	}
});

test("F7: a compute process that hangs is replaced, and its images are rows", async () => {
	const cluster = await startCluster({ env: { FROSTLINE_SILENCE_MS: "3000" } });
	const job = await cluster.begin(known.folder);
	const child = await frozenChild(cluster.of("extractor")[0]!);
	await expectSame(cluster, job);
	expect(isAlive(child)).toBe(false);
	expect(cluster.of("extractor")[0]!.log.filter(({ msg }) => /died|dead/.test(msg))).toEqual([]);
});

test("F3: a machine with memory for few images at a time is given half as many until they fit, and no more in the jobs that follow; no image is lost", async () => {
	const cluster = await startCluster({ extractors: 0 });
	const extractor = await cluster.start("extractor", wrongMachine("small"));
	const crashes = () => extractor.log.filter(({ reason }) => reason === "crashed").length;
	await expectSame(cluster, await cluster.begin(known.folder));
	expect(crashes()).toBeGreaterThan(0);
	const before = crashes();
	const { features } = await cluster.submit(known.folder, "--set", "backbone.size=48");
	expect(features).toMatchObject({ cached: 0, extracted: 240 });
	expect(crashes() - before, "it is remembered").toBe(0);
});

test("F4, F5: a trainer killed in the middle of a fit: another goes on after its last checkpoint, to the same head", async () => {
	const cluster = await startCluster();
	const [killed] = cluster.of("trainer");
	const job = await cluster.begin(known.folder);
	const news = cluster.news(job);
	const checkpointed = async () => {
		for await (const _ of cluster.store.list(jobKey(job, "checkpoints/"))) return true;
		return false;
	};
	await vi.waitUntil(checkpointed, { timeout: SOON_MS });
	killed!.signal("SIGSTOP");
	expect(news.of("fitDone")).toEqual([]);
	await killed!.end("SIGKILL");
	await cluster.start("trainer");
	await expectSame(cluster, job);
	const resumed = news.of("note").find(({ code }) => code === "RESUMED");
	expect(resumed?.message).toMatch(/going on after epoch \d+/);
	expect((await cluster.result(job)).epochs.map(({ epoch }) => epoch)).toEqual(known.result.epochs.map(({ epoch }) => epoch));
});

test("F1: when the leading coordinator is killed another leads within the lease, and the job goes on", async () => {
	const cluster = await startCluster({ coordinators: 2 });
	const leads = ({ msg }: { msg: string }) => msg === "leads";
	const leader = await vi.waitUntil(() => cluster.of("coordinator").find(({ log }) => log.some(leads)), { timeout: SOON_MS });
	const [other] = cluster.of("coordinator").filter((each) => each !== leader);
	const job = await cluster.begin(known.folder);
	await cluster.news(job).first("shardDone");
	const began = performance.now();
	await leader.end("SIGKILL");
	await other!.said(leads);
	expect(performance.now() - began).toBeLessThan(2 * LEASE_MS);
	await expectSame(cluster, job);
	expect(other!.log.some(({ msg, job: of }) => msg === "done" && of === job)).toBe(true);
});
