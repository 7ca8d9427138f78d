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
	let text = "";
	for (const [key, member] of members(value)) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
	return `{${text}}`;
}

/** Digest of a value by its canonical JSON. */
export function digestOf(value: unknown): string {
	const hash = createHash("sha256");
	for (const text of canonicalParts(value)) hash.update(text);
	return hash.digest("hex");
}

/** Canonical JSON as UTF-8. It is made twice, first for its length: memory for one copy is all that a large value takes. */
export function canonicalBytes(value: unknown): Uint8Array {
	let length = 0;
	for (const text of canonicalParts(value)) length += Buffer.byteLength(text);
	const bytes = Buffer.allocUnsafe(length);
	let end = 0;
	for (const text of canonicalParts(value)) end += bytes.write(text, end);
	return bytes;
}

/** Characters of a part: a value of a hundred thousand entries is never one string, nor one more at each level that it is nested. */
const PART = 64 * 1024;

function* canonicalParts(value: unknown): Generator<string> {
	let text = "";
	for (const piece of canonicalPieces(value)) {
		text += piece;
		if (text.length < PART) continue;
		yield text;
		text = "";
	}
	yield text;
}

function* canonicalPieces(value: unknown): Generator<string> {
	if (Array.isArray(value)) {
		yield "[";
		for (const [i, item] of value.entries()) yield `${i === 0 ? "" : ","}${canonicalJson(item ?? null)}`;
		yield "]";
	} else if (value !== null && typeof value === "object") {
		yield "{";
		let before = "";
		for (const [key, member] of members(value)) {
			yield `${before}${JSON.stringify(key)}:`;
			yield* canonicalPieces(member);
			before = ",";
		}
		yield "}";
	} else yield canonicalJson(value);
}

function* members(value: object): Generator<[string, unknown]> {
	for (const key of Object.keys(value).sort()) {
		const member = (value as Record<string, unknown>)[key];
		if (member !== undefined) yield [key, member];
	}
}
