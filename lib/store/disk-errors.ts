import { type FrostlineError, RetryableError, UserError } from "../base/errors.ts";

/** What the operating system says about a disk, in the classes that tell a caller what to do next. */
export function storeError(error: unknown, what: string): FrostlineError {
	const code = codeOf(error);
	const message = error instanceof Error ? error.message : String(error);
	if (code === "ENOSPC" || code === "EDQUOT") {
		const fix = "free some space: the work goes on by itself";
		return new RetryableError("STORE_FULL", `there is no room left to write ${what}: ${message}`, { delayMs: 10_000, cause: error, fix });
	}
	if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
		const fix = "give --store a folder that you may write";
		return new UserError("STORE_DENIED", `the store cannot use ${what}: ${message}`, { exitCode: 2, cause: error, fix });
	}
	return new RetryableError("STORE_FAILED", `the store failed on ${what}: ${message}`, { cause: error });
}

export function codeOf(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** What is not there, or is a folder of other objects, is null; anything else that goes wrong is said. */
export async function absent<T>(reading: Promise<T>, what: string): Promise<T | null> {
	return reading.catch((error: unknown) => {
		if (["ENOENT", "ENOTDIR", "EISDIR"].includes(codeOf(error) ?? "")) return null;
		throw storeError(error, what);
	});
}
