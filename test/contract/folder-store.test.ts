import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openFolderStore } from "../../lib/store/folder.ts";
import { storeContract } from "./store.contract.ts";

const made: string[] = [];
async function folder(): Promise<string> {
	const path = await mkdtemp(join(tmpdir(), "frostline-store-"));
	made.push(path);
	return path;
}
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** Above every process id that a system gives: nobody lives there. */
const NOBODY = 2 ** 22 + 1;

storeContract("a folder", async () => {
	const root = await folder();
	const store = await openFolderStore(root);
	return {
		store,
		async damage(key) {
			const bytes = await readFile(join(root, key));
			bytes[0]! ^= 1;
			await writeFile(join(root, key), bytes);
		},
		close: () => store.close(),
	};
});

describe("a folder store after crashes", () => {
	test("F4: half-written files of dead processes are swept when the store opens, those of live ones are not", async () => {
		const root = await folder();
		await (await openFolderStore(root)).put("images/a", text("a"));
		const temporary = join(root, ".tmp");
		await writeFile(join(temporary, `${NOBODY}-1-0`), "half");
		await writeFile(join(temporary, `${process.pid}-2-0`), "being written");
		await writeFile(join(temporary, `${process.pid}-3-0`), "forgotten for hours");
		const hours = new Date(Date.now() - 2 * 60 * 60 * 1000);
		await utimes(join(temporary, `${process.pid}-3-0`), hours, hours);
		const store = await openFolderStore(root);
		expect(await readdir(temporary)).toEqual([`${process.pid}-2-0`]);
		expect(await store.size("images/a")).toBe(1);
	});

	test("F4: a crash between digest and object leaves no object, and the put is done again", async () => {
		const root = await folder();
		const store = await openFolderStore(root);
		await store.put("images/a", text("whole"));
		await rm(join(root, "images/a"));
		expect([await store.get("images/a"), await store.size("images/a")]).toEqual([null, null]);
		expect(await store.put("images/a", text("other"))).toBe("created");
		expect(Buffer.from((await store.get("images/a"))!).toString()).toBe("other");
	});

	test("F4: a crash in the middle of a replacement leaves the old object readable", async () => {
		const old = await folder();
		const store = await openFolderStore(old);
		await store.replace("jobs/j/result.json", text("old"));
		const before = await readFile(join(old, "jobs/j/result.json"));
		await store.replace("jobs/j/result.json", text("new"));
		await writeFile(join(old, "jobs/j/result.json"), before); // the object's rename never came
		const again = await openFolderStore(old);
		expect(Buffer.from((await again.get("jobs/j/result.json"))!).toString()).toBe("old");
		expect(await readFile((await again.localFile("jobs/j/result.json"))!, "utf8")).toBe("old");
		await again.replace("jobs/j/result.json", text("newest"));
		expect(Buffer.from((await again.get("jobs/j/result.json"))!).toString()).toBe("newest");
	});

	test("a truncated object is found, also by a store that read it whole before", async () => {
		const root = await folder();
		const store = await openFolderStore(root);
		await store.put("features/s/a.safetensors", text("0123456789"));
		await store.localFile("features/s/a.safetensors");
		await truncate(join(root, "features/s/a.safetensors"), 4);
		await expect(store.get("features/s/a.safetensors")).rejects.toThrow(/features\/s\/a\.safetensors .* is damaged: .* 10 and are .* 4$/);
		await expect(store.localFile("features/s/a.safetensors")).rejects.toMatchObject({ code: "DAMAGED_OBJECT" });
	});

	test("an object without its digest is damaged, not trusted", async () => {
		const root = await folder();
		const store = await openFolderStore(root);
		await store.put("images/a", text("a"));
		await rm(join(root, "images/a.sha256"));
		await expect(store.get("images/a")).rejects.toMatchObject({ code: "DAMAGED_OBJECT" });
	});
});

describe("a folder store in its folder", () => {
	test("nothing temporary stays behind after puts, replacements and refused seconds", async () => {
		const root = await folder();
		const store = await openFolderStore(root);
		await store.put("images/a", text("a"));
		await store.put("images/a", text("b"));
		await Promise.all([1, 2, 3].map((i) => store.put("images/b", text(`b${i}`))));
		await store.replace("jobs/a", text("c"));
		expect(await readdir(join(root, ".tmp"))).toEqual([]);
	});

	test("another process's store sees objects at once, and what it writes outlives it", async () => {
		const root = await folder();
		const [one, other] = [await openFolderStore(root), await openFolderStore(root)];
		await one.put("images/a", text("a"));
		expect(await other.put("images/a", text("b"))).toBe("exists");
		await one.close();
		expect(Buffer.from((await other.get("images/a"))!).toString()).toBe("a");
	});

	test("localFile names the object itself: nothing is copied", async () => {
		const root = await folder();
		const store = await openFolderStore(root);
		await store.put("images/a", text("a"));
		expect(await store.localFile("images/a")).toBe(join(root, "images/a"));
	});

	test.each([
		["a trailing slash", (root: string) => `${root}/`],
		["a relative path", (root: string) => relative(process.cwd(), root)],
		["dots", (root: string) => `${root}/./images/..`],
	])("keys are the same for a folder given with %s", async (_, given) => {
		const root = await folder();
		const store = await openFolderStore(given(root));
		await store.put("images/a", text("a"));
		const keys: string[] = [];
		for await (const key of store.list("images/")) keys.push(key);
		expect(keys).toEqual(["images/a"]);
	});

	test("a place that cannot be a folder is the user's to mend", async () => {
		const root = await folder();
		await writeFile(join(root, "file"), "");
		await expect(openFolderStore(join(root, "file"))).rejects.toMatchObject({
			name: "UserError",
			code: "STORE_DENIED",
			exitCode: 2,
			fix: expect.stringContaining("--store"),
		});
		expect((await stat(join(root, "file"))).isFile()).toBe(true);
	});
});
