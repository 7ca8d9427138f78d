import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../lib/lint/catalogue.ts";
import { measured } from "../../lib/lint/measured.ts";
import { lintPage } from "../../lib/lint/page.ts";

const root = resolve(import.meta.dirname, "../..");

describe("docs/lint.md", () => {
	test("is what the catalogue gives: `npm run docs` writes it", () => {
		expect(readFileSync(resolve(root, "docs/lint.md"), "utf8")).toBe(lintPage());
	});

	test("has of every code when it is said, what it does, what was measured, and the fix", () => {
		const sections = new Map(
			lintPage()
				.split(/^### /m)
				.slice(1)
				.map((text) => [text.slice(0, text.indexOf("\n")), text] as const),
		);
		expect([...sections.keys()].sort()).toEqual(catalogue.map(({ code }) => code).sort());
		for (const { code, when, effect, fix } of catalogue) {
			for (const text of [when, effect, fix]) expect(sections.get(code)).toContain(text.slice(1));
			expect(sections.get(code)).toContain("**Measured.**");
		}
	});

	test("nothing is measured that is no code", () => {
		const codes = catalogue.map(({ code }) => code);
		expect(Object.keys(measured).filter((code) => !codes.includes(code))).toEqual([]);
	});
});
