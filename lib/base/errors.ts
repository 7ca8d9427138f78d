/**
 * An error's class says what the caller does next (docs/failures.md):
 * - UserError: the person's document, arguments or files; exit 2 (or `exitCode`), message plus fix, no stack.
 * - RetryableError: the same work may succeed later; nak with `delayMs`.
 * - TerminalError: the same work will never succeed; dead letter with the reason.
 */

/** Where in a document an error stands; lines and columns count from 1. */
export interface Location {
	file: string;
	line?: number;
	column?: number;
}

export interface ErrorDetail {
	/** One line that says what to do about it. */
	fix?: string;
	at?: Location;
	/** The value's place in the job document; whoever has the document makes `at` of it. */
	path?: readonly (string | number)[];
	cause?: unknown;
}

/** Common ground: a stable `code` from docs/failures.md, a message that says what was expected and what came, and a fix. */
export abstract class FrostlineError extends Error {
	readonly code: string;
	readonly fix: string | undefined;
	readonly path: readonly (string | number)[] | undefined;
	#at: Location | undefined;

	constructor(code: string, message: string, detail: ErrorDetail = {}) {
		super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
		this.code = code;
		this.fix = detail.fix;
		this.path = detail.path;
		this.#at = detail.at;
	}

	get at(): Location | undefined {
		return this.#at;
	}

	/** Says where it stands, unless that is known already. */
	located(at: Location): this {
		this.#at ??= at;
		return this;
	}
}

export class UserError extends FrostlineError {
	override readonly name = "UserError";
	readonly exitCode: number;

	constructor(code: string, message: string, detail: ErrorDetail & { exitCode?: number } = {}) {
		super(code, message, detail);
		this.exitCode = detail.exitCode ?? 2;
	}
}

export class RetryableError extends FrostlineError {
	override readonly name = "RetryableError";
	readonly delayMs: number;

	constructor(code: string, message: string, detail: ErrorDetail & { delayMs?: number } = {}) {
		super(code, message, detail);
		this.delayMs = detail.delayMs ?? 1000;
	}
}

export class TerminalError extends FrostlineError {
	override readonly name = "TerminalError";
}

/** `flowers.yaml:12:5` for messages and editors. */
export function formatLocation(at: Location): string {
	return [at.file, at.line, at.line === undefined ? undefined : at.column].filter((part) => part !== undefined).join(":");
}
