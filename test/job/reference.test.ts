import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseJob } from "../../lib/job/load.ts";
import { formsOf, type SchemaNode, schemaOfJob } from "../../lib/job/places.ts";
import { exampleOf, jobReference } from "../../lib/job/reference.ts";

const page = jobReference();

/** Every key of the schema with its path, over all forms. */
function everyKey(schema: SchemaNode, path = ""): [string, SchemaNode][] {
	return formsOf(schema).flatMap((form) => [
		...Object.entries(form.properties ?? {}).flatMap(([key, node]): [string, SchemaNode][] => [
			[`${path}.${key}`, node],
			...everyKey(node, `${path}.${key}`),
		]),
		...(form.items === undefined ? [] : everyKey(form.items, path)),
	]);
}
const keys = everyKey(schemaOfJob());

test("docs/job.md is what the schema says today", () => {
	expect(readFileSync("docs/job.md", "utf8"), "docs/job.md is out of date: run `npm run docs`").toBe(page);
});

describe("every key of the job document", () => {
	test("is on the page", () => {
		expect(keys.length).toBeGreaterThan(80);
		expect(keys.map(([path]) => path.split(".").at(-1)!).filter((key) => !page.includes(`| \`${key}\` |`))).toEqual([]);
	});

	test("says what it means", () => {
		expect(keys.filter(([, { description = "" }]) => description.length < 8).map(([path]) => path)).toEqual([]);
	});

	test("has an example, and every example is accepted", () => {
		const wrong = keys.filter(
			([, node]) =>
				exampleOf(node) === undefined || !z.fromJSONSchema(node as z.core.JSONSchema.JSONSchema).safeParse(exampleOf(node)).success,
		);
		expect(wrong.map(([path, node]) => [path, exampleOf(node)])).toEqual([]);
	});
});

describe("the page", () => {
	test("holds documents that load", () => {
		const documents = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
		expect(documents.length).toBeGreaterThan(0);
		for (const document of documents) expect(parseJob(document, "job.yaml").job.name).toBe("flowers");
	});

	test("links only to headings that it has", () => {
		const headings = [...page.matchAll(/^#+ (.+)$/gm)].map((match) =>
			match[1]!
				.toLowerCase()
				.replaceAll(/[^\w -]/g, "")
				.replaceAll(" ", "-"),
		);
		const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]!);
		expect(links.length).toBeGreaterThan(8);
		expect(links.filter((link) => !headings.includes(link))).toEqual([]);
		expect(new Set(headings).size).toBe(headings.length);
	});

	test("gives each key its type, default, meaning and example", () => {
		expect(page).toContain(
			"| `learningRate` | number > 0 | required | Factor of the step. Required, because its default differs between frameworks: 1.0 in Keras 2 and in the paper, 0.001 in Keras 3, which hardly learns. | `learningRate: 1` |",
		);
		expect(page).toContain(
			"| `pooling` | `avg`, `max` or `none` | `avg` | Makes one value of each channel, or with `none` keeps [height, width, channels]. | `pooling: avg` |",
		);
		expect(page).toContain("| `batch_norm` | `true` or [keys](#batch_norm) | required |");
	});
});
