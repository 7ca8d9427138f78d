import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { metricRows, type ServiceName } from "../../lib/service/metric-rows.ts";

const root = resolve(import.meta.dirname, "../..");

/** What tells a row: a method of Metrics, as it is called; null where createMetrics does it by itself. */
const telling: Record<keyof typeof metricRows, RegExp | null> = {
	shards: /metrics\.shard\(/,
	embedded: /metrics\.embedded\(/,
	skipped: /metrics\.skipped\(/,
	stages: /metrics\.spent\(/,
	restarts: /metrics\.computeRestarted\b/,
	refused: /metrics\.workRefused\(/,
	storeRetries: /metrics\.storeRetried\b/,
	busConnected: /metrics\.busConnected\(/,
	inHand: /metrics\.workInHand\(/,
	queueWaiting: /metrics\.queue\(/,
	queueInHand: /metrics\.queue\(/,
	queueAge: /metrics\.queue\(/,
	rows: /metrics\.rows\(/,
	jobs: /metrics\.jobs\(/,
	leader: /metrics\.leader\(/,
	fits: /metrics\.fit\(/,
	epochs: /metrics\.epoch\(/,
	steps: /metrics\.epoch\(/,
	bytesWritten: /metrics\.featureBytes\("written"/,
	bytesRead: /metrics\.featureBytes\("read"/,
	cache: /metrics\.cached\b/,
	gpuUsed: null,
	gpuTotal: null,
	info: null,
};

/** All that runs in a service's process and knows of its metrics. */
function sources(service: ServiceName): string {
	const folder = join(root, "services", service);
	const own = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
	return [...own, readFileSync(join(root, "lib/service/open.ts"), "utf8")].join("\n");
}

test.each(Object.entries(telling))("%s is told by the services that the table names, and by no other", (key, by) => {
	if (by === null) return;
	const row = metricRows[key as keyof typeof metricRows];
	// A compute process that is lost is told of for all three by one place; the coordinator's only draws thumbnails, and has no series.
	const telling = (["coordinator", "extractor", "trainer"] as const).filter((service) => by.test(sources(service)));
	const named: readonly string[] = row.by;
	expect(key === "restarts" ? telling.filter((service) => service !== "coordinator") : telling).toEqual(named);
});
