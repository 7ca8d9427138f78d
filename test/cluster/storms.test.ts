import { expect, test } from "vitest";
import { hasEnded, readState } from "../../lib/plan/job-state.ts";
import { type Cluster, type Local, runLocally, startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob } from "../support/frostline.ts";
import { KNOWN_JOB } from "../support/known-job.ts";
import type { StartedService } from "../support/service.ts";

/** Long enough that a round of restarts fits into its shards, and another into its epochs. */
const JOB = {
	set: { ...KNOWN_JOB.set, perClass: 120, seed: 3 },
	job: { ...KNOWN_JOB.job, fit: { ...KNOWN_JOB.job.fit, epochs: 100 }, extract: { shard: 12 } },
};

/** Replaces every service by a new one of its kind, one after the other, the new one first, as a rolling restart does. Answers the exit codes. */
async function rollingRestart(cluster: Cluster, running: StartedService[]): Promise<(number | null)[]> {
	const codes: (number | null)[] = [];
	for (const [i, service] of [...running.entries()]) {
		running[i] = await cluster.start(service.kind);
		codes.push((await service.end("SIGTERM")).code);
	}
	return codes;
}

test("F1, F4: storms of SIGTERM, rolling restarts of all services one after the other in mid-job, repeat no shard that was finished and change no bit", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, JOB);
	const here: Local = await runLocally(folder);
	// What is given back comes again at once; what is lost would outlast this test.
	const cluster = await startCluster({ coordinators: 2, extractors: 2, env: { FROSTLINE_ACK_WAIT_MS: "300000" } });
	const running = [...cluster.services];
	const job = await cluster.begin(folder);
	const news = cluster.news(job);
	await news.first("shardDone");
	const storms: { phase: string; codes: (number | null)[] }[] = [];
	const ended = async (): Promise<boolean> => {
		const state = await readState(cluster.store, job);
		return state !== null && hasEnded(state);
	};
	while (!(await ended())) {
		const phase = news.of("epoch").length > 0 ? "fit" : "extract";
		storms.push({ phase, codes: await rollingRestart(cluster, running) });
	}
	const there = await cluster.result(job);
	expect(there.head).toEqual(here.result.head);
	expect(there.images).toEqual(here.result.images);
	expect(await cluster.features()).toEqual(here.features);

	expect(new Set(storms.map(({ phase }) => phase)), "both halves of the job met a storm").toEqual(new Set(["extract", "fit"]));
	expect(storms.flatMap(({ codes }) => codes).filter((code) => code !== 0)).toEqual([]);
	const computed = news.of("shardDone").flatMap(({ key, rows, skips }) => (rows + skips > 0 ? [key] : []));
	expect(
		computed.filter((key, i) => computed.indexOf(key) !== i),
		"shards that were computed a second time",
	).toEqual([]);
	expect(news.of("shardFailed")).toEqual([]);
	expect(there.epochs.map(({ epoch }) => epoch)).toEqual(here.result.epochs.map(({ epoch }) => epoch));
});
