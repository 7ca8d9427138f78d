import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** SHA-256 of bytes, 64 lower-case hex digits: the name of everything content-addressed (F2). */
export function sha256(bytes: Uint8Array | string): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** SHA-256 of a file, read as a stream. */
export async function sha256File(path: string): Promise<string> {
	const hash = createHash("sha256");
	await pipeline(createReadStream(path), hash);
	return hash.digest("hex");
}

/**
 * JSON with sorted keys and no white space, so that equal values have equal text and so equal digests.
 * `undefined` members are left out; NaN and infinities are refused, since JSON would turn them into null.
 */
export function canonicalJson(value: unknown): string {
	if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`canonical JSON has no form for ${value}`);
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
	const members = Object.entries(value)
		.filter(([, member]) => member !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
		.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
	return `{${members.join(",")}}`;
}

/** Digest of a value by its canonical JSON. */
export function digestOf(value: unknown): string {
	return sha256(canonicalJson(value));
}
