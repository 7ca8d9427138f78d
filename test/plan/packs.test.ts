import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { decodeSafetensors } from "../../lib/feature/safetensors.ts";
import { packImages } from "../../lib/plan/packs.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import { packKey, parsePackedImage } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { temporaryFolder } from "../support/folder.ts";

const { signal } = new AbortController();

async function open() {
	const folder = await temporaryFolder();
	await mkdir(join(folder, "images"));
	const image = async (name: string, size = 20) => {
		const content = Buffer.alloc(size, name);
		const file = join(folder, "images", name);
		await writeFile(file, content);
		return { image: sha256(content), file, bytes: size };
	};
	const images = (from: number, to: number) => Promise.all(Array.from({ length: to - from }, (_, i) => image(`image ${from + i} `)));
	return { store: await openFolderStore(join(folder, "store")), image, images };
}

async function packsIn(store: Store): Promise<string[][]> {
	const packs: string[][] = [];
	for await (const key of store.list("packs/")) packs.push([...decodeSafetensors((await store.get(key))!).tensors.keys()]);
	return packs.sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
}

describe("packs of images", () => {
	test("images go in order of their digests, as many to a pack as a shard has; each is where it is said to be; a pack is named by its bytes", async () => {
		const { store, images } = await open();
		const all = await images(0, 150);
		const places = await packImages(all.toReversed(), store, { signal });
		const packs = await packsIn(store);
		expect(packs.map(({ length }) => length)).toEqual([64, 64, 22]);
		expect(packs.flat()).toEqual(all.map(({ image }) => image).sort());
		for (const { image } of all) {
			const { pack, from, length } = parsePackedImage(places.get(image)!)!;
			expect(sha256((await store.range(pack, from, length))!.bytes)).toBe(image);
			expect(packKey(sha256((await store.get(pack))!))).toBe(pack);
		}
	});

	test("what is in any pack already is not written again, whoever put it there; two files with the same bytes are one image", async () => {
		const { store, images, image } = await open();
		const before = await packImages(await images(0, 100), store, { signal });
		const uploads: number[][] = [];
		const more = [...(await images(50, 110)), await image("copy"), await image("copy")];
		const places = await packImages(more, store, { signal, onUpload: (...told) => uploads.push(told) });
		expect((await packsIn(store)).map(({ length }) => length).sort()).toEqual([11, 36, 64]);
		for (const { image } of await images(50, 100)) expect(places.get(image)).toBe(before.get(image));
		expect(uploads.map(([done, total]) => [done, total])).toEqual([
			[50, 61],
			[61, 61],
		]);
	});

	test("large images make packs of fewer, and one larger than any pack one of its own", async () => {
		const { store, image } = await open();
		await packImages(await Promise.all([image("a", 9e6), image("b", 9e6), image("c", 17e6), image("d", 1e6)]), store, { signal });
		const packs = await packsIn(store);
		expect(packs.flat()).toHaveLength(4);
		for await (const key of store.list("packs/")) expect(await store.size(key)).toBeLessThan(17.1e6);
		expect(packs.length).toBeGreaterThanOrEqual(3);
	});

	test("broken off, it leaves whole packs, and goes on behind them", async () => {
		const { store, images } = await open();
		const all = await images(0, 640);
		const stopping = new AbortController();
		const packing = packImages(all, store, {
			signal: stopping.signal,
			onUpload: (done) => done > 100 && stopping.abort(new Error("interrupted")),
		});
		await expect(packing).rejects.toThrow("interrupted");
		await expect.poll(async () => (await packsIn(store)).flat().length, { interval: 20 }).toBeGreaterThan(100);
		const written = (await packsIn(store)).flat().length;
		expect(written).toBeLessThan(640);
		const first: number[] = [];
		await packImages(all, store, { signal, onUpload: (done) => first.push(done) });
		expect(first[0]).toBeGreaterThanOrEqual(written);
		expect((await packsIn(store)).flat()).toHaveLength(640);
	});

	test("a file that changed since it was named is refused, and not put under the old name", async () => {
		const { store, image } = await open();
		const changed = await image("a");
		await writeFile(changed.file, "other bytes");
		await expect(packImages([changed], store, { signal })).rejects.toMatchObject({ code: "IMAGE_CHANGED", exitCode: 1 });
		expect(await packsIn(store)).toEqual([]);
	});

	test("an object among the packs that is none is passed over", async () => {
		const { store, images } = await open();
		await store.put(packKey("0".repeat(64)), Buffer.from("not a pack"));
		expect((await packImages(await images(0, 3), store, { signal })).size).toBe(3);
	});
});
