import { describe, expect, test } from "vitest";
import { firstOtherBatch } from "../../lib/compare/batches.ts";
import { certify, type Evidence } from "../../lib/compare/certify.ts";
import { epochs, evidence, plan } from "./evidence.ts";

/** The frozen way, with another plan or other records of its epochs. */
function frozen(changes: Partial<Evidence["frozen"]>): Evidence {
	const equal = evidence();
	return { ...equal, frozen: { ...equal.frozen, ...changes } };
}

function records(change: (record: Evidence["frozen"]["epochs"][number]) => object): Evidence["frozen"]["epochs"] {
	return epochs().map((record) => ({ ...record, ...change(record) }));
}

describe("a certificate", () => {
	test("passes where plan, rows, order, first loss and every epoch's head are the same", () => {
		const { verdict, epochs: compared, order } = certify(evidence());
		expect(verdict).toMatchObject({ pass: true, place: null, look: [] });
		expect(compared.map(({ equal, maxDifference }) => [equal, maxDifference])).toEqual([
			[true, 0],
			[true, 0],
			[true, 0],
		]);
		expect(order).toMatchObject({ equal: true, batches: 4 * 3 });
	});

	test("parts at the plan where an image has another label", () => {
		const other = plan("frozen");
		const entries = other.entries.map((entry, i) => (i === 8 ? { ...entry, label: 1 - entry.label } : entry));
		const { verdict, plan: found } = certify(frozen({ plan: { ...other, entries } }));
		expect(verdict).toMatchObject({ pass: false, place: "plan" });
		expect(found.differences[0]).toContain("image 9 in order of digests");
	});

	test("parts at the plan where a setting of the fit is another", () => {
		const other = plan("frozen");
		const { plan: found } = certify(frozen({ plan: { ...other, section: { ...other.section, seed: 5 } } }));
		expect(found.differences).toEqual(["fit.seed: 4 the features way, 5 the frozen way"]);
	});

	test("parts at the feature row that is furthest off, whatever follows from it", () => {
		const rows = { rows: 60, samples: 20, differing: 1, maxAbs: 0.25, maxRelative: 0.01, worst: 7 };
		const { verdict } = certify({ ...frozen({ epochs: records(() => ({ weights: "other", firstLoss: 3 })) }), rows });
		expect(verdict).toMatchObject({ pass: false, place: "feature row", at: "image 7" });
		expect(verdict.says).toContain("1 of 60 rows");
		expect(verdict.look.length).toBeGreaterThan(0);
	});

	test("parts at the batch order, and names the epoch where that is all there is to know", () => {
		const { verdict } = certify(frozen({ epochs: records(({ epoch, order }) => ({ order: epoch < 2 ? order : "other" })) }));
		expect(verdict).toMatchObject({ pass: false, place: "batch order", at: "epoch 2" });
	});

	test("parts at the first step's loss", () => {
		const { verdict, firstLoss } = certify(frozen({ epochs: records(() => ({ firstLoss: 0.75 })) }));
		expect(verdict).toMatchObject({ pass: false, place: "first-step loss" });
		expect(firstLoss.difference).toBeCloseTo(0.05);
	});

	test("parts at the first epoch whose heads are not the same, and says by how much", () => {
		const other = frozen({ epochs: records(({ epoch, weights }) => ({ weights: epoch < 2 ? weights : "other" })) });
		const { verdict, epochs: compared } = certify({ ...other, heads: new Map([[2, 0.125]]) });
		expect(verdict).toMatchObject({ pass: false, place: "epoch", at: "2" });
		expect(verdict.says).toContain("0.13");
		expect(compared.map(({ maxDifference }) => maxDifference)).toEqual([0, 0.125, null]);
	});

	test("parts where one way stops before the other", () => {
		expect(certify(frozen({ epochs: epochs(2) })).verdict).toMatchObject({ pass: false, place: "epoch", at: "3" });
	});
});

test("two plans of another seed part at the first batch, with the images of both", () => {
	const [a, b] = [plan("features"), plan("frozen")];
	const found = firstOtherBatch(a, { ...b, section: { ...b.section, seed: 5 } });
	expect(found).toMatchObject({ epoch: 1, batch: 1 });
	expect(found!.features).toHaveLength(4);
	expect(found!.features).not.toEqual(found!.frozen);
	expect(firstOtherBatch(a, b)).toBeNull();
});
