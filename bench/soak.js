// Jobs again and again while services are killed at random, and what came of it beside a calm run on one machine.
//   node bench/soak.js [--seconds 300] [--seed N] [--keep]
// Needs FROSTLINE_NATS_SERVER and FROSTLINE_MINIO, paths of the two binaries. Ends with 1, and says what differs, unless every job is done, its features are the
// calm run's byte for byte, no row is lost or there twice, and the heads have the same digest. The seed draws victims, times, images and ways.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";
import { drawnJob } from "./cluster-scaling.js";
import { connect, dist, startServers, startService, wantBinaries } from "./cluster-servers.js";
import { out, table } from "./show.js";

const { values } = parseArgs({
	options: { seconds: { type: "string", default: "300" }, seed: { type: "string" }, keep: { type: "boolean" } },
});
wantBinaries("bench/soak.js");
ensure();

const CREW = ["coordinator", "coordinator", "extractor", "extractor", "extractor", "trainer"];
const KILL_MS = { least: 3_000, most: 8_000 };
const THREADS = 2;
const IMAGES = { classes: 3, perClass: 60, edge: 32 };
/** A job that is not done after this much longer than the soak lasts will not be. */
const JOB_MS = 180_000;
const SETTINGS = {
	FROSTLINE_LEASE_MS: "2000",
	FROSTLINE_ACK_WAIT_MS: "5000",
	FROSTLINE_SCAN_MS: "2000",
	FROSTLINE_THREADS: String(THREADS),
};

const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
process.stdout.write(`seed ${seed}\n`);
const { hasEnded, readState } = await dist("lib/plan/job-state.js");
const { featurePrefix, jobKey } = await dist("lib/store/keys.js");
const { decodeFeatureFile } = await dist("lib/feature/file.js");
const { spaceId } = await dist("lib/feature/space.js");
const { sha256 } = await dist("lib/base/digest.js");
const { drawSet } = await dist("lib/drawn/index.js");
const { ComputePool } = await dist("lib/compute/pool.js");
const { startOneMachine } = await dist("cli/one-machine.js");
const { planJob } = await dist("services/coordinator/plan.js");
const { runJob } = await dist("services/coordinator/run-job.js");
const { submitJob } = await dist("services/coordinator/submit.js");

const random = drawn(seed);
const folder = mkdtempSync(join(tmpdir(), "frostline-soak-"));
const servers = await startServers();
const never = new AbortController().signal;
const over = new AbortController();
const crew = [];
const kills = {};
const jobs = [];
const wrong = [];

try {
	const start = async (place) => {
		const cache = join(folder, `cache-${place}`);
		crew[place] = await startService(CREW[place], {
			...servers.env,
			...SETTINGS,
			FROSTLINE_WORKER: `${CREW[place]}-${place}`,
			FROSTLINE_CACHE: cache,
		});
	};
	for (const place of CREW.keys()) await start(place);
	await Promise.all(crew.map(({ ready }) => ready));
	const cluster = await connect(servers.env);
	const pool = new ComputePool(1);
	const killer = (async () => {
		while (!over.signal.aborted) {
			await pause(KILL_MS.least + random() * (KILL_MS.most - KILL_MS.least), undefined, { signal: over.signal }).catch(() => {});
			if (over.signal.aborted) return;
			const place = Math.floor(random() * CREW.length);
			await crew[place].kill();
			kills[CREW[place]] = (kills[CREW[place]] ?? 0) + 1;
			await start(place);
		}
	})();
	const until = performance.now() + Number(values.seconds) * 1000;
	for (let number = 0; performance.now() < until; number++) {
		const job = await newJob(number);
		jobs.push(job);
		const began = performance.now();
		await submitJob(job.loaded, { ...cluster, pool, signal: never, fresh: false, onImages() {}, onUpload() {}, note() {} });
		job.state = await endOf(cluster.store, job.loaded.id);
		job.seconds = (performance.now() - began) / 1000;
		process.stderr.write(
			`${job.loaded.id} (${job.loaded.job.way}): ${job.state?.state} after ${job.seconds.toFixed(1)} s, ${total(kills)} kills so far\n`,
		);
		if (job.state?.state === "done") continue;
		wrong.push(
			`${job.loaded.id} is ${job.state?.state ?? "nowhere"}${job.state?.error ? `: ${job.state.error.code}: ${job.state.error.message}` : ""}`,
		);
		if (!hasEnded(job.state ?? { state: "" })) break; // whatever holds it holds the next
	}
	over.abort();
	await killer;
	process.stderr.write("the same jobs on one calm machine …\n");
	const counts = { rows: 0, files: 0 };
	const calm = await startOneMachine(join(folder, "calm"), THREADS);
	try {
		for (const job of jobs) await compare(job, calm, { ...cluster, pool }, counts);
	} finally {
		await calm.close();
	}
	for (const queue of ["extract", "fit"])
		for await (const { id, reason } of cluster.bus.deadLetters(queue)) wrong.push(`dead letter ${id}: ${reason}`);
	await pool.close();
	const usage = await Promise.all(crew.map(async (service) => `${service.name} ${Math.round((await service.usage()).peak / 1e6)}`));
	await cluster.close();
	const row = { seed, seconds: Number(values.seconds), jobs: jobs.length, kills: total(kills), ...counts, wrong: wrong.length };
	table("jobs under kills, beside a calm run", [row]);
	mkdirSync(out, { recursive: true });
	const file = join(out, `soak-${new Date().toISOString().replaceAll(":", "-")}.json`);
	const times = jobs.map(({ loaded, seconds }) => ({ job: loaded.id, way: loaded.job.way, seconds }));
	writeFileSync(file, `${JSON.stringify({ ...row, kills, wrong, jobs: times, "peak MB": usage }, null, 2)}\n`);
	process.stdout.write(`kept in ${file}\n`);
} finally {
	over.abort();
	await Promise.all(crew.map((service) => service?.kill()));
	await servers.stop();
	if (!values.keep) rmSync(folder, { recursive: true, force: true });
	else process.stdout.write(`images, caches and the calm store are in ${folder}\n`);
}
for (const each of wrong) process.stdout.write(`${each}\n`);
process.exit(wrong.length === 0 ? 0 : 1);

/** Uniform in [0, 1): mulberry32. */
function drawn(from) {
	let state = from | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Newly drawn images, so that every feature is new; every third job goes the frozen way, its backbone on the trainer and on the extractors by turns. */
async function newJob(number) {
	const id = `soak-${number}`;
	const train = join(folder, id);
	await drawSet(train, { ...IMAGES, seed: Math.floor(random() * 2 ** 31) });
	const more = number % 3 === 2 ? { way: "frozen", frozen: { backbone: number % 2 === 0 ? "trainer" : "extractors" } } : {};
	return { loaded: await drawnJob({ id, train, shard: 8 + Math.floor(random() * 25), more }), state: null, seconds: 0 };
}

async function endOf(store, id) {
	const limit = performance.now() + JOB_MS;
	for (;;) {
		const state = await readState(store, id).catch(() => null);
		if ((state !== null && hasEnded(state)) || performance.now() > limit) return state;
		await pause(200);
	}
}

async function compare({ loaded, state }, calm, cluster, counts) {
	const { id } = loaded;
	const quiet = { ...calm, signal: never, threads: THREADS, fresh: false, version: "soak" };
	const { result } = await runJob(loaded, quiet);
	if (state?.state !== "done") return;
	const theirs = JSON.parse(new TextDecoder().decode((await cluster.store.get(jobKey(id, "result.json"))) ?? new Uint8Array(0)) || "{}");
	if (theirs.head?.sha256 !== result.head.sha256)
		wrong.push(`${id}: its head is ${theirs.head?.sha256} and should be ${result.head.sha256}`);
	const { dataset, extraction } = await planJob(loaded, cluster, () => {}, never);
	const space = spaceId(extraction);
	const wanted = new Set(dataset.entries.map(({ image }) => image.slice(0, 32))); // a sample of view 0 is named by half its image's digest
	const [ours, calms] = [await filesOf(cluster.store, space, wanted), await filesOf(calm.store, space, wanted)];
	for (const key of new Set([...ours.files.keys(), ...calms.files.keys()])) {
		if (ours.files.get(key) === calms.files.get(key)) continue;
		const what = !ours.files.has(key) ? "is only in the calm run" : !calms.files.has(key) ? "is not in the calm run" : "has other bytes";
		wrong.push(`${id}: ${key} ${what}`);
	}
	const lost = [...wanted].filter((sample) => !ours.samples.has(sample));
	const twice = [...ours.samples].filter(([, times]) => times > 1);
	if (lost.length > 0) wrong.push(`${id}: ${lost.length} of ${wanted.size} rows are lost`);
	if (twice.length > 0) wrong.push(`${id}: ${twice.length} rows are there twice`);
	counts.rows += ours.samples.size;
	counts.files += ours.files.size;
}

/** Digests of the feature files that have any of the samples, and how often each sample is there. All jobs share the space. */
async function filesOf(store, space, wanted) {
	const files = new Map();
	const samples = new Map();
	for await (const key of store.list(featurePrefix(space))) {
		if (!key.endsWith(".safetensors")) continue;
		const bytes = await store.get(key);
		const ids = decodeFeatureFile(bytes, key).samples.map((id) => Buffer.from(id).toString("hex"));
		if (!ids.some((sample) => wanted.has(sample))) continue;
		files.set(key, sha256(bytes));
		for (const sample of ids) samples.set(sample, (samples.get(sample) ?? 0) + 1);
	}
	return { files, samples };
}

function total(counted) {
	return Object.values(counted).reduce((sum, count) => sum + count, 0);
}
