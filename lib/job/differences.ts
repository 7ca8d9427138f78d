import { canonicalJson } from "../base/digest.ts";

export interface Difference {
	/** As `--set` takes it: fit.optimizer.learningRate, head.1.dropout. */
	readonly path: string;
	readonly a: unknown;
	readonly b: unknown;
}

/** Where two documents mean different things; `undefined` on the side that has nothing there. */
export function differences(a: unknown, b: unknown, path = ""): Difference[] {
	const inner = (value: unknown): value is object => value !== null && typeof value === "object";
	if (!inner(a) || !inner(b) || Array.isArray(a) !== Array.isArray(b)) {
		return canonicalJson(a ?? null) === canonicalJson(b ?? null) ? [] : [{ path, a, b }];
	}
	const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
	return keys.flatMap((key) =>
		differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], path === "" ? key : `${path}.${key}`),
	);
}
