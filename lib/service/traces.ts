import { randomBytes } from "node:crypto";
import { FrostlineError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { traceOf } from "../base/trace.ts";
import type { ServiceName } from "./metric-rows.ts";

export type Attributes = Readonly<Record<string, string | number>>;

/** Something that took time, of one job. */
export interface Span {
	readonly job: string;
	/** The job itself, which the others are below, or what of it. */
	readonly name: "job" | "shard" | "fit";
	/** Milliseconds since 1970. */
	readonly began: number;
	readonly attributes: Attributes;
	/** Why it did not succeed. */
	readonly error?: unknown;
}

/** Where spans are told; in memory for a while, and given up where nobody takes them: nothing ever waits for a trace. */
export interface Traces {
	/** A span that ends now. */
	ended(span: Span): void;
	/** Sends what is left. */
	close(): Promise<void>;
}

export interface TracesOptions {
	/** http(s)://host:port of an OpenTelemetry collector. */
	readonly endpoint: string;
	readonly service: ServiceName;
	readonly version: string;
	readonly worker: string;
	readonly log: Logger;
}

const SEND_MS = 5_000;
const TIMEOUT_MS = 5_000;
/** Spans that are kept for a collector that does not answer; a shard is one. */
const KEPT = 2_048;

/** Tells an OpenTelemetry collector, by OTLP over HTTP in its JSON form (https://opentelemetry.io/docs/specs/otlp/), every few seconds. */
export function openTraces({ endpoint, service, version, worker, log }: TracesOptions): Traces {
	const resource = {
		attributes: listed({ "service.name": `frostline-${service}`, "service.version": version, "service.instance.id": worker }),
	};
	let spans: object[] = [];
	let complained = false;
	let sending = Promise.resolve();

	const send = async (): Promise<void> => {
		const batch = spans;
		if (batch.length === 0) return;
		spans = [];
		const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "frostline", version }, spans: batch }] }] });
		const headers = { "Content-Type": "application/json" };
		try {
			const answer = await fetch(`${endpoint.replace(/\/$/, "")}/v1/traces`, {
				method: "POST",
				headers,
				body,
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
			if (!answer.ok) throw new Error(`it answered ${answer.status}`);
			complained = false;
		} catch (error) {
			spans = [...batch, ...spans].slice(-KEPT);
			if (!complained) log.warn({ err: error }, `traces cannot be sent to ${endpoint}; the newest are kept for it`);
			complained = true;
		}
	};
	const timer = setInterval(() => {
		sending = sending.then(send);
	}, SEND_MS);
	timer.unref();
	return {
		ended({ job, name, began, attributes, error }) {
			const { traceId, spanId } = traceOf(job);
			const place = name === "job" ? { spanId } : { spanId: randomBytes(8).toString("hex"), parentSpanId: spanId };
			spans.push({
				traceId,
				...place,
				name,
				kind: 1, // internal
				startTimeUnixNano: `${began}000000`,
				endTimeUnixNano: `${Date.now()}000000`,
				attributes: listed({ "frostline.job": job, ...attributes }),
				status: error === undefined ? { code: 0 } : { code: 2, message: messageOf(error) },
			});
			if (spans.length > KEPT) spans.shift();
		},
		async close() {
			clearInterval(timer);
			await sending.then(send);
		},
	};
}

/** Where no collector is named. */
export const noTraces: Traces = {
	ended() {},
	close: async () => {},
};

/** Does the work, and tells of it as a span when it has ended, well or not. `attributes` may add what the work came to. */
export async function traced<T>(
	traces: Traces,
	span: Omit<Span, "began" | "error">,
	work: () => Promise<T>,
	outcome: (result: T) => Attributes = () => ({}),
): Promise<T> {
	const began = Date.now();
	try {
		const result = await work();
		traces.ended({ ...span, began, attributes: { ...span.attributes, ...outcome(result) } });
		return result;
	} catch (error) {
		traces.ended({ ...span, began, error });
		throw error;
	}
}

function listed(attributes: Attributes): object[] {
	return Object.entries(attributes).map(([key, value]) => ({
		key,
		value:
			typeof value === "string" ? { stringValue: value } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value },
	}));
}

function messageOf(error: unknown): string {
	if (error instanceof FrostlineError) return `${error.code}: ${error.message}`;
	return error instanceof Error ? error.message : String(error);
}
