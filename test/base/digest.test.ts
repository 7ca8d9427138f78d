import { expect, test } from "vitest";
import { canonicalJson, digestOf, sha256 } from "../../lib/base/digest.ts";

test("F2: equal values have equal canonical text, whatever the order of their keys", () => {
	expect(canonicalJson({ b: [1, { d: 2, c: null }], a: "ä" })).toBe('{"a":"ä","b":[1,{"c":null,"d":2}]}');
	expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1, c: undefined }));
	expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: "1" }));
});

test("a number that JSON cannot hold is refused, not turned into null", () => {
	expect(() => canonicalJson({ a: Number.NaN })).toThrow(/NaN/);
	expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(/Infinity/);
});

test("SHA-256 is SHA-256", () => {
	expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
