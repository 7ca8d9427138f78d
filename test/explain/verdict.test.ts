import { describe, expect, test } from "vitest";
import type { Ablation } from "../../lib/explain/ablate.ts";
import type { Change } from "../../lib/explain/changes.ts";
import type { DataDifference } from "../../lib/explain/data-difference.ts";
import { type Known, limits } from "../../lib/explain/limits.ts";
import { renderExplanation } from "../../lib/explain/page.ts";
import { trialRows } from "../../lib/explain/trial-rows.ts";
import { type Case, verdict } from "../../lib/explain/verdict.ts";

const change = (id: string, more: Partial<Change> = {}): Change => ({ id, says: `${id}: 1 → 2`, parts: [], ...more });
const [softmax, dropout] = [change("softmax"), change("dropout")];
const changes = [softmax, dropout];
const names = ["good", "stuck"] as const;

const found: Ablation = {
	seeds: [7, 8],
	a: [0.7, 0.66],
	b: [0.24, 0.23],
	gap: -0.445,
	margin: 0.06,
	differs: true,
	alone: [
		{ change: softmax, accuracy: 0.25 },
		{ change: dropout, accuracy: 0.69 },
	],
	culprits: [softmax],
	shares: [0.98, 1.02],
	without: 0.69,
	untried: [],
	trials: [
		{ made: [], seed: 7, accuracy: 0.7 },
		{ made: ["softmax", "dropout"], seed: 7, accuracy: 0.24 },
		{ made: ["softmax"], seed: 7, accuracy: 0.25 },
		{ made: ["dropout"], seed: 7, accuracy: 0.69 },
	],
};
const about: Case = { names, changes, seeds: [7, 7], cost: { waysDiffer: false, featuresWay: 1000, frozenWay: 9500 }, limits: [] };

describe("the answer", () => {
	test("says the gap with its interval, the cause with its share over the seeds, what mends it, and what makes little", () => {
		expect(verdict(about, found)).toBe(
			"good reaches 70.0 % and stuck 24.0 % on held-out images; over 2 seeds the difference is 44.5 points (±6.0 points). What makes it is softmax: 1 → 2: alone it takes 70.0 % to 25.0 %, 98 to 102 % of the gap. stuck without it reaches 69.0 %. The rest makes little: dropout: 1 → 2 (−1.0 points).",
		);
	});

	test("says what the way costs where one is frozen", () => {
		const cost = { ...about.cost, waysDiffer: true };
		expect(verdict({ ...about, cost }, found)).toContain(
			"both ways give the same head, bit for bit. It makes the time: the frozen way sends 9,500 images through the backbone, 9.5 times as many.",
		);
	});

	test("does not call a cause the whole of it where taking it back does not close the gap", () => {
		expect(verdict(about, { ...found, without: 0.4 })).toContain("But stuck without it reaches only 40.0 %: something else does the same");
	});

	test("does not call the rest little where it is not, and names what was not tried", () => {
		const alone = [found.alone[0]!, { change: dropout, accuracy: 0.5 }];
		expect(verdict(about, { ...found, alone })).toContain("The rest: dropout: 1 → 2 (−20.0 points).");
		expect(verdict(about, { ...found, alone: alone.slice(0, 1), untried: [dropout] })).toContain("Not tried alone: dropout: 1 → 2.");
	});

	test("says of a gap within the interval that there is none, and what differs all the same", () => {
		const text = verdict(about, { ...found, differs: false, gap: 0.01, margin: 0.03, culprits: [] });
		expect(text).toMatch(/^No difference beyond seeds: /);
		expect(text).toContain("the 1.0 points between them are less than seeds and so few images make by themselves (±3.0 points)");
		expect(text).toContain("softmax: 1 → 2; dropout: 1 → 2");
	});

	test("says of documents of one meaning how far two runs may lie apart", () => {
		const one = { ...found, seeds: [7, 8, 9], a: [0.7, 0.66, 0.68], b: [], differs: false, margin: 0.05 };
		expect(verdict({ ...about, changes: [], seeds: [7, 8] }, one)).toBe(
			"No difference beyond seeds: good and stuck mean the same head, with the seeds 7 and 8. It reaches 70.0 % with seed 7, 66.0 % with seed 8, 68.0 % with seed 9 on held-out images: two runs that lie within 5.0 points of their mean, 68.0 %, are no two results.",
		);
	});
});

describe("what runs cannot tell", () => {
	const same = { kind: "same" } as const;
	const data: DataDifference = {
		both: 100,
		onlyA: 0,
		onlyB: 0,
		all: same,
		train: same,
		heldOut: same,
		names: new Map(),
		moved: 0,
		examBoth: 20,
		examEither: 20,
	};
	const known: Known = { names, data, sameSpace: true, inWordsOnly: [], gone: [0, 0], fresh: [] };
	const said = (changes: Partial<Known>, culprits: readonly Change[] = []) => limits({ ...known, ...changes }, { culprits }).join(" ");

	test("is nothing where images and features are the same", () => {
		expect(said({}, [softmax])).toBe("");
	});

	test("is how much lies in the exam, where other images are held out", () => {
		expect(said({ data: { ...data, examBoth: 5, examEither: 40 } })).toContain(
			"They hold out different images (5 of 40 in common, 12.5 %)",
		);
		expect(said({}, [change("data.images", { data: ["images"] })])).toContain("Other images are also another exam");
		expect(said({ data: { ...data, both: 0 } })).toContain("no image in common");
	});

	test("is which labels are right, and what in a network it is", () => {
		expect(said({}, [change("data.labels", { data: ["labels"] })])).toContain("Which of the two labellings is right, no run can tell");
		expect(said({ sameSpace: false }, [change("backbone.network")])).toContain("its layers or its weights, these runs cannot tell");
	});

	test("names what differs in words alone, images that are gone, and views that are drawn anew", () => {
		expect(said({ inWordsOnly: ["backbone.network"] })).toBe("backbone.network differs in words alone and means the same.");
		expect(said({ gone: [0, 1] })).toContain("1 image of stuck cannot be read any more");
		expect(said({ fresh: ["stuck"] })).toContain("stuck draws a new view of each image in every pass");
	});
});

test("the page has a bar for each run, marked where the cause is in it, and the seeds' table", () => {
	const rows = trialRows(names, changes, found);
	expect(rows.map(({ says, culprit }) => [says, culprit])).toEqual([
		["good", false],
		["stuck", true],
		["good with softmax: 1 → 2", true],
		["good with dropout: 1 → 2", false],
	]);
	const page = renderExplanation({ names, text: "because <softmax>", found, rows, drawn: [] });
	expect(page).toContain("because &lt;softmax&gt;");
	expect(page.match(/class="other" style="width: /g)).toHaveLength(2);
	expect(page).toContain("−44.5 ± 6.0");
	expect(page).not.toMatch(/<script|https?:/);
});
