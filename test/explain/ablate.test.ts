import { describe, expect, test } from "vitest";
import { ablate } from "../../lib/explain/ablate.ts";
import { type Change, changesBetween, withChanges } from "../../lib/explain/changes.ts";
import { verdict } from "../../lib/explain/verdict.ts";
import { parseJob } from "../../lib/job/load.ts";

const change = (id: string): Change => ({ id, says: id, parts: [{ path: id, a: 1, b: 2 }] });
const names = ["A", "B"] as const;
const cost = { waysDiffer: false, featuresWay: 100, frozenWay: 1000 };
/** An accuracy that sinks by what each change costs, and by a hair for another seed. */
const sinking =
	(costs: Readonly<Record<string, number>>, calls: string[][] = []) =>
	async (made: readonly Change[], seed = 0) => {
		calls.push(made.map(({ id }) => id));
		return 0.75 - made.reduce((sum, { id }) => sum + (costs[id] ?? 0), 0) + 0.005 * seed;
	};

describe("which change makes the gap", () => {
	test("is found alone among three, and closing it closes the gap", async () => {
		const changes = ["softmax", "dropout", "steps"].map(change);
		const calls: string[][] = [];
		const found = await ablate(changes, 1000, sinking({ softmax: 0.5, dropout: 0.005, steps: 0.01 }, calls));
		expect(found.culprits.map(({ id }) => id)).toEqual(["softmax"]);
		expect(found.without).toBeCloseTo(0.735);
		expect(calls.length).toBeLessThanOrEqual(12);
		const text = verdict(names, changes, found, cost);
		expect(text).toContain("is softmax: alone it takes 75.0 % to 25.0 %, 97 % of the gap");
		expect(text).toContain("The rest makes little");
	});

	test.each([0, 5, 11, 15])("is found among sixteen, as number %i, within twelve runs", async (at) => {
		const changes = Array.from({ length: 16 }, (_, i) => change(`c${i}`));
		const calls: string[][] = [];
		const found = await ablate(changes, 1000, sinking({ [`c${at}`]: 0.4 }, calls));
		expect(found.culprits.map(({ id }) => id)).toEqual([`c${at}`]);
		expect(calls.length).toBeLessThanOrEqual(12);
	});

	test("may be two that only work together", async () => {
		const changes = ["x", "y", "z"].map(change);
		const found = await ablate(changes, 1000, async (made) => {
			const has = (id: string) => made.some((each) => each.id === id);
			return has("x") && has("y") ? 0.2 : has("x") || has("y") ? 0.68 : 0.7;
		});
		expect(found.culprits.map(({ id }) => id).sort()).toEqual(["x", "y"]);
		expect(found.without).toBeCloseTo(0.7);
	});

	test("is none where other seeds make as much difference, or so few images could", async () => {
		const seeds = await ablate([change("fit.seed")], 10_000, async (made, seed = 0) => 0.7 + 0.02 * made.length - 0.03 * seed);
		expect(seeds.culprits).toEqual([]);
		expect(verdict(names, [change("fit.seed")], seeds, cost)).toContain("No difference beyond seeds");
		const few = await ablate([change("x")], 40, sinking({ x: 0.1 }));
		expect(few.culprits).toEqual([]);
	});
});

describe("changes between two documents", () => {
	const job = (head: readonly unknown[], fit: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
		parseJob(
			JSON.stringify({
				version: 1,
				name: "x",
				data: { train: "./images" },
				backbone: { name: "scattering" },
				head,
				fit: { loss: "categorical_crossentropy", optimizer: { name: "adam", learningRate: 0.001 }, ...fit },
				...more,
			}),
			"x.json",
		).canonical;
	const head = (activation: string, dropout: number) => [
		{ dense: 64, activation },
		{ dropout },
		{ dense: 32, activation },
		{ dropout },
		{ dense: "classes", activation: "softmax" },
	];

	test("group what belongs together; the way and the name are none", () => {
		const a = job(head("sigmoid", 0.5));
		const b = job(head("softmax", 0.4), { steps: 40 }, { way: "frozen", name: "y" });
		const changes = changesBetween(a, b);
		expect(changes.map(({ id, parts }) => [id, parts.length])).toEqual([
			["head.activations", 2],
			["head.dropout", 2],
			["fit.steps", 1],
		]);
		expect(changes[0]!.says).toBe("activation of the hidden layers: sigmoid → softmax");
		expect({ ...withChanges(a, changes), way: b.way, name: b.name }).toEqual(b);
		expect(a.head, "the first document stays as it is").toEqual(job(head("sigmoid", 0.5)).head);
	});

	test("augmentation and its views come and go together: neither is a document without the other", () => {
		const plain = job(head("relu", 0.5));
		const augmented = job(head("relu", 0.5), {}, { augment: { rotation: 20, flip: "horizontal" }, views: 4 });
		const [change, ...rest] = changesBetween(plain, augmented);
		expect(rest).toEqual([]);
		expect(change!.id).toBe("augment");
		expect(withChanges(plain, [change!])).toEqual(augmented);
		const [back] = changesBetween(augmented, plain);
		expect(withChanges(augmented, [back!])).toEqual(plain);
		const other = job(head("relu", 0.5), {}, { augment: { rotation: 30, flip: "horizontal" }, views: 8 });
		expect(
			changesBetween(augmented, other)
				.map(({ says }) => says)
				.toSorted(),
		).toEqual(["augment.rotation: 20 → 30", "views: 4 → 8"]);
	});

	test("heads of other layers, and other optimisers, are exchanged whole", () => {
		const a = job(head("sigmoid", 0.5));
		const b = job([{ dense: "classes", activation: "softmax" }], { optimizer: { name: "sgd", learningRate: 0.1 } });
		const changes = changesBetween(a, b);
		expect(changes.map(({ id }) => id)).toEqual(["head", "fit.optimizer"]);
		expect(withChanges(a, changes)).toEqual(b);
	});
});
