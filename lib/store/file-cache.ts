import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256File } from "../base/digest.ts";

/**
 * Local files of remote objects, named by digest (F2), so that one that is there is right whatever key it came from. Checked once by each
 * process. Of several processes on one machine each may use the same folder.
 */
export class FileCache {
	readonly #folder: string;
	readonly #maxBytes: number;
	readonly #onWanted: ((outcome: "hit" | "miss") => void) | undefined;
	readonly #checked = new Set<string>();
	#bytes: number | null = null;
	#making: Promise<void> | null = null;
	#next = 0;

	/** @param onWanted told of each object that was wanted as a file: it was there, or it is fetched now */
	constructor(folder: string, maxBytes: number, onWanted?: (outcome: "hit" | "miss") => void) {
		this.#folder = folder;
		this.#maxBytes = maxBytes;
		this.#onWanted = onWanted;
	}

	/** The file, or null where there is none or it is not whole; `size` null: whatever it has. */
	async find(digest: string, size: number | null): Promise<string | null> {
		if (!/^[0-9a-f]{64}$/.test(digest)) return null;
		const file = join(this.#folder, digest);
		const found = await stat(file).catch(() => null);
		if (found === null || (size !== null && found.size !== size)) return null;
		if (!this.#checked.has(digest) && (await sha256File(file).catch(() => "")) !== digest) return null;
		this.#checked.add(digest);
		const now = new Date();
		if (now.getTime() - found.mtimeMs > FRESH_MS) await utimes(file, now, now).catch(() => {}); // in use: among the last to go
		this.#onWanted?.("hit");
		return file;
	}

	/** Written whole or not at all. */
	async add(digest: string, bytes: Uint8Array): Promise<string> {
		this.#onWanted?.("miss");
		const file = join(this.#folder, digest);
		const temporary = `${file}.${process.pid}.${this.#next++}`;
		await writeFile(temporary, bytes).catch(async (error: NodeJS.ErrnoException) => {
			if (error.code !== "ENOENT") throw error;
			await mkdir(this.#folder, { recursive: true }); // at the first file, not at each
			await writeFile(temporary, bytes);
		});
		await rename(temporary, file);
		this.#checked.add(digest);
		this.#bytes = (this.#bytes ?? (await this.#measure()).reduce((sum, each) => sum + each.size, 0)) + bytes.length;
		if (this.#bytes > this.#maxBytes) {
			this.#making ??= this.#makeRoom().finally(() => {
				this.#making = null;
			});
			await this.#making;
		}
		return file;
	}

	/** Removes what was not used for longest, down to nine tenths; what was used in the last minutes may be in somebody's hands and stays. */
	async #makeRoom(): Promise<void> {
		const files = (await this.#measure()).sort((a, b) => a.usedMs - b.usedMs);
		let bytes = files.reduce((sum, { size }) => sum + size, 0);
		const before = Date.now() - IN_HAND_MS;
		for (const { name, size, usedMs } of files) {
			if (bytes <= this.#maxBytes * 0.9 || usedMs > before) break;
			await rm(join(this.#folder, name), { force: true });
			this.#checked.delete(name);
			bytes -= size;
		}
		this.#bytes = bytes;
	}

	async #measure(): Promise<{ name: string; size: number; usedMs: number }[]> {
		const names = await readdir(this.#folder);
		const found = await Promise.all(
			names.map(async (name) => {
				const file = await stat(join(this.#folder, name)).catch(() => null);
				return file === null || !file.isFile() ? [] : [{ name, size: file.size, usedMs: file.mtimeMs }];
			}),
		);
		return found.flat();
	}
}

/** A file's time of use is noted no finer than this. */
const FRESH_MS = 60_000;
/** Longer than a shard, or a fit's reading of its rows, has a file in hand between finding and opening it. */
const IN_HAND_MS = 15 * 60_000;
