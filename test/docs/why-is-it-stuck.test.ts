import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { changesBetween } from "../../lib/explain/changes.ts";
import { loadJob } from "../../lib/job/load.ts";
import { curves } from "../../lib/report/curves.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
// What the example runs is JavaScript as it stands.
const { renderPage, renderPicture } = (await import(pathToFileURL(join(root, "examples/03-why-stuck/page.js")).href)) as {
	renderPage(template: string, figures: unknown): string;
	renderPicture(figures: unknown, draw: typeof curves): string;
};
const template = read("examples/03-why-stuck/page.md");

interface Figures {
	readonly a: readonly number[];
	readonly b: readonly number[];
	readonly chance: number;
	readonly margin: number;
	readonly without: number;
	readonly culprits: readonly string[];
	readonly alone: Readonly<Record<string, number>>;
	readonly runs: number;
	readonly moved: Readonly<Record<"first" | "second", Readonly<Record<string, number>>>>;
	readonly remedies: Readonly<Record<string, readonly number[]>>;
}
const figures = JSON.parse(read("examples/03-why-stuck/figures.json")) as Record<"photos" | "drawn", Figures>;

describe("docs/why-is-it-stuck.md", () => {
	test("is what its template and the example's figures make", () => {
		expect(read("docs/why-is-it-stuck.md"), "out of date: run `npm run docs`").toBe(renderPage(template, figures));
		expect(read("docs/why-is-it-stuck.svg"), "out of date: run `npm run docs`").toBe(renderPicture(figures, curves));
	});

	test("has no accuracy that the example did not give", () => {
		const written = template.replace(/\{\{[^}]+\}\}/g, "").match(/\d[\d.]* (%|points)/g);
		expect(written, "of intervals alone").toEqual(["95 %"]);
	});

	test("names every difference between the two documents, and no other", async () => {
		const [a, b] = await Promise.all([1, 2].map((n) => loadJob(join(root, `examples/03-why-stuck/method-${n}.yaml`))));
		const ids = changesBetween(a!.canonical, b!.canonical).map(({ id }) => id);
		expect(ids.sort()).toEqual(["fit.steps", "head.activations", "head.dropout", "head.output"]);
		for (const id of ids) expect(template).toContain(`photos/alone/${id}`);
		expect([a!.job.way, b!.job.way]).toEqual(["features", "frozen"]);
	});

	test.each(["photos", "drawn"] as const)("says of the %s what their figures say", (which) => {
		const { a, b, chance, margin, without, culprits, alone, runs, moved, remedies } = figures[which];
		expect(culprits).toEqual(["head.activations"]);
		expect(runs).toBeLessThanOrEqual(12);
		// "stays at chance", "makes next to nothing", "within what a seed makes"
		for (const stuck of [...b, alone["head.activations"]!]) expect(stuck).toBeLessThan(1.3 * chance);
		for (const id of ["head.dropout", "head.output", "fit.steps"]) expect(Math.abs(alone[id]! - a[0]!)).toBeLessThan(margin);
		expect(Math.abs(without - a[0]!)).toBeLessThan(margin);
		// "the weights below hardly move"
		for (const layer of ["dense/kernel", "dense_1/kernel"]) expect(moved.second[layer]!).toBeLessThan(0.1 * moved.first[layer]!);
		// "with that, method 1 is stuck as well"; "take relu"
		expect(remedies.rate!.at(-1)!).toBeLessThan(a[0]! - margin);
		expect(remedies.reluAdam!.at(-1)!).toBeGreaterThan(a[0]! - margin);
	});
});
