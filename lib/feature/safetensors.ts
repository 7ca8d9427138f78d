import { closeSync, openSync, readSync } from "node:fs";
import { TerminalError } from "../base/errors.ts";
import { float32View } from "../base/tensor.ts";

/**
 * The safetensors format, strictly: a length, a JSON header, raw tensors without holes or overlaps
 * (github.com/huggingface/safetensors, "Format"). Written deterministically: the same tensors give the same bytes (F2).
 */
export type Dtype = "F32" | "F64" | "F16" | "U8" | "I32" | "I64";

export interface StoredTensor {
	readonly dtype: Dtype;
	readonly shape: readonly number[];
	/** Little-endian values. */
	readonly data: Uint8Array;
}

export interface NamedTensor extends StoredTensor {
	readonly name: string;
}

export interface SafetensorsHeader {
	readonly tensors: ReadonlyMap<
		string,
		{ readonly dtype: Dtype; readonly shape: readonly number[]; readonly from: number; readonly to: number }
	>;
	readonly metadata: Readonly<Record<string, string>>;
	/** Where the tensors' bytes begin; `from` and `to` count from the start of the file. */
	readonly dataStart: number;
}

const WIDTH: Readonly<Record<Dtype, number>> = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, U8: 1 };
/** The reference implementation's own cap. */
const MAX_HEADER = 100_000_000;

export function encodeSafetensors(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>> = {}): Uint8Array {
	// Widest values first, so that every tensor starts at a multiple of its width.
	const ordered = [...tensors].sort((a, b) => WIDTH[b.dtype] - WIDTH[a.dtype] || (a.name < b.name ? -1 : 1));
	const header: Record<string, unknown> = Object.create(null); // a tensor may be called anything, "constructor" and "__proto__" too
	if (Object.keys(metadata).length > 0)
		header.__metadata__ = Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
	let at = 0;
	for (const { name, dtype, shape, data } of ordered) {
		const expected = shape.reduce((product, dim) => product * dim, WIDTH[dtype]);
		if (expected !== data.byteLength)
			throw new RangeError(
				`tensor ${name} of shape [${shape.join(", ")}] and type ${dtype} needs ${expected} bytes, got ${data.byteLength}`,
			);
		if (name in header) throw new RangeError(`two tensors are named ${name}`);
		header[name] = { dtype, shape, data_offsets: [at, at + data.byteLength] };
		at += data.byteLength;
	}
	const text = Buffer.from(JSON.stringify(header));
	const padded = Math.ceil(text.length / 8) * 8;
	const bytes = Buffer.allocUnsafeSlow(8 + padded + at); // header and tensors leave no hole
	bytes.writeBigUInt64LE(BigInt(padded), 0);
	text.copy(bytes, 8);
	bytes.fill(0x20, 8 + text.length, 8 + padded);
	let offset = 8 + padded;
	for (const { data } of ordered) {
		bytes.set(data, offset);
		offset += data.byteLength;
	}
	return bytes;
}

export function decodeSafetensors(
	bytes: Uint8Array,
	name = "the file",
): { tensors: Map<string, StoredTensor>; metadata: Readonly<Record<string, string>> } {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const header = parseHeader(
		headerText(view.length, (length) => view.subarray(0, length), name),
		view.length,
		name,
	);
	const tensors = new Map<string, StoredTensor>();
	for (const [tensor, { dtype, shape, from, to }] of header.tensors) tensors.set(tensor, { dtype, shape, data: bytes.subarray(from, to) });
	return { tensors, metadata: header.metadata };
}

/** Reads only the header of a file, however large its tensors are. */
export function readSafetensorsHeader(file: string, size: number): SafetensorsHeader {
	const descriptor = openSync(file, "r");
	try {
		const read = (length: number) => {
			const buffer = Buffer.alloc(length);
			return buffer.subarray(0, readSync(descriptor, buffer, 0, length, 0));
		};
		return parseHeader(headerText(size, read, file), size, file);
	} finally {
		closeSync(descriptor);
	}
}

/** The header from an object's first bytes, or how many of them it takes. */
export function safetensorsHeaderOf(start: Uint8Array, size: number, name: string): SafetensorsHeader | { readonly needs: number } {
	const view = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
	const needs = view.length < 8 ? 8 : 8 + Number(view.readBigUInt64LE(0));
	if (view.length < needs && view.length < size && needs <= size) return { needs };
	return parseHeader(
		headerText(size, (length) => view.subarray(0, length), name),
		size,
		name,
	);
}

/** A stored tensor's values; copied only when their place in memory is not a multiple of four. */
export function float32Of({ data }: StoredTensor): Float32Array {
	return float32View(data);
}

export function bytesOf(values: Float32Array): Uint8Array {
	return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function bad(name: string, what: string): TerminalError {
	return new TerminalError("BAD_SAFETENSORS", `${name} is not a whole safetensors file: ${what}`, {
		fix: "if it is a file of the store, remove it and run again; otherwise write it anew",
	});
}

function headerText(size: number, read: (length: number) => Buffer, name: string): Buffer {
	if (size < 8) throw bad(name, `it has ${size} bytes, fewer than the 8 that give the header's length`);
	const length = Number(read(8).readBigUInt64LE(0));
	if (length > MAX_HEADER || 8 + length > size) throw bad(name, `its header claims ${length} bytes, and the file has ${size}`);
	const text = read(8 + length).subarray(8);
	if (text.length !== length) throw bad(name, "its header ends too early");
	return text;
}

function parseHeader(text: Buffer, size: number, name: string): SafetensorsHeader {
	let parsed: Record<string, unknown>;
	try {
		parsed = JSON.parse(text.toString("utf8")) as Record<string, unknown>;
	} catch {
		throw bad(name, "its header is not JSON");
	}
	if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) throw bad(name, "its header is not a JSON object");
	const dataStart = 8 + text.length;
	const tensors = new Map<string, { dtype: Dtype; shape: readonly number[]; from: number; to: number }>();
	let metadata: Record<string, string> = {};
	for (const [tensor, value] of Object.entries(parsed)) {
		if (tensor === "__metadata__") {
			if (value === null || typeof value !== "object" || !Object.values(value).every((text) => typeof text === "string"))
				throw bad(name, "its metadata are not strings");
			metadata = value as Record<string, string>;
			continue;
		}
		const { dtype, shape, data_offsets: offsets } = (value ?? {}) as { dtype?: string; shape?: unknown; data_offsets?: unknown };
		if (dtype === undefined || !Object.hasOwn(WIDTH, dtype)) throw bad(name, `tensor ${tensor} has the unknown type ${String(dtype)}`);
		const whole = (list: unknown): list is number[] => Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
		if (!whole(shape) || !whole(offsets) || offsets.length !== 2) throw bad(name, `tensor ${tensor} has no proper shape or offsets`);
		const [from, to] = offsets as [number, number];
		const expected = shape.reduce((product, dim) => product * dim, WIDTH[dtype as Dtype]);
		if (to - from !== expected)
			throw bad(name, `tensor ${tensor} of shape [${shape.join(", ")}] needs ${expected} bytes and has ${to - from}`);
		tensors.set(tensor, { dtype: dtype as Dtype, shape, from: dataStart + from, to: dataStart + to });
	}
	let end = dataStart;
	for (const [tensor, { from, to }] of [...tensors].sort(([, a], [, b]) => a.from - b.from || a.to - b.to)) {
		if (from !== end) throw bad(name, `there is a hole or an overlap before tensor ${tensor}`);
		end = to;
	}
	if (end !== size) throw bad(name, `its tensors end at byte ${end} and the file has ${size}`);
	return { tensors, metadata, dataStart };
}
