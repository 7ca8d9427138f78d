// One, two and four extractors on a backbone that waits instead of computing, so that the cores of this machine are no limit: what is measured is the hand-out of
// shards, the images' way through the store, and the job's end, when some have work and others none.
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, dist, startService } from "./cluster-servers.js";

const MS_PER_IMAGE = 20;
const LANES = 2;
const SHARD = 64;
const WINDOW = 64;

export async function measureScaling(servers, images) {
	const { drawSet } = await dist("lib/drawn/index.js");
	const { sha256 } = await dist("lib/base/digest.js");
	const { packImages } = await dist("lib/plan/packs.js");
	const { extract } = await dist("services/coordinator/extract.js");
	const { ComputePool } = await dist("lib/compute/pool.js");
	const { signal } = new AbortController();
	const cluster = await connect(servers.env);
	const folder = mkdtempSync(join(tmpdir(), "frostline-bench-"));
	const services = [];
	const rows = [];
	try {
		await drawSet(folder, { classes: 4, perClass: images / 4, edge: 16, seed: 1 });
		const drawn = [];
		for (const name of await readdir(folder, { recursive: true })) {
			if (!name.endsWith(".png")) continue;
			const file = join(folder, name);
			const content = await readFile(file);
			drawn.push({ image: sha256(content), path: name, file, label: 0, split: "train", bytes: content.length });
		}
		const places = await packImages(drawn, cluster.store, { signal });
		const entries = drawn.map((entry) => ({ ...entry, file: places.get(entry.image) }));
		const space = await spaceOf(cluster, new ComputePool(1), signal);
		let first = null;
		for (const count of [1, 2, 4]) {
			while (services.length < count) {
				const number = services.length;
				services.push(
					await startService("waiting", {
						...servers.env,
						FROSTLINE_CACHE: join(folder, `cache-${number}`),
						BENCH_MS_PER_IMAGE: String(MS_PER_IMAGE),
						BENCH_LANES: String(LANES),
						BENCH_DIM: "64",
					}),
				);
				await services[number].ready;
			}
			const id = `scaling-${count}`;
			// Other conditions are another space: every run computes all rows.
			const extraction = { ...space, maxPixels: space.maxPixels + count };
			const began = performance.now();
			const { extracted } = await extract(
				{ id, name: id, way: "features", views: null, extract: { shard: SHARD } },
				{ dataset: { entries, skips: [] }, extraction, views: null },
				{
					...cluster,
					signal,
					window: WINDOW,
				},
			);
			const seconds = (performance.now() - began) / 1000;
			if (extracted !== entries.length) throw new Error(`${extracted} of ${entries.length} images were computed`);
			first ??= seconds;
			rows.push({
				extractors: count,
				images: extracted,
				seconds,
				efficiency: first / (count * seconds),
				"÷ ideal": (extracted * MS_PER_IMAGE) / 1000 / LANES / count / seconds,
			});
			process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
		}
	} finally {
		await Promise.all(services.map((service) => service.stop()));
		await cluster.close();
		rmSync(folder, { recursive: true, force: true });
	}
	return rows;
}

export async function spaceOf(cluster, pool, signal, seed = 7) {
	const { planSpace } = await dist("services/coordinator/plan.js");
	try {
		return (await planSpace(await drawnJob({ seed }), { ...cluster, pool }, signal)).space;
	} finally {
		await pool.close();
	}
}

/** A job on drawn images, as parsed. */
export async function drawnJob({ id, train = ".", seed = 7, size = 32, shard = SHARD, more = {} }) {
	const { parseJob } = await dist("lib/job/load.js");
	const text = JSON.stringify({
		version: 1,
		name: "drawn",
		data: { train, validation: { split: 0.25 } },
		backbone: { name: "scattering", size },
		head: [{ dense: 24, activation: "relu" }, { dropout: 0.3 }, { dense: "classes", activation: "softmax" }],
		fit: { loss: "categorical_crossentropy", optimizer: { name: "adam", learningRate: 0.003 }, epochs: 3, batch: 16, seed },
		extract: { shard },
		...more,
	});
	const loaded = parseJob(text, join(tmpdir(), "job.json"), []);
	return id === undefined ? loaded : { ...loaded, id };
}
