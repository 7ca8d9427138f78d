import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256File } from "../base/digest.ts";

/** Local files of remote objects, named by digest (F2), so that one that is there is right whatever key it came from. Checked once by each process. */
export class FileCache {
	readonly #folder: string;
	readonly #checked = new Set<string>();
	#next = 0;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** The file, or null where there is none or it is not whole. */
	async find(digest: string, size: number): Promise<string | null> {
		if (!/^[0-9a-f]{64}$/.test(digest)) return null;
		const file = join(this.#folder, digest);
		const found = await stat(file).catch(() => null);
		if (found?.size !== size) return null;
		if (!this.#checked.has(digest) && (await sha256File(file)) !== digest) return null;
		this.#checked.add(digest);
		return file;
	}

	/** Written whole or not at all. */
	async add(digest: string, bytes: Uint8Array): Promise<string> {
		await mkdir(this.#folder, { recursive: true });
		const file = join(this.#folder, digest);
		const temporary = `${file}.${process.pid}.${this.#next++}`;
		await writeFile(temporary, bytes);
		await rename(temporary, file);
		this.#checked.add(digest);
		return file;
	}
}
