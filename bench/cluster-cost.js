// What distribution costs: one extractor in a process of its own, over NATS and MinIO, beside the extractor on the in-process bus and a folder. The same images in
// the same shards, in turns. This process is the coordinator of both: it publishes, waits and reads the index.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { connect, dist, startService } from "./cluster-servers.js";
import { first, others, stayOn } from "./cores.js";
import { median } from "./show.js";

/** Images before the clock starts, or a fifth of few: a service has been at work for a while, and what it runs is compiled. */
const WARM = 640;
const SHARD = 64;
const WINDOW = 64;

export async function measureCost(servers, { images, network, count, rounds, threads, profile, apart }) {
	const { sha256 } = await dist("lib/base/digest.js");
	const { packImages } = await dist("lib/plan/packs.js");
	const { startOneMachine } = await dist("cli/one-machine.js");
	const all = readdirSync(images, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.jpe?g$/i.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	const wanted = Math.min(count + WARM, all.length);
	const files = Array.from({ length: wanted }, (_, i) => all[Math.floor((i * all.length) / wanted)]); // every n-th, so that all classes and sizes are there
	const cluster = await connect(servers.env);
	const entries = new Map(); // two files with the same bytes are one sample
	for (const file of files) {
		const content = readFileSync(file);
		const image = sha256(content);
		entries.set(image, { image, file, bytes: content.length });
	}
	const list = [...entries.values()];
	const places = await packImages(list, cluster.store, { signal: new AbortController().signal });
	const local = dataset(list);
	const remote = dataset(list.map((entry) => ({ ...entry, file: places.get(entry.image) })));
	const runs = { local: [], cluster: [], parent: [], service: [], minio: [], nats: [], here: [] };
	const timed = Math.min(count, Math.max(list.length - WARM, Math.floor(list.length * 0.8)));
	const warm = list.length - timed;
	const each = 1000 / timed;
	/** Of this process, compute children aside, since `before`. */
	const spentHere = (before) => {
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1e6;
	};

	const alone = async (round) => {
		const folder = mkdtempSync(join(tmpdir(), "frostline-bench-"));
		if (apart) stayOn(first);
		const machine = await startOneMachine(folder, threads);
		try {
			let before;
			const rate = await extraction(machine, local, warm, network, round, async () => {
				before = process.cpuUsage();
			});
			runs.local.push(rate);
			runs.parent.push(spentHere(before) * each);
		} finally {
			await machine.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
	const distributed = async (round) => {
		const cache = mkdtempSync(join(tmpdir(), "frostline-bench-"));
		const { ComputePool } = await dist("lib/compute/pool.js");
		const pool = new ComputePool(1);
		const env = { ...servers.env, FROSTLINE_THREADS: String(threads), FROSTLINE_CACHE: cache };
		if (apart) stayOn(first);
		const service = await startService("extractor", env, profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : []);
		if (apart) stayOn(others);
		try {
			await service.ready;
			let before;
			const spent = async () => ({ service: (await service.usage()).cpu, ...servers.spent(), here: spentHere() });
			const rate = await extraction({ ...cluster, pool, window: WINDOW }, remote, warm, network, round, async () => {
				await pool.close(); // its child has read the backbone, and is no part of this
				before = await spent();
			});
			const after = await spent();
			runs.cluster.push(rate);
			runs.service.push((after.service - before.service) * each);
			for (const server of ["minio", "nats"]) runs[server].push((after[server] - before[server]) * each);
			runs.here.push((after.here - before.here) * each);
		} finally {
			await pool.close();
			await service.stop();
			rmSync(cache, { recursive: true, force: true });
		}
	};
	try {
		for (let round = 0; round < rounds; round++) {
			// Whoever comes second has the warmer machine: by turns.
			for (const turn of round % 2 === 0 ? [alone, distributed] : [distributed, alone]) await turn(round);
			process.stderr.write(
				`round ${round + 1}: alone ${runs.local.at(-1).toFixed(1)}, cluster ${runs.cluster.at(-1).toFixed(1)} images/s\n`,
			);
		}
	} finally {
		await cluster.close();
	}
	const ratios = runs.cluster.map((rate, i) => rate / runs.local[i]);
	return {
		network,
		images: timed,
		threads,
		cores: cpus().length,
		"one machine": median(runs.local),
		cluster: median(runs.cluster),
		"cluster ÷": median(ratios),
		ratios,
		"ms CPU/image: one machine's parent": median(runs.parent),
		service: median(runs.service),
		minio: median(runs.minio),
		nats: median(runs.nats),
		coordinator: median(runs.here),
	};
}

function dataset(list) {
	const entries = list.map(({ image, file, bytes }) => ({ image, path: image, file, label: 0, split: "train", bytes }));
	return (from, to) => ({ classes: ["all"], digest: "", skips: [], entries: entries.slice(from, to) });
}

/** Images per second from planned samples to all rows in the index. Another seed gives other weights, so each round's features are new. */
async function extraction(machine, of, warm, network, seed, begin = async () => {}) {
	const { extract } = await dist("services/coordinator/extract.js");
	const { planSpace } = await dist("services/coordinator/plan.js");
	const { parseJob } = await dist("lib/job/load.js");
	const loaded = parseJob(
		JSON.stringify({
			version: 1,
			name: "bench",
			data: { train: "." },
			backbone: { name: network, weights: "random", size: 224, pooling: "avg", preprocess: "tf" },
			head: [{ dense: "classes", activation: "softmax" }],
			fit: { loss: "categorical_crossentropy", optimizer: "adam", seed },
		}),
		"bench.json",
		[],
	);
	const { signal } = new AbortController();
	const { space } = await planSpace(loaded, machine, signal);
	const run = async (name, data) => {
		const id = `${name}-${network}-${seed}`;
		const { extracted } = await extract(
			{ ...loaded.job, id, name: id, extract: { shard: SHARD } },
			{ dataset: data, extraction: space, views: null },
			{ ...machine, signal, window: WINDOW },
		);
		if (extracted !== data.entries.length) throw new Error(`${extracted} of ${data.entries.length} images were computed`);
		return extracted;
	};
	await run("warm", of(0, warm));
	await begin();
	const began = performance.now();
	const done = await run("timed", of(warm));
	return done / ((performance.now() - began) / 1000);
}
