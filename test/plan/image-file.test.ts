import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { readPlace } from "../../lib/base/file-part.ts";
import { imageFiles } from "../../lib/plan/image-file.ts";
import { packImages } from "../../lib/plan/packs.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import { packedImage, packKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { temporaryFolder } from "../support/folder.ts";

const bytes = Buffer.from("bytes of an image");
const image = sha256(bytes);

test("an image's path is read on the machine of the person who runs the job, and nowhere else: a submitted list cannot lead to a service's own files", async () => {
	const folder = await temporaryFolder();
	const file = join(folder, "secret");
	await writeFile(file, bytes);
	const own = await openFolderStore(join(folder, "store"));
	expect(await imageFiles([{ origin: file, image }], { store: own, remote: null })).toEqual([file]);

	const shared = ofMany(own);
	const pack = packKey(image);
	const crooked = [`../${pack}#0+9`, `${pack}/../x#0+9`, `${pack}#-1+9`, `${pack}#0+9\n`, `${pack}#0+9999999999999999`, pack];
	for (const origin of [file, "/proc/self/environ", `../${file}`, ...crooked])
		await expect(imageFiles([{ origin, image }], { store: shared, remote: null }), origin).rejects.toMatchObject({
			code: "IMAGE_GONE",
			name: "TerminalError",
		});
});

describe("images in packs", () => {
	test("a pack that many are wanted of is fetched once and whole, one that few are wanted of in parts; both give the images' own bytes, in order", async () => {
		const { store, wanted } = await packed(100);
		const [file, part] = [store.localFile.bind(store), store.localPart.bind(store)];
		const asked: string[] = [];
		store.localFile = (key) => {
			asked.push("whole");
			return file(key);
		};
		store.localPart = async (key, wanted) => {
			asked.push("part");
			const found = await part(key, wanted);
			asked.splice(asked.lastIndexOf("whole"), 1); // the folder store's own way to a part
			return found;
		};
		for (const [count, requests] of [
			[64, ["whole"]],
			[3, ["part", "part", "part"]],
		] as const) {
			asked.length = 0;
			const some = wanted.slice(0, count).reverse();
			const places = await imageFiles(some, { store, remote: null });
			expect(asked).toEqual(requests);
			expect(await Promise.all(places.map(async (place) => sha256(await readPlace(place))))).toEqual(some.map(({ image }) => image));
		}
	});

	test("a pack that is not there any more is an error that says what to do", async () => {
		const { store, wanted } = await packed(70);
		for await (const key of store.list("packs/")) await store.remove(key);
		for (const some of [wanted, wanted.slice(0, 1)])
			await expect(imageFiles(some, { store, remote: null })).rejects.toMatchObject({ code: "IMAGE_GONE", fix: /submit the job again/ });
	});

	test("a place beyond the end of its pack gives what is there, and takes no memory for what is not", async () => {
		const { store, wanted } = await packed(1);
		const [pack = ""] = wanted[0]!.origin.split("#");
		const places = await imageFiles([{ origin: packedImage({ pack, from: 1e14, length: 1e14 }), image }], { store, remote: null });
		expect(await readPlace(places[0]!)).toHaveLength(0);
	});
});

function ofMany(store: Store): Store {
	return Object.assign(Object.create(store) as Store, { local: false, where: "s3://pictures" });
}

async function packed(count: number) {
	const folder = await temporaryFolder();
	await mkdir(join(folder, "images"));
	const entries = await Promise.all(
		Array.from({ length: count }, async (_, i) => {
			const content = Buffer.from(`image ${i}`.repeat(1 + (i % 5)));
			const file = join(folder, "images", String(i));
			await writeFile(file, content);
			return { image: sha256(content), file, bytes: content.length };
		}),
	);
	const store = await openFolderStore(join(folder, "store"));
	const places = await packImages(entries, store, { signal: new AbortController().signal });
	const wanted = [...places].map(([image, origin]) => ({ image, origin })).sort((a, b) => (a.image < b.image ? -1 : 1));
	return { store, wanted };
}
