import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RetryableError } from "../../lib/base/errors.ts";
import { encodeFeatureFile, type SampleSkip } from "../../lib/feature/file.ts";
import { openRowIndex } from "../../lib/feature/row-index.ts";
import { encodeSafetensors } from "../../lib/feature/safetensors.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import { featureKey, spaceKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { temporaryFolder } from "../support/folder.ts";

const SPACE = "5pace";
const id = (n: number): Uint8Array => new Uint8Array(16).fill(n);
const skip = (n: number): SampleSkip => ({
	sample: Buffer.from(id(n)).toString("hex"),
	image: `image ${n}`,
	code: "TRUNCATED",
	detail: "too short",
});

async function put(store: Store, shard: string, samples: readonly number[], skips: readonly number[] = [], space = SPACE): Promise<string> {
	const rows = Float32Array.from(samples.flatMap((n) => [n, n / 2]));
	const key = featureKey(SPACE, shard);
	await store.put(key, encodeFeatureFile({ space, dim: 2, rows, samples: samples.map(id), skips: skips.map(skip) }));
	return key;
}

async function open(): Promise<{ root: string; store: Store }> {
	const root = await temporaryFolder();
	return { root, store: await openFolderStore(root) };
}

describe("F1: where rows are follows from the feature files in the store", () => {
	test("each sample is a row of a file, a recorded skip, or not there yet", async () => {
		const { store } = await open();
		const [a, b] = [await put(store, "a", [1, 2], [3]), await put(store, "b", [4], [5, 6])];
		const index = await openRowIndex(store, SPACE);
		expect([1, 2, 4].map((n) => index.find(id(n)))).toEqual([
			{ kind: "row", key: a, row: 0 },
			{ kind: "row", key: a, row: 1 },
			{ kind: "row", key: b, row: 0 },
		]);
		expect([3, 5, 6].map((n) => index.find(id(n)))).toEqual([3, 5, 6].map((n) => ({ kind: "skip", ...skip(n) })));
		expect(index.find(id(7))).toBeNull();
		expect([index.rows, index.skips.length, index.damaged]).toEqual([3, 3, []]);
	});

	test("an id is found by its bytes, wherever in memory they lie", async () => {
		const { store } = await open();
		await put(store, "a", [1]);
		const index = await openRowIndex(store, SPACE);
		expect(index.find(new Uint8Array(40).fill(1).subarray(3, 19))).not.toBeNull();
		expect(index.find(Buffer.from(id(1)))).not.toBeNull();
	});

	test("a sample in two files is one row, the first's", async () => {
		const { store } = await open();
		const a = await put(store, "a", [1, 2]);
		await put(store, "b", [2, 3]);
		const index = await openRowIndex(store, SPACE);
		expect(index.find(id(2))).toEqual({ kind: "row", key: a, row: 1 });
		expect(index.rows).toBe(3);
	});

	test("a space without files has no rows, and what is no feature file is left alone", async () => {
		const { store } = await open();
		expect((await openRowIndex(store, SPACE)).rows).toBe(0);
		await store.put(spaceKey(SPACE), Buffer.from("{}"));
		expect((await openRowIndex(store, SPACE)).damaged).toEqual([]);
	});
});

describe("F3: a damaged file is named, and its samples count as missing", () => {
	test.each([
		[
			"a changed byte",
			async (path: string) =>
				writeFile(
					path,
					(await readFile(path)).map((byte, i) => (i === 200 ? byte ^ 1 : byte)),
				),
		],
		["a lost end", (path: string) => truncate(path, 100)],
		["no bytes left", (path: string) => truncate(path, 0)],
	])("%s", async (_, spoil) => {
		const { root, store } = await open();
		const [a, b] = [await put(store, "a", [1, 2], [3]), await put(store, "b", [4])];
		await spoil(join(root, a));
		const index = await openRowIndex(store, SPACE);
		expect(index.damaged).toEqual([a]);
		expect([1, 2, 3].map((n) => index.find(id(n)))).toEqual([null, null, null]);
		expect(index.find(id(4))).toEqual({ kind: "row", key: b, row: 0 });
		await store.remove(a);
		await put(store, "a", [1, 2], [3]);
		expect((await openRowIndex(store, SPACE)).rows).toBe(3);
	});

	test("so is a whole file that is no feature file, or one of another space", async () => {
		const { store } = await open();
		const other = await put(store, "a", [1], [], "another");
		const wrong = featureKey(SPACE, "b");
		await store.put(wrong, encodeSafetensors([{ name: "x", dtype: "U8", shape: [1], data: id(1).subarray(15) }]));
		const text = featureKey(SPACE, "c");
		await store.put(text, Buffer.from("not safetensors at all"));
		expect((await openRowIndex(store, SPACE)).damaged).toEqual([other, wrong, text]);
	});

	test("but a store that fails just now damages nothing: the error goes on, and no file is taken for lost", async () => {
		const { store } = await open();
		await put(store, "a", [1]);
		const failing: Store = Object.assign(Object.create(store) as Store, {
			list: (prefix: string) => store.list(prefix),
			range: () => Promise.reject(new RetryableError("STORE_FAILED", "no connection")),
		});
		await expect(openRowIndex(failing, SPACE)).rejects.toMatchObject({ code: "STORE_FAILED" });
	});
});
