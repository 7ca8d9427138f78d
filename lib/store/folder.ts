import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, link, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type FrostlineError, RetryableError, UserError } from "../base/errors.ts";
import { sha256 } from "../base/digest.ts";
import { checkKey } from "./keys.ts";
import type { Store } from "./port.ts";

/**
 * A store in a folder. An object is written under a temporary name, flushed, and then given its own name in one step, so a crash
 * leaves a whole object or none (F4). Beside each object lies its digest, `<key>.sha256`, written first: a name without a digest
 * never exists, and a digest without its object is no object.
 */
const TEMPORARY = ".tmp";
const SUM = ".sha256";
/** A temporary file this old belongs to a process that died: no write takes as long. */
const STALE_MS = 60 * 60 * 1000;

export async function openFolderStore(root: string): Promise<Store> {
	await mkdir(join(root, TEMPORARY), { recursive: true }).catch((error: unknown) => {
		throw storeError(error, root);
	});
	await access(root, constants.W_OK).catch((error: unknown) => {
		throw storeError(error, root);
	});
	await sweep(join(root, TEMPORARY));
	return new FolderStore(root);
}

class FolderStore implements Store {
	readonly where: string;
	/** Files whose bytes were checked by this process, with the size and time they had. */
	readonly #checked = new Map<string, string>();
	#next = 0;

	constructor(root: string) {
		this.where = root;
	}

	async put(key: string, bytes: Uint8Array): Promise<"created" | "exists"> {
		const path = this.#path(key);
		if ((await this.size(key)) !== null) return "exists";
		return this.#write(path, bytes, "keep");
	}

	async replace(key: string, bytes: Uint8Array): Promise<void> {
		if (!key.startsWith("jobs/")) throw new TypeError(`${key} is put once and never replaced; only keys under jobs/ may be`);
		await this.#write(this.#path(key), bytes, "replace");
	}

	async get(key: string): Promise<Uint8Array | null> {
		const path = this.#path(key);
		const bytes = await absent(readFile(path), key);
		if (bytes === null) return null;
		await this.#compare(key, path, sha256(bytes), bytes.length);
		return bytes;
	}

	async size(key: string): Promise<number | null> {
		const found = await absent(stat(this.#path(key)), key);
		return found?.isFile() ? found.size : null;
	}

	async *list(prefix: string): AsyncIterable<string> {
		const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
		const entries = await absent(readdir(join(this.where, folder), { recursive: true, withFileTypes: true }), prefix);
		const keys = (entries ?? [])
			.filter((entry) => entry.isFile() && !entry.name.endsWith(SUM))
			.map((entry) => join(entry.parentPath, entry.name).slice(this.where.length + 1).replaceAll("\\", "/"))
			.filter((key) => key.startsWith(prefix) && !key.startsWith(`${TEMPORARY}/`));
		yield* keys.sort();
	}

	async remove(key: string): Promise<void> {
		const path = this.#path(key);
		// The object first: between the two steps there is a digest without an object, which is no object.
		await rm(path, { force: true });
		await rm(path + SUM, { force: true });
		this.#checked.delete(path);
	}

	async localFile(key: string): Promise<string | null> {
		const path = this.#path(key);
		const found = await absent(stat(path), key);
		if (found === null) return null;
		const seen = `${found.size} ${found.mtimeMs}`;
		if (this.#checked.get(path) === seen) return path;
		const hash = createHash("sha256");
		const file = await open(path);
		try {
			for await (const part of file.createReadStream({ autoClose: false })) hash.update(part as Buffer);
		} finally {
			await file.close();
		}
		await this.#compare(key, path, hash.digest("hex"), found.size);
		this.#checked.set(path, seen);
		return path;
	}

	async close(): Promise<void> {}

	#path(key: string): string {
		return join(this.where, ...checkKey(key).split("/"));
	}

	async #compare(key: string, path: string, digest: string, length: number): Promise<void> {
		const expected = (await absent(readFile(path + SUM, "utf8"), key))?.trim() ?? "no digest";
		const found = `${digest} ${length}`;
		if (expected === found) return;
		throw new RetryableError("DAMAGED_OBJECT", `${key} in ${this.where} is damaged: its digest and length should be ${expected} and are ${found}`, {
			fix: "it is removed and computed again; if this repeats, check the disk",
		});
	}

	async #write(path: string, bytes: Uint8Array, mode: "keep" | "replace"): Promise<"created" | "exists"> {
		try {
			await mkdir(dirname(path), { recursive: true });
			const sum = await this.#temporary(Buffer.from(`${sha256(bytes)} ${bytes.length}\n`));
			const object = await this.#temporary(bytes);
			if (mode === "replace") {
				// Between the two renames a reader may see the new digest and the old object; only jobs/ is written so, by one writer.
				await rename(sum, path + SUM);
				await rename(object, path);
				this.#checked.delete(path);
				return "created";
			}
			await rename(sum, path + SUM); // of two writers both write the same digest, for keys follow from content (F2)
			const created = await link(object, path).then(() => true, (error: unknown) => {
				if (codeOf(error) === "EEXIST") return false;
				throw error;
			});
			await rm(object, { force: true });
			await syncFolder(dirname(path));
			return created ? "created" : "exists";
		} catch (error) {
			throw storeError(error, path);
		}
	}

	async #temporary(bytes: Uint8Array): Promise<string> {
		const path = join(this.where, TEMPORARY, `${process.pid}-${Date.now()}-${this.#next++}`);
		const file = await open(path, "wx");
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		return path;
	}
}

function codeOf(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** What is not there is null; anything else that goes wrong is said. */
async function absent<T>(reading: Promise<T>, what: string): Promise<T | null> {
	return reading.catch((error: unknown) => {
		if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
		throw storeError(error, what);
	});
}

function storeError(error: unknown, what: string): FrostlineError {
	const code = codeOf(error);
	const message = error instanceof Error ? error.message : String(error);
	if (code === "ENOSPC" || code === "EDQUOT") {
		return new RetryableError("STORE_FULL", `there is no room left to write ${what}: ${message}`, { delayMs: 10_000, cause: error, fix: "free some space: the work goes on by itself" });
	}
	if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
		return new UserError("STORE_DENIED", `the store cannot use ${what}: ${message}`, { exitCode: 2, cause: error, fix: "give --store a folder that you may write" });
	}
	return new RetryableError("STORE_FAILED", `the store failed on ${what}: ${message}`, { cause: error });
}

/** A new name survives a power cut only when its folder is flushed too; not every file system allows it. */
async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, "r").catch(() => null);
	await folder?.sync().catch(() => {});
	await folder?.close();
}

/** Removes what dead processes left half written. */
async function sweep(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		const found = await stat(path).catch(() => null);
		if (found === null) continue;
		const owner = Number(name.split("-")[0]);
		if (Date.now() - found.mtimeMs > STALE_MS || !alive(owner)) await rm(path, { force: true });
	}
}

function alive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === "EPERM";
	}
}
