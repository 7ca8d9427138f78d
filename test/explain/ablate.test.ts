import { describe, expect, test } from "vitest";
import { ablate } from "../../lib/explain/ablate.ts";
import type { Change } from "../../lib/explain/changes.ts";

const change = (id: string, within?: readonly Change[]): Change => ({
	id,
	says: id,
	parts: [{ path: id, a: 1, b: 2 }],
	...(within === undefined ? {} : { within }),
});
const options = { images: 1000, seeds: [7, 7] as const };

interface World {
	readonly calls: { readonly made: readonly string[]; readonly seed: number }[];
	measure(made: readonly Change[], seed: number): Promise<number>;
}

/** Runs whose accuracy sinks by what each change costs, and by a hair with every other seed. */
function world(costs: Readonly<Record<string, number>>, start = 0.75): World {
	const calls: World["calls"] = [];
	const cost = ({ id, within }: Change): number => costs[id] ?? (within ?? []).reduce((sum, each) => sum + cost(each), 0);
	return {
		calls,
		async measure(made, seed) {
			calls.push({ made: made.map(({ id }) => id), seed });
			return start - made.reduce((sum, each) => sum + cost(each), 0) + (seed % 2 === 0 ? 0.004 : 0);
		},
	};
}

describe("which change makes the gap", () => {
	test("is found alone among three, and again with another seed; closing it closes the gap", async () => {
		const changes = ["softmax", "dropout", "steps"].map((id) => change(id));
		const { measure, calls } = world({ softmax: 0.5, dropout: 0.005, steps: 0.01 });
		const found = await ablate(changes, measure, options);
		expect(found.culprits.map(({ id }) => id)).toEqual(["softmax"]);
		expect(found.without).toBeCloseTo(0.735);
		expect(found.shares).toHaveLength(2);
		for (const share of found.shares) expect(share).toBeCloseTo(0.97, 2);
		expect(calls).toContainEqual({ made: ["softmax"], seed: 8 });
		expect(calls.length).toBeLessThanOrEqual(12);
	});

	test.each([0, 5, 11, 15])("is found among sixteen, as number %i, within twelve runs", async (at) => {
		const changes = Array.from({ length: 16 }, (_, i) => change(`c${i}`));
		const { measure, calls } = world({ [`c${at}`]: 0.4 });
		const found = await ablate(changes, measure, options);
		expect(found.culprits.map(({ id }) => id)).toEqual([`c${at}`]);
		expect(found.without).toBeCloseTo(0.75);
		expect(calls.length).toBeLessThanOrEqual(12);
		expect(new Set(calls.map((call) => JSON.stringify(call))).size, "no run twice").toBe(calls.length);
	});

	test("may be two that only work together", async () => {
		const changes = ["x", "y", "z"].map((id) => change(id));
		const found = await ablate(
			changes,
			async (made) => {
				const has = (id: string) => made.some((each) => each.id === id);
				return has("x") && has("y") ? 0.2 : has("x") || has("y") ? 0.68 : 0.7;
			},
			options,
		);
		expect(found.culprits.map(({ id }) => id).sort()).toEqual(["x", "y"]);
		expect(found.without).toBeCloseTo(0.7);
	});

	test("is told apart within a bundle once the bundle is known to make it, and never before", async () => {
		const backbone = change(
			"backbone",
			["size", "pooling"].map((id) => change(id)),
		);
		const { measure, calls } = world({ pooling: 0.3, size: 0.01, dropout: 0 });
		const found = await ablate([backbone, change("dropout")], measure, options);
		expect(found.culprits.map(({ id }) => id)).toEqual(["pooling"]);
		expect(found.without, "only what makes it is taken back").toBeCloseTo(0.74);
		const harmless = world({ pooling: 0, size: 0, dropout: 0.3 });
		await ablate([backbone, change("dropout")], harmless.measure, options);
		expect(calls.some(({ made }) => made.includes("size"))).toBe(true);
		expect(harmless.calls.some(({ made }) => made.includes("size"))).toBe(false);
	});

	test("stops at the number of runs that was allowed", async () => {
		const { measure, calls } = world({ a: 0.3 });
		const found = await ablate(
			["a", "b", "c", "d"].map((id) => change(id)),
			measure,
			{ ...options, most: 6 },
		);
		expect(calls.length).toBeLessThanOrEqual(6);
		expect(found.untried.length).toBeGreaterThan(0);
	});
});

describe("no change makes it", () => {
	test("where other seeds make as much difference", async () => {
		const luck = [0, 0.06, -0.05, 0.04];
		const found = await ablate([change("x")], async (made, seed) => 0.7 + luck[(seed - 7 + made.length) % 4]!, options);
		expect(found.differs).toBe(false);
		expect(found.culprits).toEqual([]);
	});

	test("where so few images could not tell", async () => {
		const { measure, calls } = world({ x: 0.05 });
		const found = await ablate([change("x")], measure, { ...options, images: 40 });
		expect(found.differs).toBe(false);
		expect(calls.length).toBeLessThanOrEqual(8);
	});

	test("of documents that only a seed tells apart: as they are, and once more", async () => {
		const { measure, calls } = world({});
		const found = await ablate([], measure, { images: 500, seeds: [7, 30] });
		expect(calls.map(({ seed }) => seed)).toEqual([7, 30, 31]);
		expect(found).toMatchObject({ differs: false, b: [], seeds: [7, 30, 31] });
		expect(found.margin).toBeGreaterThan(0.03);
	});
});

test("documents of two seeds run with both, so that a gap is never one of seeds", async () => {
	const { measure, calls } = world({ x: 0.3 });
	const found = await ablate([change("x")], measure, { images: 1000, seeds: [7, 30] });
	expect(found.seeds).toEqual([7, 30]);
	expect(calls.slice(0, 4)).toEqual([
		{ made: [], seed: 7 },
		{ made: ["x"], seed: 7 },
		{ made: [], seed: 30 },
		{ made: ["x"], seed: 30 },
	]);
});

test("a third seed is asked where two leave it open, and not where they agree", async () => {
	const close = world({ x: 0.03 });
	const noisy = async (made: readonly Change[], seed: number) => (await close.measure(made, seed)) + (seed === 8 ? 0.02 : 0);
	expect((await ablate([change("x")], noisy, options)).seeds.length).toBeGreaterThan(2);
	expect((await ablate([change("x")], world({ x: 0.3 }).measure, options)).seeds.length).toBe(2);
});
