import { expect, test } from "vitest";
import { classWeights } from "../../lib/fit/class-weights.ts";

const labels = Int32Array.from([0, 0, 0, 0, 1, 1, 2]);

test("balanced: n / (classes · n of the class), as scikit-learn has it; a class without samples weighs 1", () => {
	expect([...classWeights("balanced", ["a", "b", "c"], labels)]).toEqual([7 / 12, 7 / 6, 7 / 3].map(Math.fround));
	expect(classWeights("balanced", ["a", "b", "c", "d"], labels)[3]).toBe(1);
});

test("named weights; the others are 1; a name that is no class is an error that suggests one", () => {
	expect([...classWeights({ b: 3 }, ["a", "b", "c"], labels)]).toEqual([1, 3, 1]);
	expect([...classWeights(null, ["a", "b"], labels)]).toEqual([1, 1]);
	expect(() => classWeights({ dasy: 3 }, ["daisy", "rose"], labels)).toThrow(/dasy.*did you mean "daisy"/);
});
