import { closeSync, openSync, readSync } from "node:fs";
import { Dataset, File, Group, ready } from "h5wasm/node";
import { UserError } from "../base/errors.ts";
import { type Tensor, tensor } from "../base/tensor.ts";

/** The one door to HDF5. Values come out as float32 tensors, attributes as plain values, whatever string type a writer chose. */
export interface Hdf5 {
	/** An attribute of a group ("" is the root), or undefined. Bytes and fixed strings come as text. */
	attribute(path: string, name: string): unknown;
	/** Names directly below a group, in the file's order; none where there is no such group. */
	children(path: string): string[];
	/** A dataset of numbers, or null where there is none. */
	tensor(path: string): Tensor | null;
}

const MAGIC = "\x89HDF\r\n\x1a\n";

/** Opens a file for the time of `read`. What is not HDF5, or breaks off, is a UserError that says so. */
export async function withHdf5<T>(path: string, shown: string, read: (file: Hdf5) => T): Promise<T> {
	const start = Buffer.alloc(8);
	const descriptor = openSync(path, "r");
	try {
		readSync(descriptor, start, 0, 8, 0);
	} finally {
		closeSync(descriptor);
	}
	if (start.toString("latin1") !== MAGIC) throw bad(shown, `it begins with ${start.toString("hex")}, not with HDF5's signature`);
	await ready;
	let file: File | undefined;
	try {
		file = new File(path, "r");
		return read(view(file, shown));
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw bad(shown, error instanceof Error ? error.message : String(error));
	} finally {
		try {
			file?.close();
		} catch {
			// a file too broken to be read may be too broken to be closed
		}
	}
}

function bad(shown: string, why: string): UserError {
	return new UserError("BAD_WEIGHTS_FILE", `${shown} is not a whole HDF5 file: ${why.split("\n")[0]}`, { fix: "fetch or save the file again; compare its size and digest with its publisher's" });
}

function view(file: File, shown: string): Hdf5 {
	const find = (path: string): unknown => {
		try {
			return path === "" ? file : file.get(path);
		} catch {
			return null;
		}
	};
	return {
		attribute(path, name) {
			const entity = find(path);
			if (!(entity instanceof Group) && !(entity instanceof Dataset)) return undefined;
			return plain(entity.attrs[name]?.value);
		},
		children(path) {
			const entity = find(path);
			return entity instanceof Group ? entity.keys() : [];
		},
		tensor(path) {
			const entity = find(path);
			if (!(entity instanceof Dataset)) return null;
			const { value, shape } = entity;
			if (typeof value === "number") return tensor([], new Float32Array([value]));
			if (!ArrayBuffer.isView(value) || shape === null) throw bad(shown, `${path} holds no numbers`);
			return tensor(shape, value instanceof Float32Array ? value : Float32Array.from(value as unknown as ArrayLike<number>, Number));
		},
	};
}

function plain(value: unknown): unknown {
	if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8").replace(/\0+$/, "");
	if (Array.isArray(value)) return value.map(plain);
	return typeof value === "string" ? value.replace(/\0+$/, "") : value;
}
