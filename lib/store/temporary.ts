import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./disk-errors.ts";

/**
 * Files being written, in a folder beside the objects: each is flushed before it gets its real name, so a crash leaves whole objects
 * and rubbish here, never half an object (F4).
 */
export const TEMPORARY = ".tmp";
/** A temporary file this old belongs to a process that died: no write takes as long. */
const STALE_MS = 60 * 60 * 1000;
let next = 0;

/** Writes the bytes under a name that no other write uses, and answers it. */
export async function writeTemporary(root: string, bytes: Uint8Array): Promise<string> {
	const path = join(root, TEMPORARY, `${process.pid}-${Date.now()}-${next++}`);
	const file = await open(path, "wx");
	try {
		await file.writeFile(bytes);
		await file.sync();
	} catch (error) {
		await rm(path, { force: true }); // on a full disk half a file would make things worse
		throw error;
	} finally {
		await file.close();
	}
	return path;
}

/** A new name survives a power cut only when its folder is flushed too; not every file system allows it. */
export async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, "r").catch(() => null);
	await folder?.sync().catch(() => {});
	await folder?.close();
}

/** Removes what dead processes left half written. */
export async function sweep(root: string): Promise<void> {
	const folder = join(root, TEMPORARY);
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
