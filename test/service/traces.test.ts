import { expect, test } from "vitest";
import { RetryableError } from "../../lib/base/errors.ts";
import { createLog } from "../../lib/base/log.ts";
import { traceOf, traceparent } from "../../lib/base/trace.ts";
import { openTraces, traced } from "../../lib/service/traces.ts";
import { startCollector } from "../support/collector.ts";

const options = { service: "extractor", version: "1.2.3", worker: "extractor-7", log: createLog("test", "silent") } as const;

test("a job's spans are one trace below the job's own span, whoever tells them", async () => {
	const { endpoint, spans, resources } = await startCollector();
	const [one, other] = [openTraces({ endpoint, ...options }), openTraces({ endpoint, ...options })];
	await traced(
		one,
		{ job: "rose-1", name: "shard", attributes: { "frostline.shard": 3 } },
		async () => 12,
		(rows) => ({ "frostline.rows": rows, "frostline.seconds.infer": 0.25 }),
	);
	other.ended({ job: "rose-1", name: "job", began: 1_700_000_000_000, attributes: {} });
	await Promise.all([one.close(), other.close()]);
	const { traceId, spanId } = traceOf("rose-1");
	const [shard, job] = [spans.find(({ name }) => name === "shard")!, spans.find(({ name }) => name === "job")!];
	expect(shard).toMatchObject({ traceId, parentSpanId: spanId, status: { code: 0 } });
	expect(job).toMatchObject({ traceId, spanId, startTimeUnixNano: "1700000000000000000" });
	expect(job.parentSpanId).toBeUndefined();
	expect(BigInt(shard.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(shard.startTimeUnixNano));
	expect(shard.attributes).toEqual([
		{ key: "frostline.job", value: { stringValue: "rose-1" } },
		{ key: "frostline.shard", value: { intValue: "3" } },
		{ key: "frostline.rows", value: { intValue: "12" } },
		{ key: "frostline.seconds.infer", value: { doubleValue: 0.25 } },
	]);
	expect(resources[0]).toContainEqual({ key: "service.name", value: { stringValue: "frostline-extractor" } });
});

test("work that fails is a span that says why, and fails as before", async () => {
	const { endpoint, spans } = await startCollector();
	const traces = openTraces({ endpoint, ...options });
	const work = traced(traces, { job: "rose-1", name: "fit", attributes: {} }, async () => {
		throw new RetryableError("STORE_FULL", "no room");
	});
	await expect(work).rejects.toMatchObject({ code: "STORE_FULL" });
	await traces.close();
	expect(spans[0]?.status).toEqual({ code: 2, message: "STORE_FULL: no room" });
});

test("a collector that fails gets the newest spans when it is back, and nobody waits for it", async () => {
	let status = 503;
	const { endpoint, spans } = await startCollector(() => status);
	const traces = openTraces({ endpoint, ...options });
	traces.ended({ job: "a", name: "job", began: 0, attributes: {} });
	await traces.close(); // sends, in vain
	expect(spans).toEqual([]);
	for (let i = 0; i < 2_100; i++) traces.ended({ job: `b${i}`, name: "job", began: 0, attributes: {} });
	status = 200;
	await traces.close();
	expect(spans).toHaveLength(2_048);
	expect(spans.at(-1)!.traceId).toBe(traceOf("b2099").traceId);
});

test("the header is as W3C has it, and each job has its own", () => {
	expect(traceparent("rose-1")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
	expect(traceparent("rose-1")).toBe(traceparent("rose-1"));
	expect(traceparent("rose-2")).not.toBe(traceparent("rose-1"));
});
