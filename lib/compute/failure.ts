import { FrostlineError, RetryableError, TerminalError, UserError } from "../base/errors.ts";
import type { Failure } from "./calls.ts";

/** Packs an error for the channel between a compute child and its parent. */
export function toFailure(error: unknown): Failure {
	if (!(error instanceof FrostlineError)) {
		const { message, stack } = error instanceof Error ? error : new Error(String(error));
		return { kind: "bug", code: "INTERNAL", message, ...(stack === undefined ? {} : { stack }) };
	}
	const kind = error instanceof UserError ? "user" : error instanceof RetryableError ? "retryable" : "terminal";
	const path = error.path === undefined ? {} : { path: error.path };
	return { kind, code: error.code, message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }), ...path };
}

/** The same error on the other side, of the same class. Its place in the job document travels with it. */
export function fromFailure(failure: Failure): Error {
	const detail = {
		...(failure.fix === undefined ? {} : { fix: failure.fix }),
		...(failure.path === undefined ? {} : { path: failure.path }),
	};
	const error =
		failure.kind === "user"
			? new UserError(failure.code, failure.message, detail)
			: failure.kind === "retryable"
				? new RetryableError(failure.code, failure.message, detail)
				: new TerminalError(failure.code, failure.message, detail);
	if (failure.stack !== undefined) error.stack = failure.stack;
	return error;
}
