import { expect, test } from "vitest";
import { type Change, changesBetween, withChanges } from "../../lib/explain/changes.ts";
import { workable } from "../../lib/explain/workable.ts";
import { parseJob } from "../../lib/job/load.ts";

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

test("group what belongs together; way, name, seed and paths are none", () => {
	const a = job(head("sigmoid", 0.5));
	const b = job(head("softmax", 0.4), { steps: 40, seed: 9 }, { way: "frozen", name: "y", data: { train: "./elsewhere" } });
	const changes = changesBetween(a, b);
	expect(changes.map(({ id, parts }) => [id, parts.length])).toEqual([
		["head.activations", 2],
		["head.dropout", 2],
		["fit.steps", 1],
	]);
	expect(changes[0]!.says).toBe("activation of the hidden layers: sigmoid → softmax");
	expect({ ...withChanges(a, changes), way: b.way, name: b.name, data: b.data, fit: b.fit }).toEqual(b);
	expect(a.head, "the first document stays as it is").toEqual(job(head("sigmoid", 0.5)).head);
});

test("heads of other layers, and other optimisers, are exchanged whole", () => {
	const a = job(head("sigmoid", 0.5));
	const b = job([{ dense: "classes", activation: "softmax" }], { optimizer: { name: "sgd", learningRate: 0.1 } });
	const changes = changesBetween(a, b);
	expect(changes.map(({ id }) => id)).toEqual(["head", "fit.optimizer"]);
	expect(withChanges(a, changes)).toEqual(b);
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

test("what needs features of its own is tried as one first, and can be told apart: a network as a whole, its size and pooling", () => {
	const a = job(head("relu", 0.5));
	const b = job(head("relu", 0.5), {}, { backbone: { name: "squeezenet", weights: "./w.h5", size: 128, pooling: "max" } });
	const [change, ...more] = changesBetween(a, b);
	expect(more).toEqual([]);
	expect(change!.within!.map(({ id }) => id)).toEqual(["backbone.network", "backbone.pooling", "backbone.size"]);
	expect(withChanges(a, [change!])).toEqual(b);
});

test("a change that makes no job alone is joined with the one that mends it", async () => {
	const change = (id: string): Change => ({ id, says: id, parts: [{ path: id, a: 1, b: 2 }] });
	const changes = ["pooling", "dropout", "head"].map(change);
	// Without pooling the head needs a flatten layer, and with pooling it must have none.
	const works = async (made: readonly Change[]) => {
		const ids = made.flatMap(({ parts }) => parts.map(({ path }) => path));
		return ids.includes("pooling") === ids.includes("head");
	};
	expect((await workable(changes, works)).map(({ id }) => id)).toEqual(["pooling + head", "dropout"]);
	expect((await workable(changes, async (made) => made.length === 3)).map(({ id }) => id)).toEqual(["pooling + dropout + head"]);
	expect(await workable(changes, async () => true)).toEqual(changes);
});
