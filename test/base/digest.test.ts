import { expect, test } from "vitest";
import { canonicalBytes, canonicalJson, digestOf, sha256 } from "../../lib/base/digest.ts";

test("F2: equal values have equal canonical text, whatever the order of their keys", () => {
	expect(canonicalJson({ b: [1, { d: 2, c: null }], a: "ä" })).toBe('{"a":"ä","b":[1,{"c":null,"d":2}]}');
	expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1, c: undefined }));
	expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: "1" }));
});

test("the bytes are the text's, and so is the digest, in however many parts they are made", () => {
	const value = { long: Array.from({ length: 20_000 }, (_, i) => ({ name: `äß→${i}`, i })), empty: {}, none: [] };
	const text = canonicalJson(value);
	expect(Buffer.from(canonicalBytes(value)).toString()).toBe(text);
	expect(digestOf(value)).toBe(sha256(text));
});

test("a number that JSON cannot hold is refused, not turned into null", () => {
	expect(() => canonicalJson({ a: Number.NaN })).toThrow(/NaN/);
	expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(/Infinity/);
});

test("SHA-256 is SHA-256", () => {
	expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
