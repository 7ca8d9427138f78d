import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeEvent, type Event, encodeEvent, PROTOCOL } from "../../proto/codec.ts";

const root = resolve(import.meta.dirname, "../..");
const proto = readFileSync(join(root, "proto/frostline.proto"), "utf8");
const page = readFileSync(join(root, "docs/events.md"), "utf8");

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const body = (kind: "message" | "oneof", name: string): string => new RegExp(`${kind} ${name} \\{([^}]*)\\}`).exec(proto)?.[1] ?? "";

/** How a field of the protocol looks in JSON, in the page's words. */
const types: Readonly<Record<string, string>> = {
	string: "text",
	uint32: "number",
	double: "number",
	bool: "true or false",
	"repeated string": "list of text",
	"map<string, double>": "text → number",
};

/** Kind → its fields with their types, from the protocol. */
const kinds = new Map(
	[...body("oneof", "kind").matchAll(/(\w+) (\w+) = \d+;/g)].map(([, message, field]) => [
		camel(field!),
		[...body("message", message!).matchAll(/^\s*((?:repeated )?\w+|map<[^>]+>) (\w+) = \d+;/gm)].map(([, type, name]) => ({
			field: camel(name!),
			type: types[type!],
		})),
	]),
);

const fieldRows = (text: string) => [...text.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, field, type]) => ({ field, type }));

/** Kind → its fields with their types, from the page. */
const documented = new Map(
	[...page.matchAll(/^### `(\w+)`\n([\s\S]*?)(?=^#)/gm)].map(([, kind, text]) => [kind!, fieldRows(text!)] as const),
);

describe("docs/events.md", () => {
	test("has every kind of event that the protocol has, and no other", () => {
		expect(kinds.size).toBeGreaterThan(8);
		expect([...documented.keys()].sort()).toEqual([...kinds.keys()].sort());
	});

	test.each([...kinds])("has every field of %s with its type, in the protocol's order, and no other", (kind, fields) => {
		expect(fields.length).toBeGreaterThan(0);
		expect(documented.get(kind)).toEqual(fields);
	});

	test("says what every line has: what a decoded event has beside its kind's own fields, and what watch adds", () => {
		const note: Event = { job: "rose", time: 1, kind: "note", code: "A", message: "b" };
		const common = Object.keys(decodeEvent(encodeEvent(note))).filter((field) => field !== "code" && field !== "message");
		const text = /## What every line has\n([\s\S]*?)(?=^#)/m.exec(page)?.[1] ?? "";
		expect(
			fieldRows(text)
				.map(({ field }) => field)
				.sort(),
		).toEqual([...common, "seq", "progress"].sort());
	});

	test("names the protocol's version", () => {
		expect(page).toContain(`carries the protocol's version, ${PROTOCOL}.`);
	});

	test("its example line is an event", () => {
		const { seq, progress, ...event } = JSON.parse(/```json\n(.*)\n```/.exec(page)?.[1] ?? "{}") as Event & {
			seq: number;
			progress: object;
		};
		expect(decodeEvent(encodeEvent(event as Event))).toEqual(event);
		const text = /### progress\n([\s\S]*?)(?=^#)/m.exec(page)?.[1] ?? "";
		expect(fieldRows(text).map(({ field }) => field)).toEqual(Object.keys(progress));
		expect(seq).toBeGreaterThan(0);
	});
});
