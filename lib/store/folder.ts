import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, link, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { sha256 } from "../base/digest.ts";
import { RetryableError } from "../base/errors.ts";
import type { FilePart } from "../base/file-part.ts";
import { absent, codeOf, storeError } from "./disk-errors.ts";
import { checkKey, checkPrefix, SUM } from "./keys.ts";
import type { ObjectPart, Store } from "./port.ts";
import { sweep, syncFolder, TEMPORARY, writeTemporary } from "./temporary.ts";

/**
 * A store in a folder. An object is written under a temporary name, flushed, and then given its own name in one step, so a crash
 * leaves a whole object or none (F4). Beside each object lies its digest, `<key>.sha256`, written first: a name without a digest
 * never exists, and a digest without its object is no object. A replaced object's digest file names the new bytes and, below, the
 * ones before, because between its two renames the old object is still the whole truth.
 */
export async function openFolderStore(folder: string): Promise<Store> {
	const root = resolve(folder);
	try {
		await mkdir(join(root, TEMPORARY), { recursive: true });
		await access(root, constants.W_OK);
	} catch (error) {
		throw storeError(error, root);
	}
	await sweep(root);
	return new FolderStore(root);
}

/** Digests that a replaced object's file remembers: its own and, should crashes follow one another, two before it. */
const REMEMBERED = 3;
/** Times that an object is read before a mismatch counts: it may have been replaced between reading it and its digest. */
const READS = 3;

class FolderStore implements Store {
	readonly where: string;
	readonly local = true;
	/** Files whose bytes were checked by this process, with the size and time they had. */
	readonly #checked = new Map<string, string>();

	constructor(root: string) {
		this.where = root;
	}

	async put(key: string, bytes: Uint8Array): Promise<"created" | "exists"> {
		if ((await this.size(key)) !== null) return "exists";
		return this.#write(
			this.#path(key),
			async (path, sum, object) => {
				await rename(await this.#temporary(sum), path + SUM);
				const created = await link(object, path).then(
					() => true,
					(error: unknown) => {
						if (codeOf(error) === "EEXIST") return false;
						throw error;
					},
				);
				await rm(object, { force: true });
				// Somebody else was first, and by now the digest may be ours: it must be that of the bytes which stay.
				if (!created) await rename(await this.#temporary(sumOf(await readFile(path))), path + SUM);
				return created ? "created" : "exists";
			},
			bytes,
		);
	}

	async replace(key: string, bytes: Uint8Array): Promise<void> {
		const path = this.#path(key);
		if (!key.startsWith("jobs/")) throw new TypeError(`${key} is put once and never replaced; only keys under jobs/ may be`);
		const before = await this.#sums(path, key);
		await this.#write(
			path,
			async (_, sum, object) => {
				await rename(await this.#temporary([sum, ...before].slice(0, REMEMBERED).join("\n")), path + SUM);
				await rename(object, path);
				this.#checked.delete(path);
			},
			bytes,
		);
	}

	async get(key: string): Promise<Uint8Array | null> {
		const path = this.#path(key);
		return this.#whole(key, path, async () => {
			const bytes = await absent(readFile(path), key);
			return bytes === null ? null : { value: bytes, sum: sumOf(bytes) };
		});
	}

	async range(key: string, from: number, length: number): Promise<{ bytes: Uint8Array; total: number } | null> {
		const file = await absent(open(this.#path(key)), key);
		if (file === null) return null;
		try {
			const found = await file.stat();
			if (!found.isFile()) return null;
			const bytes = Buffer.alloc(Math.max(0, Math.min(length, found.size - from)));
			const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
			return { bytes: bytes.subarray(0, bytesRead), total: found.size };
		} finally {
			await file.close();
		}
	}

	async size(key: string): Promise<number | null> {
		const found = await absent(stat(this.#path(key)), key);
		return found?.isFile() ? found.size : null;
	}

	async *list(prefix: string): AsyncIterable<string> {
		const folder = checkPrefix(prefix).slice(0, prefix.lastIndexOf("/") + 1);
		const entries = await absent(readdir(join(this.where, folder), { recursive: true, withFileTypes: true }), prefix);
		const keys = (entries ?? [])
			.filter((entry) => entry.isFile() && !entry.name.endsWith(SUM))
			.map((entry) =>
				join(entry.parentPath, entry.name)
					.slice(this.where.length + 1)
					.replaceAll("\\", "/"),
			)
			.filter((key) => key.startsWith(prefix) && !key.startsWith(`${TEMPORARY}/`));
		yield* keys.sort();
	}

	async remove(key: string): Promise<void> {
		const path = this.#path(key);
		// The object first: between the two steps there is a digest without an object, which is no object.
		for (const name of [path, path + SUM]) await absent(rm(name, { force: true }), key);
		this.#checked.delete(path);
	}

	async localFile(key: string): Promise<string | null> {
		const path = this.#path(key);
		return this.#whole(key, path, async () => {
			const found = await absent(stat(path), key);
			if (!found?.isFile()) return null;
			const seen = `${found.size} ${found.mtimeMs}`;
			if (this.#checked.get(path) === seen) return { value: path, sum: null };
			const sum = await absent(sumOfFile(path), key);
			return sum === null ? null : { value: path, sum, checked: () => this.#checked.set(path, seen) };
		});
	}

	async localPart(key: string, { from, length }: ObjectPart): Promise<FilePart | null> {
		const file = await this.localFile(key);
		return file === null ? null : { file, from, length };
	}

	async close(): Promise<void> {}

	#path(key: string): string {
		return join(this.where, ...checkKey(key).split("/"));
	}

	#temporary(content: Uint8Array | string): Promise<string> {
		return writeTemporary(this.where, typeof content === "string" ? Buffer.from(`${content}\n`) : content);
	}

	async #write<T>(path: string, place: (path: string, sum: string, object: string) => Promise<T>, bytes: Uint8Array): Promise<T> {
		try {
			await mkdir(dirname(path), { recursive: true });
			const done = await place(path, sumOf(bytes), await this.#temporary(bytes));
			await syncFolder(dirname(path));
			return done;
		} catch (error) {
			throw storeError(error, path);
		}
	}

	/** What `read` gives once its digest is one that the object may have; DAMAGED_OBJECT when it never is. */
	async #whole<T>(
		key: string,
		path: string,
		read: () => Promise<{ value: T; sum: string | null; checked?: () => void } | null>,
	): Promise<T | null> {
		for (let left = READS; ; left--) {
			const found = await read();
			if (found === null) return null;
			const expected = found.sum === null ? [] : await this.#sums(path, key);
			if (found.sum === null || expected.includes(found.sum)) {
				found.checked?.();
				return found.value;
			}
			if (left > 1) continue;
			throw new RetryableError(
				"DAMAGED_OBJECT",
				`${key} in ${this.where} is damaged: its digest and length should be ${expected[0] ?? "there"} and are ${found.sum}`,
				{ fix: "it is removed and computed again; if this repeats, check the disk" },
			);
		}
	}

	/** Digests and lengths that the object may have, the newest first. */
	async #sums(path: string, key: string): Promise<string[]> {
		const text = await absent(readFile(path + SUM, "utf8"), key);
		return (text ?? "").split("\n").filter((line) => line !== "");
	}
}

function sumOf(bytes: Uint8Array): string {
	return `${sha256(bytes)} ${bytes.length}`;
}

async function sumOfFile(path: string): Promise<string> {
	const hash = createHash("sha256");
	const file = await open(path);
	let length = 0;
	try {
		for await (const part of file.createReadStream({ autoClose: false })) {
			hash.update(part as Buffer);
			length += (part as Buffer).length;
		}
	} finally {
		await file.close();
	}
	return `${hash.digest("hex")} ${length}`;
}
