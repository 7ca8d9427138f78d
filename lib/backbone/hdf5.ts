import { open, stat } from "node:fs/promises";
import type { Dataset, File, Group } from "h5wasm/node";
import { UserError } from "../base/errors.ts";
import { sizeOf, type Tensor, tensor } from "../base/tensor.ts";
import { brokenHeap } from "./hdf5-heaps.ts";

/** The one door to HDF5. Values come out as float32 tensors, attributes as plain values, whatever string type a writer chose. */
export interface Hdf5 {
	/** An attribute of a group ("" is the root), or undefined. Bytes and fixed strings come as text. */
	attribute(path: string, name: string): unknown;
	/** Names directly below a group, in the file's order; none where there is no such group. */
	children(path: string): string[];
	/** A dataset of numbers, or null where there is none. */
	tensor(path: string): Tensor | null;
	/** A dataset of text, or null where there is none. */
	strings(path: string): string[] | null;
}

const MAGIC = "\x89HDF\r\n\x1a\n";

/** Opens a file for the time of `read`. What is not HDF5, or breaks off, is a UserError that says so. */
export async function withHdf5<T>(path: string, shown: string, read: (file: Hdf5) => T): Promise<T> {
	const start = await startOf(path, MAGIC.length);
	if (start !== MAGIC)
		throw bad(shown, `it begins with ${Buffer.from(start, "latin1").toString("hex") || "nothing"}, not with HDF5's signature`);
	const broken = await brokenHeap(path);
	if (broken !== null) throw bad(shown, broken);
	const { size: bytes } = await stat(path);
	library ??= load();
	const loaded = await library;
	let file: File | undefined;
	try {
		file = new loaded.File(path, "r");
		return read(view(loaded, file, shown, bytes));
	} catch (error) {
		if (error instanceof UserError) throw error;
		if (isTrap(error)) library = null;
		throw bad(shown, reasonOf(error), error);
	} finally {
		try {
			file?.close();
		} catch {
			// a file too broken to be read may be too broken to be closed
		}
	}
}

type Library = typeof import("h5wasm/node");
let library: Promise<Library> | null = null;
let copies = 0;

/**
 * The library, and after a trap of its WebAssembly another copy of it: what the first has in memory is in pieces, and it would call whole files
 * broken too.
 */
async function load(): Promise<Library> {
	const copy = copies++;
	const loaded = (await (copy === 0 ? import("h5wasm/node") : import(`${import.meta.resolve("h5wasm/node")}?copy=${copy}`))) as Library;
	await loaded.ready;
	// Otherwise it writes its errors to stderr and goes on, and what fails later knows no reason.
	loaded.Module.activate_throwing_error_handler();
	return loaded;
}

/** Whether the library ran into what it does not check: memory that is not there, its own abort, a stack without end. */
function isTrap(error: unknown): boolean {
	return error instanceof RangeError || (error instanceof Error && error.name === "RuntimeError");
}

/** A file's first bytes, as latin1 text; fewer where the file is shorter. */
export async function startOf(path: string, length: number): Promise<string> {
	const file = await open(path, "r");
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
		return buffer.toString("latin1", 0, bytesRead);
	} finally {
		await file.close();
	}
}

function bad(shown: string, why: string, cause?: unknown): UserError {
	return new UserError("BAD_WEIGHTS_FILE", `${shown} is not a whole HDF5 file: ${why}`, {
		cause,
		fix: "fetch or save the file again; compare its size and digest with its publisher's",
	});
}

/** The innermost line of the library's stack, `#015: …/H5HLcache.c line 190 in H5HL__hdr_deserialize(): bad heap free list`. */
function reasonOf(error: unknown): string {
	// A trap's own words are about memory.
	if (isTrap(error)) return "its structure is damaged";
	const text = error instanceof Error ? error.message : String(error);
	const inner = [...text.matchAll(/^ *#\d+: .*?\(\): (.*)$/gm)].at(-1)?.[1];
	return inner ?? text.split("\n")[0]!;
}

/** Deflate packs at most 1032 bytes into one (zlib.net/zlib_tech.html): what claims more is not in the file. */
export const MAX_DEFLATE = 1032;
/** No one weight is larger, and the library has 4 GiB of memory in all. */
const MAX_DATASET = 2 ** 30;

/** Sizes are checked against the file's own before they are believed: a wrong byte must not ask for gigabytes. */
function view(library: Library, file: File, shown: string, fileBytes: number): Hdf5 {
	const find = (path: string): unknown => (path === "" ? file : file.get(path));
	const isGroup = (entity: unknown): entity is Group => entity instanceof library.Group;
	const isDataset = (entity: unknown): entity is Dataset => entity instanceof library.Dataset;
	return {
		attribute(path, name) {
			const entity = find(path);
			if (!isGroup(entity) && !isDataset(entity)) return undefined;
			return plain(entity.attrs[name]?.value);
		},
		children(path) {
			const entity = find(path);
			return isGroup(entity) ? entity.keys() : [];
		},
		tensor(path) {
			const entity = find(path);
			if (!isDataset(entity)) return null;
			const { shape, type, size, littleEndian, chunks } = entity.metadata;
			const kind = `${type === FLOAT ? "float" : type === INTEGER ? "int" : "type "}${type === FLOAT || type === INTEGER ? size * 8 : type}`;
			if (shape === null || !littleEndian || !READ.has(kind)) throw unread(shown, path, kind);
			const bytes = sizeOf(shape) * size;
			if (bytes > (chunks === null ? fileBytes : Math.min(fileBytes * MAX_DEFLATE, MAX_DATASET)))
				throw bad(shown, `${path} should have ${bytes} bytes, and the file has ${fileBytes}`);
			const { value } = entity;
			// A dataset without axes comes as one number.
			const values = ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<number | bigint>) : [value as number | bigint];
			return tensor(shape, values instanceof Float32Array ? values : Float32Array.from(values, Number));
		},
		strings(path) {
			const entity = find(path);
			if (!isDataset(entity) || entity.metadata.type !== STRING) return null;
			const value = plain(entity.value);
			return Array.isArray(value) ? value.map(String) : [String(value)];
		},
	};
}

/** Classes of values in the format (H5Tpublic.h). */
const INTEGER = 0;
const FLOAT = 1;
const STRING = 3;
const READ = new Set(["float32", "float64", "int8", "int16", "int32", "int64"]);

function unread(shown: string, path: string, kind: string): UserError {
	return new UserError("BAD_WEIGHTS_FILE", `${path} in ${shown} should hold float32 numbers, and holds ${kind}, which is not read`, {
		fix: "save the weights as float32",
	});
}

function plain(value: unknown): unknown {
	if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8").replace(/\0+$/, "");
	if (Array.isArray(value)) return value.map(plain);
	return typeof value === "string" ? value.replace(/\0+$/, "") : value;
}
