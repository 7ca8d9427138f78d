/** What is looked at, in this order. */
export const AREAS = ["settings", "environment", "engines", "bus", "store", "clock", "rights", "versions"] as const;
export type Area = (typeof AREAS)[number];

/**
 * One thing that was looked at.
 * - ok: as it should be
 * - warn: works, and may surprise
 * - fail: something will not work
 * - skip: could not be looked at, or does not matter here; `says` tells why
 */
export interface Check {
	readonly area: Area;
	readonly name: string;
	readonly state: "ok" | "warn" | "fail" | "skip";
	readonly says: string;
	/** What to do about it; null where nothing is wrong. */
	readonly fix: string | null;
}

/** Checks of one area. */
export function checksOf(area: Area) {
	return {
		ok: (name: string, says: string): Check => ({ area, name, state: "ok", says, fix: null }),
		warn: (name: string, says: string, fix: string): Check => ({ area, name, state: "warn", says, fix }),
		fail: (name: string, says: string, fix: string): Check => ({ area, name, state: "fail", says, fix }),
		skip: (name: string, says: string): Check => ({ area, name, state: "skip", says, fix: null }),
	};
}

/** An error as a check: its own fix, or a general one. */
export function failureOf(area: Area, name: string, error: unknown, otherwise: string): Check {
	const fix = error instanceof Error && "fix" in error && typeof error.fix === "string" && error.fix !== "" ? error.fix : otherwise;
	return checksOf(area).fail(name, error instanceof Error ? error.message : String(error), fix);
}
