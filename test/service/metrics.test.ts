import { describe, expect, test } from "vitest";
import { type MetricRow, metricRows, type ServiceName } from "../../lib/service/metric-rows.ts";
import { createMetrics, type Metrics } from "../../lib/service/metrics.ts";
import { noMetrics } from "../../lib/service/no-metrics.ts";

const rows = Object.values<MetricRow>(metricRows);
const services: readonly ServiceName[] = ["coordinator", "extractor", "trainer"];

/** Series of Frostline's own, as `name{labels}` → value. */
async function series(metrics: Metrics): Promise<Record<string, number>> {
	const lines = (await metrics.text()).split("\n").filter((line) => line.startsWith("frostline_") && !line.startsWith("frostline_info"));
	return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]));
}

/** Everything there is to tell, once. */
function tellAll(metrics: Metrics): void {
	metrics.shard("done");
	metrics.shard("present");
	metrics.shard("failed");
	metrics.embedded(64);
	metrics.skipped("TRUNCATED");
	metrics.skipped("NOT_AN_IMAGE", 3);
	metrics.spent({ decode: 0.25, infer: 1.5 });
	metrics.spent({ decode: 0.25 });
	metrics.computeRestarted("crashed");
	metrics.computeRestarted("hung");
	metrics.workRefused();
	metrics.storeRetried();
	metrics.cached("hit");
	metrics.cached("miss");
	metrics.cached("hit");
	metrics.rows("store", 300);
	metrics.rows("extractors", 60);
	metrics.busConnected(true);
	metrics.workInHand(1);
	metrics.workInHand(1);
	metrics.workInHand(-1);
	metrics.queue("extract", { waiting: 12, inHand: 2, oldestMs: 4_500 });
	metrics.queue("fit", { waiting: 0, inHand: 1, oldestMs: 250 });
	metrics.jobs({ running: 2, done: 7 });
	metrics.leader(true);
	metrics.fit("done");
	metrics.fit("failed");
	metrics.epoch(100);
	metrics.epoch(50);
	metrics.featureBytes("written", 4096);
	metrics.featureBytes("read", 512);
}

const gpus = async () => [{ gpu: "0", usedBytes: 3 * 2 ** 30, totalBytes: 80 * 2 ** 30 }];

test("what is told is what is shown", async () => {
	const metrics = createMetrics({ service: "extractor", version: "1.0.0", gpus });
	tellAll(metrics);
	expect(await series(metrics)).toEqual({
		'frostline_shards_total{outcome="done"}': 1,
		'frostline_shards_total{outcome="present"}': 1,
		'frostline_shards_total{outcome="failed"}': 1,
		frostline_images_embedded_total: 64,
		'frostline_images_skipped_total{code="TRUNCATED"}': 1,
		'frostline_images_skipped_total{code="NOT_AN_IMAGE"}': 3,
		'frostline_stage_seconds_total{stage="decode"}': 0.5,
		'frostline_stage_seconds_total{stage="infer"}': 1.5,
		'frostline_compute_restarts_total{reason="crashed"}': 1,
		'frostline_compute_restarts_total{reason="hung"}': 1,
		frostline_work_refused_total: 1,
		frostline_store_retries_total: 1,
		'frostline_cache_requests_total{outcome="hit"}': 2,
		'frostline_cache_requests_total{outcome="miss"}': 1,
		'frostline_rows_total{from="store"}': 300,
		'frostline_rows_total{from="extractors"}': 60,
		frostline_bus_connected: 1,
		frostline_work_in_hand: 1,
		'frostline_queue_waiting{queue="extract"}': 12,
		'frostline_queue_waiting{queue="fit"}': 0,
		'frostline_queue_in_hand{queue="extract"}': 2,
		'frostline_queue_in_hand{queue="fit"}': 1,
		'frostline_queue_age_seconds{queue="extract"}': 4.5,
		'frostline_queue_age_seconds{queue="fit"}': 0.25,
		'frostline_gpu_memory_used_bytes{gpu="0"}': 3 * 2 ** 30,
		'frostline_gpu_memory_total_bytes{gpu="0"}': 80 * 2 ** 30,
		'frostline_jobs{state="queued"}': 0,
		'frostline_jobs{state="running"}': 2,
		'frostline_jobs{state="done"}': 7,
		'frostline_jobs{state="failed"}': 0,
		'frostline_jobs{state="cancelled"}': 0,
		frostline_leader: 1,
		'frostline_fits_total{outcome="done"}': 1,
		'frostline_fits_total{outcome="failed"}': 1,
		frostline_epochs_total: 2,
		frostline_fit_steps_total: 150,
		frostline_feature_written_bytes_total: 4096,
		frostline_feature_read_bytes_total: 512,
	});
});

test("every row is told by some method", async () => {
	const told = await Promise.all(
		services.map((service) => {
			const metrics = createMetrics({ service, version: "1.0.0", gpus });
			tellAll(metrics);
			return metrics.text();
		}),
	);
	const text = told.join("\n");
	for (const { name, type } of rows) {
		expect(text).toContain(`# TYPE ${name} ${type}\n`);
		expect(text).toMatch(new RegExp(`^${name}[ {].*[1-9]`, "m"));
	}
});

test("nothing told, closed labels begin at 0, so that the first increase is one", async () => {
	const shown = await series(createMetrics({ service: "extractor", version: "1.0.0" }));
	expect(shown['frostline_shards_total{outcome="failed"}']).toBe(0);
	expect(shown['frostline_compute_restarts_total{reason="hung"}']).toBe(0);
	expect(Object.keys(shown).join()).not.toContain("…");
});

test.each(services)("nothing told, a %s shows only what it reports", async (service) => {
	const shown = await series(createMetrics({ service, version: "1.0.0", gpus }));
	const mine = rows.filter(({ by }) => by.includes(service)).map(({ name }) => name);
	expect(Object.keys(shown).filter((key) => !mine.includes(key.replace(/\{.*/, "")))).toEqual([]);
});

test("a coordinator that does not lead any more says nothing of jobs and queues", async () => {
	const metrics = createMetrics({ service: "coordinator", version: "1.0.0" });
	metrics.jobs({ running: 1 });
	metrics.jobs(null);
	metrics.queue("fit", { waiting: 3, inHand: 1, oldestMs: 10 });
	metrics.queue("fit", null);
	expect(Object.keys(await series(metrics)).filter((key) => /^frostline_(jobs|queue)/.test(key))).toEqual([]);
});

test("two processes' worth of metrics stay apart", async () => {
	const [one, other] = [createMetrics({ service: "trainer", version: "1" }), createMetrics({ service: "trainer", version: "1" })];
	one.epoch(10);
	expect((await series(other)).frostline_epochs_total).toBe(0);
});

test("the process' own metrics are there", async () => {
	const text = await createMetrics({ service: "trainer", version: "1.0.0" }).text();
	expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
	expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
});

test("noMetrics takes everything and shows nothing", async () => {
	tellAll(noMetrics);
	expect(await noMetrics.text()).toBe("");
});

describe("names are as Prometheus wants them", () => {
	test.each(rows.map((row) => [row.name, row] as const))("%s", (name, { type, labels }) => {
		expect(name).toMatch(/^frostline_[a-z][a-z_]*$/);
		expect(name.endsWith("_total")).toBe(type === "counter");
		expect(name).not.toMatch(/milliseconds|_ms|kilobytes|_mb/);
		// A job, a worker or an image as a label makes a series for each of them, for ever.
		expect(Object.keys(labels).filter((label) => /job|worker|image|shard|id$/.test(label))).toEqual([]);
	});
});
