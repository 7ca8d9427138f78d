import { digestOf } from "../base/digest.ts";
import type { WrittenJob } from "./schema.ts";

/**
 * A document with its defaults filled in and its paths as written: what it means, whatever its format, comments and order of keys. Its digest
 * names the job, on every machine the same.
 */
export type CanonicalJob = WrittenJob;

export function jobDigest(canonical: CanonicalJob): string {
	return digestOf(canonical);
}

export function jobId(canonical: CanonicalJob): string {
	return `${canonical.name}-${jobDigest(canonical).slice(0, 8)}`;
}
