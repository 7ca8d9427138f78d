// From a submission's request to the first feature file in the store, with services that are up and have nothing to do: first with compute processes that have yet
// to start, then with ones that run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { drawnJob } from "./cluster-scaling.js";
import { connect, dist, startService } from "./cluster-servers.js";
import { median } from "./show.js";

const ROUNDS = 5;
const LOOK_MS = 5;
const LIMIT_MS = 60_000;
/** Services have been idle for so long: longer than a pull's request to the server lasts. */
const IDLE_MS = 6_000;

export async function measureIdle(servers) {
	const { RetryableError } = await dist("lib/base/errors.js");
	const { drawSet } = await dist("lib/drawn/index.js");
	const { ComputePool } = await dist("lib/compute/pool.js");
	const { planJob } = await dist("services/coordinator/plan.js");
	const { submitJob, tell } = await dist("services/coordinator/submit.js");
	const { featurePrefix } = await dist("lib/store/keys.js");
	const { spaceId } = await dist("lib/feature/space.js");
	const folder = mkdtempSync(join(tmpdir(), "frostline-bench-"));
	const cluster = await connect(servers.env);
	const pool = new ComputePool(1);
	const { signal } = new AbortController();
	const services = [];
	const cold = [];
	const warm = [];
	const timed = async (number) => {
		const loaded = await drawnJob({
			id: `idle-${number}`,
			train: join(folder, "images"),
			more: { data: { train: join(folder, "images"), validation: { split: 0.25 }, maxPixels: 1_000_000 + number } },
		});
		// All but the request: the document, the backbone and the images are there, and nobody knows of them.
		const request = () => Promise.reject(new RetryableError("BUS_NO_REPLY", "nobody is told yet"));
		const quiet = { ...cluster.bus, request };
		await submitJob(loaded, { ...cluster, bus: quiet, pool, signal, fresh: false, onImages() {}, onUpload() {}, note() {} });
		const { extraction } = await planJob(loaded, { ...cluster, pool }, () => {}, signal);
		await pause(IDLE_MS);
		const began = performance.now();
		const told = tell(cluster.bus, "submit", loaded.id);
		while (!(await anyFile(cluster.store, featurePrefix(spaceId(extraction))))) {
			if (performance.now() - began > LIMIT_MS) throw new Error(`no feature file within ${LIMIT_MS / 1000} s`);
			await pause(LOOK_MS);
		}
		const seconds = (performance.now() - began) / 1000;
		await told;
		return seconds;
	};
	try {
		await drawSet(join(folder, "images"), { classes: 3, perClass: 40, edge: 32, seed: 1 });
		const env = { ...servers.env, FROSTLINE_SCAN_MS: "3600000", FROSTLINE_THREADS: "2" };
		services.push(await startService("coordinator", { ...env, FROSTLINE_CACHE: join(folder, "c") }));
		await services[0].ready;
		for (let round = 0; round < ROUNDS; round++) {
			const extractor = await startService("extractor", { ...env, FROSTLINE_CACHE: join(folder, `e${round}`) });
			services.push(extractor);
			await extractor.ready;
			cold.push(await timed(2 * round));
			warm.push(await timed(2 * round + 1));
			await extractor.stop();
		}
	} finally {
		await pool.close();
		await Promise.all(services.map((service) => service.kill()));
		await cluster.close();
		rmSync(folder, { recursive: true, force: true });
	}
	return [
		{ "compute processes": "yet to start", seconds: median(cold), slowest: Math.max(...cold), all: cold },
		{ "compute processes": "running", seconds: median(warm), slowest: Math.max(...warm), all: warm },
	];
}

async function anyFile(store, prefix) {
	for await (const key of store.list(prefix)) if (key.endsWith(".safetensors")) return true;
	return false;
}
