import { createHash } from "node:crypto";

/**
 * A job is one trace (W3C Trace Context, https://www.w3.org/TR/trace-context/), and whoever knows the job's id knows the trace's: nothing has to be handed on,
 * and no message that gets lost tears a trace apart (F1).
 */
export interface TraceContext {
	/** 16 bytes, hex. */
	readonly traceId: string;
	/** 8 bytes, hex: the job's own span, which all others are below. */
	readonly spanId: string;
}

export function traceOf(job: string): TraceContext {
	const digest = createHash("sha256").update(`frostline job ${job}`).digest("hex");
	return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}

/** The header of that name: version, trace, parent, and that it is recorded. */
export function traceparent(job: string): string {
	const { traceId, spanId } = traceOf(job);
	return `00-${traceId}-${spanId}-01`;
}
