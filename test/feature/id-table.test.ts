import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IdTable } from "../../lib/feature/id-table.ts";

/** Ids of few different bytes: many of them begin alike, and some are there twice. */
const ids = fc.array(
	fc.array(fc.constantFrom(0, 1, 255), { minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
	{ maxLength: 200 },
);

describe("numbers of ids", () => {
	test("each id has the number in which it first came, as in a Map of its hex digits", () => {
		fc.assert(
			fc.property(ids, ids, (some, others) => {
				const table = new IdTable(some.length);
				const map = new Map<string, number>();
				for (const id of some) {
					const isNew = !map.has(id.toString("hex"));
					if (isNew) map.set(id.toString("hex"), map.size);
					expect(table.add(id)).toBe(isNew);
				}
				expect(table.size).toBe(map.size);
				for (const id of [...some, ...others]) expect(table.find(id)).toBe(map.get(id.toString("hex")) ?? -1);
			}),
		);
	});

	test("ids that differ in their last byte alone are two, though both begin in one place", () => {
		const table = new IdTable(2);
		const [a, b] = [Buffer.alloc(16, 7), Buffer.alloc(16, 7)];
		b[15] = 8;
		expect([table.add(a), table.add(b), table.find(a), table.find(b)]).toEqual([true, true, 0, 1]);
	});

	test("what is not 16 bytes long is no id: not taken, not found, and no error", () => {
		const table = new IdTable(1);
		for (const length of [0, 3, 4, 15, 17]) {
			expect(table.add(Buffer.alloc(length))).toBe(false);
			expect(table.find(Buffer.alloc(length))).toBe(-1);
		}
		expect(table.add(Buffer.alloc(16))).toBe(true);
	});
});
