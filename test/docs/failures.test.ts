import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const sources = ["lib", "services", "cli", "proto"]
	.flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))))
	.filter((name) => name.endsWith(".ts") && !name.includes("gen"));

/** Codes that the sources throw or find: the first argument of an error, of `finding(` and of the head's own error. */
const used = new Set(
	sources.flatMap((file) =>
		[...read(file).matchAll(/(?:Error|super|finding)\(\s*(?:[^,"()]*\? )?"([A-Z][A-Z_]{2,})"(?:\s*:\s*"([A-Z][A-Z_]{2,})")?/g)].flatMap(
			(match) => [match[1]!, ...(match[2] === undefined ? [] : [match[2]])],
		),
	),
);
const documented = new Set([...read("docs/failures.md").matchAll(/`([A-Z][A-Z_]{2,})`/g)].map((match) => match[1]!));
const skips = new Set([...read("lib/image/skip-code.ts").matchAll(/"([A-Z_]+)"/g)].map((match) => match[1]!));

describe("docs/failures.md", () => {
	test("names every code that the program uses", () => {
		expect(used.size).toBeGreaterThan(60);
		expect([...used, ...skips].filter((code) => !documented.has(code))).toEqual([]);
	});

	test("names no code that the program does not use", () => {
		expect([...documented].filter((code) => !used.has(code) && !skips.has(code))).toEqual([]);
	});

	test("every skip code stands in docs/images.md too", () => {
		const images = read("docs/images.md");
		for (const code of skips) expect(images).toContain(`\`${code}\``);
	});
});
