import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { TerminalError } from "../../lib/base/errors.ts";
import { readPlace } from "../../lib/base/file-part.ts";
import type { Store } from "../../lib/store/port.ts";

/** A store of its own, empty, with a way to spoil an object behind the store's back. */
export interface OpenedStore {
	readonly store: Store;
	/** Changes the object's bytes, but neither its length nor its recorded digest. */
	damage(key: string): Promise<void>;
	close(): Promise<void>;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function keysOf(store: Store, prefix: string): Promise<string[]> {
	const keys: string[] = [];
	for await (const key of store.list(prefix)) keys.push(key);
	return keys;
}

/** What every store promises (lib/store/port.ts). Each test uses keys of its own, so one open store serves all. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
	describe(`the store contract, kept by ${name}`, () => {
		let opened: OpenedStore;
		let store: Store;
		beforeAll(async () => {
			opened = await open();
			store = opened.store;
		});
		afterAll(() => opened?.close());

		test("it says where it is", () => {
			expect(store.where.length).toBeGreaterThan(0);
		});

		test("what is put comes back, with its size", async () => {
			expect(await store.put("images/one", text("rose"))).toBe("created");
			expect(Buffer.from((await store.get("images/one"))!).toString()).toBe("rose");
			expect(await store.size("images/one")).toBe(4);
		});

		test("F2: a key is put once; a second put changes nothing and says so", async () => {
			expect(await store.put("images/twice", text("first"))).toBe("created");
			expect(await store.put("images/twice", text("another"))).toBe("exists");
			expect(Buffer.from((await store.get("images/twice"))!).toString()).toBe("first");
		});

		test("what is not there is null, also where keys lie below that name", async () => {
			await store.put("features/space/a.safetensors", text("x"));
			for (const key of ["images/none", "features/space", "features", "features/space/a.safetensors/deeper"]) {
				expect(await store.get(key), key).toBeNull();
				expect(await store.size(key), key).toBeNull();
				expect(await store.localFile(key), key).toBeNull();
			}
		});

		test("replace replaces whole, longer and shorter, under jobs/", async () => {
			for (const content of ["one", "a longer second", "3"]) {
				await store.replace("jobs/rose/result.json", text(content));
				expect(Buffer.from((await store.get("jobs/rose/result.json"))!).toString()).toBe(content);
				expect(await readFile((await store.localFile("jobs/rose/result.json"))!, "utf8")).toBe(content);
				expect(await store.size("jobs/rose/result.json")).toBe(content.length);
			}
		});

		test("F2: outside jobs/ nothing is replaced", async () => {
			await store.put("backbones/b/graph", text("graph"));
			await expect(store.replace("backbones/b/graph", text("other"))).rejects.toThrow(/put once/);
			await expect(store.replace("jobsx/b", text("other"))).rejects.toThrow(/put once/);
			expect(Buffer.from((await store.get("backbones/b/graph"))!).toString()).toBe("graph");
		});

		test("list gives exactly the keys with the prefix, in code-point order, at any depth", async () => {
			const keys = ["list/B", "list/a-1", "list/a.1", "list/a/2", "list/a/b/c", "list/a0", "list/a_1", "listen"];
			for (const key of [...keys].reverse()) await store.put(key, text(key));
			expect(await keysOf(store, "list/")).toEqual(keys.filter((key) => key.startsWith("list/")));
			expect(await keysOf(store, "list/a")).toEqual(["list/a-1", "list/a.1", "list/a/2", "list/a/b/c", "list/a0", "list/a_1"]);
			expect(await keysOf(store, "list/a/")).toEqual(["list/a/2", "list/a/b/c"]);
			expect(await keysOf(store, "list/a/b/c")).toEqual(["list/a/b/c"]);
			expect(await keysOf(store, "nothing/")).toEqual([]);
			expect(await keysOf(store, "")).toEqual(expect.arrayContaining(keys));
		});

		test("what is removed is gone, and may be put anew with other bytes; removing nothing is fine", async () => {
			await store.put("images/gone", text("old"));
			await store.localFile("images/gone");
			await store.remove("images/gone");
			await store.remove("images/gone");
			await store.remove("images/never/was");
			expect([await store.get("images/gone"), await store.size("images/gone"), await store.localFile("images/gone")]).toEqual([
				null,
				null,
				null,
			]);
			expect(await keysOf(store, "images/gone")).toEqual([]);
			expect(await store.put("images/gone", text("new"))).toBe("created");
			expect(Buffer.from((await store.get("images/gone"))!).toString()).toBe("new");
			expect(await readFile((await store.localFile("images/gone"))!, "utf8")).toBe("new");
		});

		test("F7: localPart gives a file that has part of an object, and null where there is no object", async () => {
			const content = Buffer.from("one two three");
			const key = `packs/${sha256(content)}`;
			const part = (text: string) => ({ from: content.indexOf(text), length: text.length, sha256: sha256(text) });
			expect(await store.localPart(key, part("two"))).toBeNull();
			await store.put(key, content);
			for (const text of ["two", "three", "two"]) expect(String(await readPlace((await store.localPart(key, part(text)))!))).toBe(text);
			await store.localFile(key);
			expect(String(await readPlace((await store.localPart(key, part("one")))!))).toBe("one");
		});

		test("F7: localFile gives a file with the object's bytes", async () => {
			await store.put("backbones/local/graph.safetensors", text("weights"));
			const file = await store.localFile("backbones/local/graph.safetensors");
			expect(await readFile(file!, "utf8")).toBe("weights");
			expect(await store.localFile("backbones/local/graph.safetensors")).toBe(file);
		});

		test("an empty object is an object", async () => {
			expect(await store.put("images/empty", new Uint8Array())).toBe("created");
			expect(await store.put("images/empty", text("x"))).toBe("exists");
			expect((await store.get("images/empty"))?.length).toBe(0);
			expect(await store.size("images/empty")).toBe(0);
			expect((await readFile((await store.localFile("images/empty"))!)).length).toBe(0);
			expect(await keysOf(store, "images/empty")).toEqual(["images/empty"]);
		});

		test("5 MB come back byte for byte", async () => {
			const bytes = new Uint8Array(5 * 1024 * 1024).map((_, i) => (i * 2654435761) >>> 24);
			await store.put("features/large", bytes);
			expect(Buffer.compare((await store.get("features/large"))!, bytes)).toBe(0);
			expect(await store.size("features/large")).toBe(bytes.length);
		});

		test("a view into a larger buffer is put as the view", async () => {
			await store.put("images/view", new Uint8Array(text("abcdef").buffer, 2, 3));
			expect(Buffer.from((await store.get("images/view"))!).toString()).toBe("cde");
		});

		test("a damaged object is DAMAGED_OBJECT each time it is read, and its place is free once removed", async () => {
			await store.put("features/s/damaged.safetensors", text("whole"));
			await opened.damage("features/s/damaged.safetensors");
			const expected = { name: "RetryableError", code: "DAMAGED_OBJECT" };
			await expect(store.get("features/s/damaged.safetensors")).rejects.toMatchObject(expected);
			await expect(store.get("features/s/damaged.safetensors")).rejects.toMatchObject(expected);
			await expect(store.localFile("features/s/damaged.safetensors")).rejects.toMatchObject(expected);
			expect(await store.put("features/s/damaged.safetensors", text("whole"))).toBe("exists"); // and that mends nothing, nor hides it
			await expect(store.get("features/s/damaged.safetensors")).rejects.toMatchObject(expected);
			await store.remove("features/s/damaged.safetensors");
			expect(await store.put("features/s/damaged.safetensors", text("whole"))).toBe("created");
			expect(Buffer.from((await store.get("features/s/damaged.safetensors"))!).toString()).toBe("whole");
		});

		test.each([
			"",
			"/",
			"/a",
			"a/",
			"a//b",
			"..",
			"../a",
			"a/../b",
			"a/./b",
			".tmp/a",
			"a/.hidden",
			"a b",
			"a\\b",
			"ä",
			"a\0",
			"a\n",
			"a/b.sha256",
		])("the key %j is refused by every operation", async (key) => {
			const refused = { name: "TerminalError", code: "BAD_KEY" };
			await expect(store.put(key, text("x"))).rejects.toMatchObject(refused);
			await expect(store.replace(`jobs/${key}`, text("x"))).rejects.toMatchObject(refused);
			await expect(store.get(key)).rejects.toThrow(TerminalError);
			await expect(store.size(key)).rejects.toThrow(TerminalError);
			await expect(store.localFile(key)).rejects.toThrow(TerminalError);
			await expect(store.remove(key)).rejects.toThrow(TerminalError);
		});

		test.each(["../", "/", "a/../b/", "..", ".tmp/"])("the prefix %j is refused", async (prefix) => {
			await expect(keysOf(store, prefix)).rejects.toMatchObject({ name: "TerminalError", code: "BAD_KEY" });
		});

		test("of many puts of one key at once exactly one creates it", async () => {
			const bytes = text("the same shard, done by many");
			const answers = await Promise.all(Array.from({ length: 16 }, () => store.put("features/s/raced.safetensors", bytes)));
			expect(answers.filter((answer) => answer === "created")).toHaveLength(1);
			expect(answers.filter((answer) => answer === "exists")).toHaveLength(15);
			expect(Buffer.compare((await store.get("features/s/raced.safetensors"))!, bytes)).toBe(0);
		});

		test("when writers race with different bytes one of them wins whole", async () => {
			for (let round = 0; round < 5; round++) {
				const key = `jobs/raced/${round}`;
				const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => store.put(key, text(`writer ${i} `.repeat(i + 1)))));
				expect(answers.filter((answer) => answer === "created")).toHaveLength(1);
				const winner = answers.indexOf("created");
				expect(Buffer.from((await store.get(key))!).toString()).toBe(`writer ${winner} `.repeat(winner + 1));
			}
		});

		test("whoever reads while an object is replaced sees one of its versions whole", async () => {
			await store.replace("jobs/read/while-replaced", text("version 0 "));
			let writing = true;
			const reader = (async () => {
				const seen: string[] = [];
				while (writing) seen.push(Buffer.from((await store.get("jobs/read/while-replaced"))!).toString());
				return seen;
			})();
			for (let i = 1; i <= 20; i++) await store.replace("jobs/read/while-replaced", text(`version ${i} `.repeat(i + 1)));
			writing = false;
			const whole = Array.from({ length: 21 }, (_, i) => `version ${i} `.repeat(i + 1));
			expect((await reader).filter((content) => !whole.includes(content))).toEqual([]);
		});
	});
}
