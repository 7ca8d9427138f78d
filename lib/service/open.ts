import { join } from "node:path";
import { Closers } from "../base/lifecycle.ts";
import { createLog, type Logger } from "../base/log.ts";
import type { Bus } from "../bus/port.ts";
import { ComputePool } from "../compute/pool.ts";
import type { RemoteImages } from "../data/remote.ts";
import { openRemoteImages } from "../store/minio-images.ts";
import type { Store } from "../store/port.ts";
import type { Config } from "./config.ts";
import { describeConfig, loadConfig } from "./config.ts";
import { strayVariables } from "./config-environment.ts";
import { openBus, openStore } from "./connect.ts";
import { DRAINED } from "./drain.ts";
import { startHttp } from "./http.ts";
import type { ServiceName } from "./metric-rows.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type Running, runService } from "./run.ts";
import { noTraces, openTraces, type Traces } from "./traces.ts";

/** What every service has once it is connected. */
export interface Opened {
	readonly config: Config;
	readonly bus: Bus;
	readonly store: Store;
	readonly remote: RemoteImages;
	readonly pool: ComputePool;
	readonly metrics: Metrics;
	readonly traces: Traces;
	readonly log: Logger;
	readonly closers: Closers;
}

/** The service itself, on what is open. */
export interface Part {
	stop(): Promise<void>;
	/** Takes no more work, and finishes what is in hand. */
	drain?(): void;
	/** null: it can take work; else why not. */
	ready?(): string | null;
}

export interface ServiceMain {
	readonly name: ServiceName;
	readonly version: string;
	/** Sets up streams and bucket: the coordinator alone. */
	readonly setUp: boolean;
	/** Compute children; an extractor has one per core. */
	readonly children: (threads: number) => number;
	start(opened: Opened): Promise<Part> | Part;
}

export function openRemote({ s3, cache }: Config, onCache?: Metrics["cached"]): RemoteImages {
	const { endpoint, region, accessKey, secretKey, tls } = s3;
	return openRemoteImages({
		endpoint,
		region,
		accessKey,
		secretKey,
		tls,
		cache: join(cache.folder, "objects"),
		cacheBytes: cache.bytes,
		...(onCache === undefined ? {} : { onCache }),
	});
}

/** The same for a run on one machine, which needs the S3 service's settings and no bus. */
export function openRemoteAlone(): RemoteImages {
	return openRemote(loadConfig({ overrides: { nats: { servers: ["nats://127.0.0.1"] } } }));
}

/** A service's life: connects, patiently; serves probes and metrics from the first moment; works; and lets go of everything in reverse order. */
export function serviceMain(config: Config, main: ServiceMain): Promise<number> {
	const log = createLog(main.name, config.log).child({ worker: config.worker });
	const { shutdownMs } = config;
	return runService(main.name, (signal) => open(config, main, log, signal), { shutdownMs, log });
}

async function open(config: Config, main: ServiceMain, log: Logger, signal: AbortSignal): Promise<Running> {
	const { name, version, setUp } = main;
	log.info({ version, config: describeConfig(config) }, `${name} is starting`);
	for (const { name: stray, meant } of strayVariables())
		log.warn(`${stray} is no setting${meant === undefined ? "" : `; is ${meant} meant?`}`);
	const closers = new Closers();
	const metrics = createMetrics({ service: name, version });
	let part: Part | null = null;
	let bus: Bus | null = null;
	let draining = false;
	const ready = (): string | null => {
		if (signal.aborted) return "stopping";
		if (bus === null || part === null) return "starting: waiting for bus and store";
		if (!bus.connected) return "no connection to the bus";
		return part.ready?.() ?? (draining ? DRAINED : null);
	};
	try {
		const http = await startHttp({ ...config.http, live: () => null, ready, metrics: () => metrics.text() });
		closers.add("probes", http, (it) => it.close());
		const { endpoint } = config.traces;
		const traces =
			endpoint === undefined
				? noTraces
				: closers.add("traces", openTraces({ endpoint, service: name, version, worker: config.worker, log }), (it) => it.close());
		log.info({ port: http.port }, "probes and metrics are served");
		const onStatus = (status: "connected" | "disconnected", detail: string) => {
			metrics.busConnected(status === "connected");
			log[status === "connected" ? "info" : "warn"]({ detail }, `bus ${status}`);
		};
		bus = await openBus(config, { service: name, setUp, patient: true, signal, onStatus });
		closers.add("bus", bus, (it) => it.close());
		metrics.busConnected(true);
		const onWait = (error: Error) => log.warn(`waiting for the store: ${error.message}`);
		const store = closers.add(
			"store",
			await openStore(config, { setUp, patient: true, signal, onWait, onRetry: metrics.storeRetried, onCache: metrics.cached }),
			(it) => it.close(),
		);
		const pool = new ComputePool(main.children(config.compute.threads), {
			...config.compute,
			batchSizes: join(config.cache.folder, "batch-sizes.json"),
			onLost(reason) {
				metrics.computeRestarted(reason);
				log.warn({ reason }, "a compute process was lost in the middle of its work, and is replaced");
			},
		});
		closers.add("compute processes", pool, (it) => it.close());
		const started = await main.start({
			config,
			bus,
			store,
			remote: openRemote(config, metrics.cached),
			pool,
			metrics,
			traces,
			log,
			closers,
		});
		part = closers.add(name, started, (it) => it.stop());
		log.info(`${name} is ready`);
	} catch (error) {
		await closers.close();
		throw error;
	}
	return {
		drain() {
			draining = true;
			part?.drain?.();
		},
		async stop() {
			for (const complaint of await closers.close()) log.warn(complaint);
		},
	};
}
