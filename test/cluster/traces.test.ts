import { expect, inject, test } from "vitest";
import { traceOf } from "../../lib/base/trace.ts";
import { startCluster } from "../support/cluster.ts";
import { startCollector } from "../support/collector.ts";

const known = inject("known");

test("a job is one trace: a span of its own, one for each shard and one for its fit, and the trace's id on every log line about it", async () => {
	const { endpoint, spans } = await startCollector();
	const cluster = await startCluster({ env: { FROSTLINE_TRACES_ENDPOINT: endpoint } });
	const job = await cluster.begin(known.folder);
	await cluster.result(job);
	for (const service of cluster.services) await service.end("SIGTERM"); // what is left is sent
	const { traceId, spanId } = traceOf(job);
	expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
	const of = (wanted: string) => spans.filter(({ name }) => name === wanted);
	expect(of("job").map((span) => span.spanId)).toEqual([spanId]);
	expect(of("shard")).toHaveLength(Object.keys(known.features).length);
	expect(of("fit")).toHaveLength(1);
	for (const { name, parentSpanId, status } of spans)
		expect([name, parentSpanId, status.code]).toEqual([name, name === "job" ? undefined : spanId, 0]);
	for (const { log } of cluster.services) {
		const about = log.filter((line) => line.job === job);
		expect(about.length).toBeGreaterThan(0);
		expect(about.filter((line) => line.trace_id !== traceId)).toEqual([]);
	}
});
