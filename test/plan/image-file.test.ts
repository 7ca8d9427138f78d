import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { imageFiles } from "../../lib/plan/image-file.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import { imageKey } from "../../lib/store/keys.ts";
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

	const shared: Store = Object.assign(Object.create(own) as Store, { local: false, where: "s3://pictures" });
	for (const origin of [file, "/proc/self/environ", `../${file}`, `images/../${imageKey(image)}`])
		await expect(imageFiles([{ origin, image }], { store: shared, remote: null })).rejects.toMatchObject({
			code: "IMAGE_GONE",
			name: "TerminalError",
		});
});
