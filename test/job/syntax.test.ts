import { describe, expect, test } from "vitest";
import { FLOWERS, flowers, flowersWith } from "./flowers.ts";
import { FIT_KEYS, refusal, refused, type Wrong } from "./refusal.ts";

const BEFORE = "the place is where the parser gave up; the mistake may stand just before it";
const BRACES = "several keys on one line need braces: `- { dense: 1024, activation: sigmoid }`";
const QUOTES = 'text that begins with *, &, ! or another sign of YAML needs quotes: "*.jpg"';
const relu = "{ dense: 64, activation: relu }";

const table: Wrong[] = [
	{
		what: "a key written twice",
		text: flowersWith("  epochs: 3"),
		at: [15, 3],
		message: "the key epochs is written twice in one place",
		fix: "keep one of them",
	},
	{ what: "a tab", text: flowersWith("\tbatch: 3"), at: [15, 1], message: "Tabs are not allowed as indentation", fix: BEFORE },
	{
		what: "several keys on a line without braces",
		text: flowers(relu, "dense: 64, activation: relu"),
		at: [9, 12],
		message: "Nested mappings are not allowed in compact mappings",
		fix: BRACES,
	},
	{
		what: "a brace that is not closed",
		text: flowers("{ dropout: 0.5 }", "{ dropout: 0.5"),
		at: [11, 3],
		message: "Flow map in block collection must be sufficiently indented and end with a }",
		fix: BEFORE,
	},
	{
		what: "a quote that is not closed",
		text: flowers("name: flowers", 'name: "flowers'),
		at: [15, 1],
		message: 'Missing closing "quote',
		fix: BEFORE,
	},
	{
		what: "an indentation that is off",
		text: flowers("  epochs", " epochs"),
		at: [14, 1],
		message: "All mapping items must start at the same column",
		fix: BEFORE,
	},
	{
		what: "several documents",
		text: `${FLOWERS}---\nversion: 1\n`,
		at: [15, 1],
		message: "there are several documents in it, with --- between them",
		fix: "one file holds one job",
	},
	{ what: "half a JSON document", text: '{"version": 1, "name": "x",', at: [1, 28], message: "Flow map must end with a }", fix: BEFORE },
	{
		what: "an unquoted pattern",
		text: flowers("./flowers", "*.jpg"),
		at: [4, 10],
		message: "*.jpg refers to an anchor &.jpg that nothing before it has",
		fix: QUOTES,
	},
	{
		what: "F9: a tag that means nothing here",
		text: flowers("./flowers", "!env HOME"),
		at: [4, 10],
		message: "Unresolved tag: !env",
		fix: QUOTES,
	},
];
refused(
	"BAD_YAML",
	"text that is no document",
	table.map((row) => ({ ...row, message: `not proper YAML: ${row.message}` })),
);

describe("BAD_YAML: text that would cost too much", () => {
	test("aliases that multiply without end are refused before they fill the memory", () => {
		const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`);
		const error = refusal(`l0: &l0 [x]\n${levels.join("\n")}\n`);
		expect(error.message).toBe("not proper YAML: Excessive alias count indicates a resource exhaustion attack");
		expect(error).toMatchObject({ code: "BAD_YAML", at: { file: "job.yaml" }, fix: "write repeated parts out" });
	});

	test("a file far too long for a document is refused unread", () => {
		const error = refusal(`${FLOWERS}#${" ".repeat(1_000_000)}`);
		expect(error.message).toBe(`job.yaml has ${FLOWERS.length + 1_000_001} characters; a job document has a few thousand at most`);
		expect(error).toMatchObject({ code: "BAD_YAML", fix: "give the job document, not its data" });
	});
});

describe("several problems", () => {
	test("are told together, each with its place", () => {
		const error = refusal(flowers("epochs: 10", "epochs: 0\n  bach: 3").replace("name: flowers", "name: 7"));
		expect(error.message).toBe(
			[
				"3 things are wrong",
				"  job.yaml:2:7  name: expected text, got 7",
				"  job.yaml:14:11  fit.epochs: expected at least 1, got 0",
				`  job.yaml:15:3  fit.bach: unknown key "bach" (did you mean "batch"?); ${FIT_KEYS}`,
			].join("\n"),
		);
		expect(error.at).toEqual({ file: "job.yaml" });
		expect(error).toMatchObject({
			problems: [{ path: "name" }, { path: "fit.epochs" }, { path: "fit.bach", at: { line: 15, column: 3 } }],
		});
	});
});
