import type { Seen } from "../../lib/lint/index.ts";

/** A code with what it is for, and with what it is nearly for. */
export interface Case {
	readonly for: readonly Seen[];
	readonly not: readonly Seen[];
	/** Codes that are rightly found with it. */
	readonly beside?: readonly string[];
}
