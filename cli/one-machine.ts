import { join, resolve } from "node:path";
import { Closers } from "../lib/base/lifecycle.ts";
import { createLog } from "../lib/base/log.ts";
import { openLocalBus } from "../lib/bus/local.ts";
import type { Bus } from "../lib/bus/port.ts";
import { ComputeHost } from "../lib/compute/host.ts";
import { ComputePool } from "../lib/compute/pool.ts";
import type { RemoteImages } from "../lib/data/remote.ts";
import { cacheFolder } from "../lib/service/config-schema.ts";
import { noMetrics } from "../lib/service/no-metrics.ts";
import { noTraces } from "../lib/service/traces.ts";
import { openFolderStore } from "../lib/store/folder.ts";
import type { Store } from "../lib/store/port.ts";
import { startExtractor } from "../services/extractor/index.ts";
import { type FitWitness, startTrainer } from "../services/trainer/index.ts";
import { version } from "./version.ts";

/**
 * A cluster of one: the same services as on many machines, on the in-process bus and a folder. Nothing in them knows the
 * difference.
 */
export interface OneMachine {
	readonly bus: Bus;
	readonly store: Store;
	readonly remote: RemoteImages | null;
	readonly pool: ComputePool;
	/** Shards on the bus at a time: nobody shares it. */
	readonly window: number;
	close(): Promise<void>;
}

/** For proving something of what the services do. */
export interface Watched {
	/** Stands before the store. */
	readonly store?: (store: Store) => Store;
	readonly witness?: FitWitness;
}

export async function startOneMachine(
	folder: string,
	threads: number,
	remote: RemoteImages | null = null,
	watched: Watched = {},
): Promise<OneMachine> {
	const closers = new Closers();
	const root = resolve(folder);
	const opened = closers.add("store", await openFolderStore(root), (it) => it.close());
	const store = watched.store?.(opened) ?? opened;
	const bus = closers.add("bus", openLocalBus(), (it) => it.close());
	const pool = closers.add("embedding processes", new ComputePool(threads, { batchSizes: join(cacheFolder(), "batch-sizes.json") }), (it) =>
		it.close(),
	);
	const host = closers.add("fitting process", new ComputeHost(), (it) => it.close());
	const log = createLog("frostline", process.env.FROSTLINE_LOG || "silent");
	const trainer = startTrainer({
		bus,
		store,
		remote,
		pool,
		host,
		threads,
		worker: "local",
		version: version(),
		metrics: noMetrics,
		traces: noTraces,
		log,
		...(watched.witness === undefined ? {} : { witness: watched.witness }),
	});
	const extractor = startExtractor({
		...{ bus, store, remote, pool, log, worker: "local", version: version(), metrics: noMetrics, traces: noTraces },
		canary: null,
	});
	return {
		bus,
		store,
		remote,
		pool,
		window: Number.POSITIVE_INFINITY,
		async close() {
			// Children first: they hold nothing, and with them gone the services have nothing to wait for.
			await Promise.all([pool.close(), host.close()]);
			await Promise.all([extractor.stop(), trainer.stop()]);
			await closers.close();
		},
	};
}
