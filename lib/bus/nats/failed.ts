import { RetryableError } from "../../base/errors.ts";

/** What the bus did not do, and may do later. */
export function retryable(cause: unknown, what: string): RetryableError {
	return new RetryableError("BUS_FAILED", `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, {
		cause,
		fix: "it is tried again by itself; if it repeats, look at the NATS server",
	});
}
