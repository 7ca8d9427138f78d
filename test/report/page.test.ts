import { describe, expect, test } from "vitest";
import { niceTicks } from "../../lib/report/curves.ts";
import { renderComparison, renderReport } from "../../lib/report/index.ts";
import { madeUpRun } from "./made-up.ts";

const evil = `<script>alert("1")</script>'&`;

describe("the report page", () => {
	test("whatever stands in names stays text", () => {
		const data = madeUpRun({
			name: evil,
			job: evil,
			classes: [evil, "b", "c"].map((name) => ({ name, train: 1, validation: 1 })),
			mistakes: [
				{ path: evil, truth: evil, predicted: evil, probability: 1, truthProbability: 0, thumbnail: `data:image/jpeg;base64,"><script>` },
			],
			skips: [{ path: evil, code: "EMPTY", detail: evil }],
			findings: [{ code: "X", severity: "note", message: evil, fix: evil, edits: [], measured: null, path: [evil] }],
			environment: { [evil]: evil },
			document: { [evil]: evil },
			features: { cached: 0, extracted: 1, reasons: { [evil]: 1 }, dim: 1 },
		});
		for (const page of [renderReport(data), renderComparison([data, data], evil)]) {
			expect(page).not.toMatch(/<script/i);
			expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;");
		}
	});

	test("stands alone: no script, no address of another place, and a policy that would refuse them", () => {
		const page = renderReport(madeUpRun());
		expect(page).not.toMatch(/https?:|\/\/[a-z]|<link|<script|@import|url\(/i);
		expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
	});

	test("shows the kept epoch's accuracy, the digests and every class", () => {
		const page = renderReport(madeUpRun());
		expect(page).toContain("71.0 %");
		expect(page).toContain("ab".repeat(32));
		for (const name of ["daisy", "rose", "tulip"]) expect(page).toContain(name);
	});

	test("one epoch, one class short of data, NaN losses: a page without NaN in its drawings", () => {
		const [epoch] = madeUpRun().epochs;
		for (const loss of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
			const page = renderReport(madeUpRun({ epochs: [{ ...epoch!, loss, valLoss: loss }], bestEpoch: 1, mistakes: [] }));
			expect(page).not.toMatch(/(?:[xyd]|[xy][12]|c[xy])="[^"]*(?:NaN|Infinity)/);
		}
	});

	test("with many classes the confusions are listed instead of a wall of digits", () => {
		const classes = Array.from({ length: 60 }, (_, i) => ({ name: `class ${i}`, train: 10, validation: 2 }));
		const confusion = classes.map((_, row) => classes.map((_, column) => (column === (row === 7 ? 9 : row) ? 2 : 0)));
		const page = renderReport(madeUpRun({ classes, confusion }));
		expect(page).toContain("Most frequent confusions");
		expect(page).toMatch(/<td>class 7<\/td><td>class 9<\/td><td class="n">2<\/td>/);
		expect(page).not.toContain('class="confusion"');
	});

	test("a comparison says which runs are one head", () => {
		const page = renderComparison(
			[
				madeUpRun({ name: "one" }),
				madeUpRun({ name: "two" }),
				madeUpRun({ name: "three", head: { sha256: "00".repeat(32), parameters: 1 } }),
			],
			"because",
		);
		expect(page).toContain("one and two are one and the same head");
		expect(page).toContain("because");
	});

	test("axis ticks are round and hold the values", () => {
		expect(niceTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
		for (const [low, high] of [
			[0.13, 2.61],
			[0, 7e-5],
			[3, 3],
			[-4, 1200],
		] as const) {
			const ticks = niceTicks(low, high, 5);
			expect(ticks[0]).toBeLessThanOrEqual(low);
			expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
			expect(ticks.length).toBeLessThan(9);
		}
	});
});
