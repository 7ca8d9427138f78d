export type ServiceName = "coordinator" | "extractor" | "trainer";

/** One metric. Nothing is labelled with a job, worker or image: each new value would be a new series for ever. */
export interface MetricRow {
	readonly name: string;
	readonly type: "counter" | "gauge";
	/** Label → its values; open lists (skip codes, stages) end with "…". */
	readonly labels: Readonly<Record<string, readonly string[]>>;
	/** Who reports it. */
	readonly by: readonly ServiceName[];
	readonly meaning: string;
}

const every: readonly ServiceName[] = ["coordinator", "extractor", "trainer"];
const embedding: readonly ServiceName[] = ["extractor", "trainer"];

/** All metrics of Frostline's own, as docs/configuration.md lists them. Counters end in _total, and units are in the name. */
export const metricRows = {
	shards: {
		name: "frostline_shards_total",
		type: "counter",
		labels: { outcome: ["done", "present", "failed"] },
		by: ["extractor"],
		meaning: "shards that came to an end: computed, already in the store, or a dead letter",
	},
	embedded: {
		name: "frostline_images_embedded_total",
		type: "counter",
		labels: {},
		by: embedding,
		meaning: "images that went through the backbone",
	},
	skipped: {
		name: "frostline_images_skipped_total",
		type: "counter",
		labels: { code: ["TRUNCATED", "NOT_AN_IMAGE", "…"] },
		by: ["extractor"],
		meaning: "images that gave no row, by the code of docs/images.md",
	},
	stages: {
		name: "frostline_stage_seconds_total",
		type: "counter",
		labels: { stage: ["decode", "infer", "…"] },
		by: embedding,
		meaning:
			"seconds spent in each stage of the work: `decode` and `infer`, summed over compute processes; `all`, the time that shards took from taking to storing; `fit` and `export` of fits",
	},
	restarts: {
		name: "frostline_compute_restarts_total",
		type: "counter",
		labels: { reason: ["crashed", "hung"] },
		by: embedding,
		meaning: "compute processes that were replaced",
	},
	refused: {
		name: "frostline_work_refused_total",
		type: "counter",
		labels: {},
		by: embedding,
		meaning: "work that was left to workers of a newer release",
	},
	storeRetries: {
		name: "frostline_store_retries_total",
		type: "counter",
		labels: {},
		by: every,
		meaning: "operations of the store that were tried again",
	},
	busConnected: {
		name: "frostline_bus_connected",
		type: "gauge",
		labels: {},
		by: every,
		meaning: "1 while there is a connection to NATS, else 0",
	},
	inHand: {
		name: "frostline_work_in_hand",
		type: "gauge",
		labels: {},
		by: embedding,
		meaning: "shards or fits that this process works on",
	},
	queueWaiting: {
		name: "frostline_queue_waiting",
		type: "gauge",
		labels: { queue: ["extract", "fit"] },
		by: ["coordinator"],
		meaning: "work that waits on the bus, and what to scale workers by; reported by the leader alone",
	},
	queueInHand: {
		name: "frostline_queue_in_hand",
		type: "gauge",
		labels: { queue: ["extract", "fit"] },
		by: ["coordinator"],
		meaning: "work that workers have taken and not answered; reported by the leader alone",
	},
	queueAge: {
		name: "frostline_queue_age_seconds",
		type: "gauge",
		labels: { queue: ["extract", "fit"] },
		by: ["coordinator"],
		meaning:
			"how long ago the oldest work on the bus was published, waiting or in hand; 0 when there is none; reported by the leader alone",
	},
	rows: {
		name: "frostline_rows_total",
		type: "counter",
		labels: { from: ["store", "extractors"] },
		by: ["coordinator"],
		meaning: "feature rows that jobs which are done had wanted: found in the store, or computed for them",
	},
	jobs: {
		name: "frostline_jobs",
		type: "gauge",
		labels: { state: ["queued", "running", "done", "failed", "cancelled"] },
		by: ["coordinator"],
		meaning: "jobs in the store, by state; reported by the leader alone",
	},
	leader: {
		name: "frostline_leader",
		type: "gauge",
		labels: {},
		by: ["coordinator"],
		meaning: "1 on the coordinator that leads, 0 on the others; the sum should be 1",
	},
	fits: {
		name: "frostline_fits_total",
		type: "counter",
		labels: { outcome: ["done", "failed"] },
		by: ["trainer"],
		meaning: "fits that came to an end",
	},
	epochs: { name: "frostline_epochs_total", type: "counter", labels: {}, by: ["trainer"], meaning: "epochs fitted" },
	steps: { name: "frostline_fit_steps_total", type: "counter", labels: {}, by: ["trainer"], meaning: "optimiser steps, one per batch" },
	bytesWritten: {
		name: "frostline_feature_written_bytes_total",
		type: "counter",
		labels: {},
		by: ["extractor"],
		meaning: "bytes of feature files put into the store",
	},
	bytesRead: {
		name: "frostline_feature_read_bytes_total",
		type: "counter",
		labels: {},
		by: ["trainer"],
		meaning: "bytes of feature files read from the store or from its local copies",
	},
	cache: {
		name: "frostline_cache_requests_total",
		type: "counter",
		labels: { outcome: ["hit", "miss"] },
		by: every,
		meaning: "objects wanted as local files: there already, or fetched from the store",
	},
	gpuUsed: {
		name: "frostline_gpu_memory_used_bytes",
		type: "gauge",
		labels: { gpu: ["0", "…"] },
		by: embedding,
		meaning: "memory in use on each GPU that the process sees, by whatever process; none where there is no GPU",
	},
	gpuTotal: {
		name: "frostline_gpu_memory_total_bytes",
		type: "gauge",
		labels: { gpu: ["0", "…"] },
		by: embedding,
		meaning: "memory that each of these GPUs has",
	},
	info: {
		name: "frostline_info",
		type: "gauge",
		labels: { service: every, version: ["…"] },
		by: every,
		meaning: "always 1; its labels say what runs",
	},
} as const satisfies Record<string, MetricRow>;
