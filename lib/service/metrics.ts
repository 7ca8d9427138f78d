import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Backlog, Queue } from "../bus/port.ts";
import { type GpuMemory, gpuMemory } from "./gpu-memory.ts";
import { type MetricRow, metricRows, type ServiceName } from "./metric-rows.ts";

/** What a service tells while it works. All are cheap enough for every shard, batch and retry. */
export interface Metrics {
	shard(outcome: "done" | "present" | "failed"): void;
	/** Images that went through the backbone. */
	embedded(images: number): void;
	skipped(code: string, images?: number): void;
	/** Adds to each stage; `{ decode: 0.2, infer: 1.1 }` as events have it. */
	spent(seconds: Readonly<Record<string, number>>): void;
	computeRestarted(reason: "crashed" | "hung"): void;
	/** Work was left to workers of a newer release. */
	workRefused(): void;
	storeRetried(): void;
	/** An object was wanted as a local file. */
	cached(outcome: "hit" | "miss"): void;
	/** What a job that is done had wanted. */
	rows(from: "store" | "extractors", rows: number): void;
	busConnected(connected: boolean): void;
	/** Work was taken (1) or answered (−1). */
	workInHand(change: 1 | -1): void;
	/** What the bus says of a queue. null: not the leader, so nothing to say. */
	queue(queue: Queue, backlog: Backlog | null): void;
	/** Jobs by state; a state that is left out has none. null: not the leader, so nothing to say. */
	jobs(counts: Readonly<Partial<Record<JobStateName, number>>> | null): void;
	leader(leading: boolean): void;
	fit(outcome: "done" | "failed"): void;
	epoch(steps: number): void;
	featureBytes(direction: "written" | "read", bytes: number): void;
	/** In Prometheus' text format. */
	text(): Promise<string>;
}

type Key = keyof typeof metricRows;
type JobStateName = (typeof metricRows.jobs.labels.state)[number];

export interface MetricsOptions {
	readonly service: ServiceName;
	readonly version: string;
	/** Asked at each reading. */
	readonly gpus?: () => Promise<readonly GpuMemory[]>;
}

/** The event loop's delay is looked at this often. Every 10 ms, as by default, takes 2 to 4 % of a core from whatever computes. */
const LOOP_MS = 200;

/** Metrics of one process, with Node's and the process' own. Rows that the service does not report have no series. */
export function createMetrics({ service, version, gpus = gpuMemory }: MetricsOptions): Metrics {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_MS });
	const counter = (key: Key) => prepared(new Counter({ ...definition(metricRows[key]), registers: [registry] }), metricRows[key], service);
	const gauge = (key: Key) => prepared(new Gauge({ ...definition(metricRows[key]), registers: [registry] }), metricRows[key], service);
	const counters = {
		shards: counter("shards"),
		embedded: counter("embedded"),
		skipped: counter("skipped"),
		stages: counter("stages"),
		restarts: counter("restarts"),
		refused: counter("refused"),
		storeRetries: counter("storeRetries"),
		cache: counter("cache"),
		rows: counter("rows"),
		fits: counter("fits"),
		epochs: counter("epochs"),
		steps: counter("steps"),
		bytesWritten: counter("bytesWritten"),
		bytesRead: counter("bytesRead"),
	};
	const gauges = {
		busConnected: gauge("busConnected"),
		inHand: gauge("inHand"),
		queueWaiting: gauge("queueWaiting"),
		queueInHand: gauge("queueInHand"),
		queueAge: gauge("queueAge"),
		gpuUsed: gauge("gpuUsed"),
		gpuTotal: gauge("gpuTotal"),
		jobs: gauge("jobs"),
		leader: gauge("leader"),
		info: gauge("info"),
	};
	gauges.info.set({ service, version }, 1);
	return {
		shard: (outcome) => counters.shards.inc({ outcome }),
		embedded: (images) => counters.embedded.inc(images),
		skipped: (code, images = 1) => counters.skipped.inc({ code }, images),
		spent(seconds) {
			for (const [stage, spent] of Object.entries(seconds)) counters.stages.inc({ stage }, spent);
		},
		computeRestarted: (reason) => counters.restarts.inc({ reason }),
		workRefused: () => counters.refused.inc(),
		storeRetried: () => counters.storeRetries.inc(),
		cached: (outcome) => counters.cache.inc({ outcome }),
		rows: (from, rows) => counters.rows.inc({ from }, rows),
		busConnected: (connected) => gauges.busConnected.set(connected ? 1 : 0),
		workInHand: (change) => gauges.inHand.inc(change),
		queue(queue, backlog) {
			if (backlog === null) {
				gauges.queueWaiting.remove({ queue });
				gauges.queueInHand.remove({ queue });
				gauges.queueAge.remove({ queue });
				return;
			}
			gauges.queueWaiting.set({ queue }, backlog.waiting);
			gauges.queueInHand.set({ queue }, backlog.inHand);
			gauges.queueAge.set({ queue }, backlog.oldestMs / 1000);
		},
		jobs(counts) {
			if (counts === null) return gauges.jobs.reset();
			for (const state of metricRows.jobs.labels.state) gauges.jobs.set({ state }, counts[state] ?? 0);
		},
		leader: (leading) => gauges.leader.set(leading ? 1 : 0),
		fit: (outcome) => counters.fits.inc({ outcome }),
		epoch(steps) {
			counters.epochs.inc();
			counters.steps.inc(steps);
		},
		featureBytes: (direction, bytes) => counters[direction === "written" ? "bytesWritten" : "bytesRead"].inc(bytes),
		async text() {
			if (metricRows.gpuUsed.by.some((name) => name === service)) {
				for (const { gpu, usedBytes, totalBytes } of await gpus()) {
					gauges.gpuUsed.set({ gpu }, usedBytes);
					gauges.gpuTotal.set({ gpu }, totalBytes);
				}
			}
			return registry.metrics();
		},
	};
}

function definition({ name, meaning, labels }: MetricRow): { name: string; help: string; labelNames: string[] } {
	return { name, help: `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`, labelNames: Object.keys(labels) };
}

/**
 * A counter's series of one closed label begin at 0, or else its first increase, from nothing to 1, is none to Prometheus. What the
 * service does not report has no series: a 0 would say that it looked.
 */
function prepared<T extends Counter | Gauge>(metric: T, { type, labels, by }: MetricRow, service: ServiceName): T {
	const [label, second] = Object.entries(labels);
	if (label === undefined) {
		if (!by.includes(service)) metric.remove();
	} else if (type === "counter" && by.includes(service) && second === undefined) {
		for (const value of label[1]) if (value !== "…") metric.inc({ [label[0]]: value }, 0);
	}
	return metric;
}
