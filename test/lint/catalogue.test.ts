import { describe, expect, test } from "vitest";
import { parseJob } from "../../lib/job/load.ts";
import { catalogue } from "../../lib/lint/catalogue.ts";
import { lint, type Seen, seenBefore } from "../../lib/lint/index.ts";
import type { Case } from "./cases.ts";
import { documentCases } from "./document-cases.ts";
import { imageCases } from "./image-cases.ts";
import { runCases } from "./run-cases.ts";
import { afterRun, CLASSES, doc, stuck, textOf } from "./seen.ts";

const cases: Readonly<Record<string, Case>> = { ...documentCases, ...imageCases, ...runCases };
const codes = catalogue.map(({ code }) => code);

describe("the catalogue", () => {
	test("every code is there once, and has cases", () => {
		expect(new Set(codes).size).toBe(codes.length);
		expect([...codes].sort()).toEqual(Object.keys(cases).sort());
	});

	test.each(codes)("%s is found alone where it is, and not where it nearly is", (code) => {
		const { for: hits, not: misses, beside = [] } = cases[code]!;
		for (const seen of hits) {
			const found = lint(seen);
			expect(found.map((each) => each.code).sort()).toEqual([code, ...beside].sort());
			const mine = found.find((each) => each.code === code)!;
			expect(mine.message).not.toMatch(/NaN (of|times|images)|undefined|null|Infinity times/);
			expect(mine.fix).toMatch(/\w/);
			expect(mine.path).not.toHaveLength(0);
		}
		for (const seen of misses) expect(lint(seen).map((each) => each.code)).not.toContain(code);
	});

	/** What they mend shows only when images are split, or a fit is run, anew. */
	const later = new Set([...Object.keys(runCases), "FEW_HELD_OUT"]);

	test.each(codes.filter((code) => !later.has(code)))("%s is gone once its edits are made", (code) => {
		for (const seen of cases[code]!.for) {
			if (seen.run !== null) continue;
			const { edits } = lint(seen).find((each) => each.code === code)!;
			if (edits.length === 0) continue;
			expect(lint(edited(seen, edits)).map((each) => each.code)).not.toContain(code);
		}
	});

	test.each(codes.filter((code) => later.has(code)))("%s has edits that a document takes", (code) => {
		for (const seen of cases[code]!.for) edited(seen, lint(seen).find((each) => each.code === code)!.edits);
	});

	test("each row names the severities that it is found with, and no other", () => {
		const sigmoids = doc([{ dense: 16, activation: "sigmoid" }, CLASSES]);
		const more = [
			afterRun(stuck(0.33), doc([{ dense: "classes", activation: "sigmoid" }])),
			afterRun(stuck(0.33, { layers: [{ at: 0, units: 16, constant: 0, saturated: 0.95, moved: 1 }] }), sigmoids),
		];
		const found = new Map<string, Set<string>>();
		for (const seen of [...Object.values(cases).flatMap((each) => each.for), ...more])
			for (const { code, severity } of lint(seen)) found.set(code, (found.get(code) ?? new Set()).add(severity));
		for (const { code, severities } of catalogue)
			expect([code, [...(found.get(code) ?? [])].sort()]).toEqual([code, [...severities].sort()]);
	});

	test("what needs more than is seen stays silent", () => {
		for (const { code, needs } of catalogue) {
			for (const { job, wrote, featureShape, images } of cases[code]!.for) {
				const document = lint(seenBefore(job, { wrote, featureShape }, null)).map((each) => each.code);
				if (needs !== "document") expect(document).not.toContain(code);
				if (needs === "run") expect(lint(seenBefore(job, { wrote, featureShape }, images)).map((each) => each.code)).not.toContain(code);
			}
		}
	});
});

/** The same images under the document with these edits made. */
function edited(seen: Seen, edits: readonly string[]): Seen {
	const { job, wrote } = parseJob(textOf(seen), "made-up.json", edits);
	return seenBefore(
		job,
		{ wrote, featureShape: job.backbone.pooling === "none" ? seen.featureShape : [seen.featureShape!.at(-1)!] },
		seen.images,
	);
}
