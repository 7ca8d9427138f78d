import { halfToFloat } from "../../backbone/half.ts";
import { UserError } from "../../base/errors.ts";
import { sizeOf } from "../../base/tensor.ts";

/** What numpy.save writes: numbers as float32, or text. Row-major, whatever the file's own order. */
export interface NpyArray {
	readonly shape: readonly number[];
	readonly values: Float32Array | readonly string[];
}

/** "\x93NUMPY" */
const MAGIC = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]);

/**
 * Reads a .npy file of version 1, 2 or 3 (numpy/lib/format.py, "Format Version 1.0" and after): float16, float32, float64, integers and booleans of either byte
 * order, C or Fortran order, and text of fixed length.
 *
 * @throws UserError BAD_FEATURES_FILE for anything else, Python objects among it.
 */
export function readNpy(bytes: Uint8Array, shown: string): NpyArray {
	const { descr, fortran, shape, from } = header(bytes, shown);
	const type = /^([<>|=]?)([a-zA-Z])(\d+)$/.exec(descr);
	const [, order = "", kind = "", width = "0"] = type ?? [];
	const size = sizeOf(shape);
	const isText = kind === "U" || kind === "S";
	const read = readers[`${kind}${width}`];
	if (!isText && read === undefined)
		throw bad(shown, `it holds values of type ${descr}`, "save plain numbers: np.save(file, features.astype('float32'))");
	const bytesEach = kind === "U" ? 4 * Number(width) : Number(width);
	if (bytes.length - from !== size * bytesEach)
		throw bad(
			shown,
			`an array of shape (${shape.join(", ")}) and type ${descr} needs ${size * bytesEach} bytes, and it has ${bytes.length - from}`,
		);
	const view = new DataView(bytes.buffer, bytes.byteOffset + from);
	const little = order !== ">";
	if (read === undefined) {
		const values = Array.from({ length: size }, (_, i) => text(view, i * bytesEach, bytesEach, kind, little));
		return { shape, values: fortran ? transposed(values, shape) : values };
	}
	const values = floats(bytes, from, size, descr) ?? Float32Array.from({ length: size }, (_, i) => read(view, i * bytesEach, little));
	return { shape, values: fortran ? Float32Array.from(transposed(values, shape)) : values };
}

/** Little-endian float32 where it lies, if its place in memory allows. */
function floats(bytes: Uint8Array, from: number, size: number, descr: string): Float32Array | null {
	if (descr !== "<f4" || (bytes.byteOffset + from) % 4 !== 0) return null;
	return new Float32Array(bytes.buffer, bytes.byteOffset + from, size);
}

const readers: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number>> = {
	f2: (view, at, little) => halfToFloat(view.getUint16(at, little)),
	f4: (view, at, little) => view.getFloat32(at, little),
	f8: (view, at, little) => view.getFloat64(at, little),
	i1: (view, at) => view.getInt8(at),
	i2: (view, at, little) => view.getInt16(at, little),
	i4: (view, at, little) => view.getInt32(at, little),
	i8: (view, at, little) => Number(view.getBigInt64(at, little)),
	u1: (view, at) => view.getUint8(at),
	u2: (view, at, little) => view.getUint16(at, little),
	u4: (view, at, little) => view.getUint32(at, little),
	u8: (view, at, little) => Number(view.getBigUint64(at, little)),
	b1: (view, at) => view.getUint8(at),
};

function header(bytes: Uint8Array, shown: string) {
	if (bytes.length < 12 || !MAGIC.equals(bytes.subarray(0, MAGIC.length)))
		throw bad(shown, `it begins with ${Buffer.from(bytes.subarray(0, 6)).toString("hex") || "nothing"}, not with NumPy's signature`);
	const major = bytes[6]!;
	if (major < 1 || major > 3) throw bad(shown, `its format has the version ${major}; 1 to 3 are known`);
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	const start = major === 1 ? 10 : 12;
	const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
	if (start + length > bytes.length) throw bad(shown, `its header claims ${length} bytes, and the file has ${bytes.length}`);
	const text = Buffer.from(bytes.subarray(start, start + length)).toString("utf8");
	const descr = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(text)?.[1];
	const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1];
	const shape = /['"]shape['"]\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
	if (descr === undefined || fortran === undefined || shape === undefined)
		throw bad(shown, `its header is ${text.trim().slice(0, 80)}`, "save one plain array of numbers: np.save(file, features)");
	const sides = shape
		.split(",")
		.map((side) => side.trim())
		.filter((side) => side !== "")
		.map(Number);
	return { descr, fortran: fortran === "True", shape: sides, from: start + length };
}

/** Fixed-length text: UTF-32 (`U`) or bytes (`S`), filled up with zeros. */
function text(view: DataView, at: number, length: number, kind: string, little: boolean): string {
	if (kind === "S")
		return Buffer.from(view.buffer, view.byteOffset + at, length)
			.toString("utf8")
			.replace(/\0+$/, "");
	let out = "";
	for (let i = 0; i < length; i += 4) {
		const point = view.getUint32(at + i, little);
		if (point === 0) break;
		out += point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
	}
	return out;
}

/** Values whose first axis runs fastest, with the last one fastest. */
function transposed<T>(values: ArrayLike<T>, shape: readonly number[]): T[] {
	const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
	const index = shape.map(() => 0);
	return Array.from({ length: values.length }, () => {
		const value = values[index.reduce((at, i, axis) => at + i * strides[axis]!, 0)]!;
		for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
		return value;
	});
}

function bad(shown: string, why: string, fix = "save it again with np.save(file, features)"): UserError {
	return new UserError("BAD_FEATURES_FILE", `${shown} cannot be read as a NumPy array: ${why}`, { fix });
}
