// A job of many samples through the coordinator service, from the submission in the store to the word that its fit waits: every sample a row in the index. The
// images are made up and nobody reads them; the extractor answers tiny rows at once. What is measured is the coordinator's process alone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { drawnJob } from "./cluster-scaling.js";
import { connect, dist, startService } from "./cluster-servers.js";

const CLASSES = 10;
const LIMIT_MS = 300_000;

export async function measureAccounting(servers, samples) {
	const { sha256, digestOf } = await dist("lib/base/digest.js");
	const { encodeManifest } = await dist("lib/data/manifest.js");
	const { ComputePool } = await dist("lib/compute/pool.js");
	const { planSpace } = await dist("services/coordinator/plan.js");
	const { tell } = await dist("services/coordinator/submit.js");
	const { writeSubmission } = await dist("services/coordinator/submission.js");
	const { writeState, readState } = await dist("lib/plan/job-state.js");
	const { openRowIndex } = await dist("lib/feature/row-index.js");
	const { spaceId } = await dist("lib/feature/space.js");
	const { decodeEvent } = await dist("proto/codec.js");
	const folder = mkdtempSync(join(tmpdir(), "frostline-bench-"));
	const cluster = await connect(servers.env);
	const pool = new ComputePool(1);
	const env = { ...servers.env, FROSTLINE_CACHE: folder };
	const over = new AbortController();
	const services = [];
	try {
		const id = "accounting";
		const loaded = await drawnJob({ id, train: "s3://nowhere/images" });
		const space = await planSpace(loaded, { ...cluster, pool }, over.signal);
		await pool.close();
		const entries = Array.from({ length: samples }, (_, i) => ({
			image: sha256(`image ${i}`),
			path: `class ${i % CLASSES}/${String(i).padStart(7, "0")}.jpg`,
			file: `s3://nowhere/images/${i}`,
			label: i % CLASSES,
			split: i % 10 === 0 ? "validation" : "train",
			bytes: 100,
		}));
		const classes = Array.from({ length: CLASSES }, (_, i) => `class ${i}`);
		const { key, bytes } = encodeManifest({ classes, entries, skips: [], digest: digestOf(entries.length) });
		await cluster.store.put(key, bytes);
		await writeSubmission(cluster.store, loaded, space, key);
		await writeState(cluster.store, {
			...{ version: 1, id, name: loaded.job.name, way: loaded.job.way, state: "queued" },
			...{ submitted: Date.now(), ended: null, error: null, fresh: false },
		});
		// The coordinator finds it by the request alone: its look through the store has been.
		const coordinator = await startService("coordinator", { ...env, FROSTLINE_SCAN_MS: "3600000" });
		services.push(coordinator);
		services.push(
			await startService("waiting", { ...env, BENCH_MS_PER_IMAGE: "0", BENCH_LANES: "4", BENCH_DIM: "8", BENCH_NO_IMAGES: "1" }),
		);
		const began = performance.now();
		await Promise.all(services.map(({ ready }) => ready));
		await tell(cluster.bus, "submit", id);
		const waited = await Promise.race([
			fitQueued(cluster.bus, id, over.signal, decodeEvent),
			pause(LIMIT_MS, null, { ref: false, signal: over.signal }).catch(() => null),
		]);
		const seconds = (performance.now() - began) / 1000;
		const usage = await coordinator.usage();
		if (waited === null) throw new Error(`not done within ${LIMIT_MS / 1000} s; it is ${(await readState(cluster.store, id))?.state}`);
		const index = await openRowIndex(cluster.store, spaceId(space.space));
		if (index.rows !== samples) throw new Error(`${index.rows} of ${samples} samples have a row`);
		return {
			samples,
			shards: Math.ceil(samples / loaded.job.extract.shard),
			seconds,
			"CPU s": usage.cpu,
			"peak MB": usage.peak / 1e6,
		};
	} finally {
		over.abort();
		await pool.close();
		await Promise.all(services.map((service) => service.kill()));
		await cluster.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function fitQueued(bus, id, signal, decodeEvent) {
	for await (const { body } of bus.events(id, 1, signal)) {
		const event = decodeEvent(body);
		if (event.kind === "failed" || event.kind === "shardFailed") throw new Error(`${event.code}: ${event.message}`);
		if (event.kind === "note" && event.code === "FIT_QUEUED") return event;
	}
	return null;
}
