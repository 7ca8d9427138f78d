import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { halfToFloat } from "../../backbone/half.ts";
import { type Hdf5, withHdf5 } from "../../backbone/hdf5.ts";
import { FrostlineError, UserError } from "../../base/errors.ts";
import { sizeOf } from "../../base/tensor.ts";
import { namesIn } from "../../data/names.ts";
import { decodeSafetensors, type StoredTensor } from "../../feature/safetensors.ts";
import { readNpy } from "./npy.ts";

/** Features that another program made: m rows of d values, in its order. */
export interface ForeignFeatures {
	readonly file: string;
	/** Shape of one row: [d], or [h, w, c] or [c, h, w] where nothing was pooled. */
	readonly rowShape: readonly number[];
	readonly rows: number;
	readonly dim: number;
	/** [rows, dim] */
	readonly values: Float32Array;
	/** Of the rows' images, if anybody says so. */
	readonly names: readonly string[] | null;
	/** Where the names come from. */
	readonly namesFrom: string | null;
}

/** What names a table of features in files that hold several, the first that is there. */
const FEATURES = ["features", "feature", "x", "embeddings", "bottleneck_features", "data", "train"];
const NAMES = ["names", "filenames", "files", "paths", "file_names", "image_names"];
/** Node reads no larger file in one piece. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Reads features from a `.npy`, `.safetensors` or `.h5` file, and names from `namesFile`, or from the file itself: a dataset of text in HDF5, `names` in the
 * metadata of safetensors.
 *
 * @throws UserError BAD_FEATURES_FILE if there is no table of numbers in it, or there are not as many names as rows.
 */
export async function readForeign(file: string, namesFile: string | null): Promise<ForeignFeatures> {
	const shown = basename(file);
	const { size } = await existing(file);
	if (size > MAX_BYTES)
		throw bad(`${shown} has ${size} bytes, and at most ${MAX_BYTES} are read`, "save a part of the rows, with the names of their images");
	const table = await tableOf(file, shown);
	const [rows = 0, ...rowShape] = table.shape;
	const dim = sizeOf(rowShape);
	if (table.shape.length < 2 || table.shape.length > 4 || rows === 0 || dim === 0)
		throw bad(`${shown} should hold a table of [rows, values], or of [rows, h, w, c], and its shape is (${table.shape.join(", ")})`);
	const names = namesFile === null ? table.names : await readNames(namesFile);
	const namesFrom = namesFile === null ? (table.names === null ? null : shown) : basename(namesFile);
	if (names !== null && names.length !== rows)
		throw bad(
			`${namesFrom} has ${names.length} names, and ${shown} has ${rows} rows`,
			"give one name for each row, in the order of the rows",
		);
	return { file, rowShape, rows, dim, values: table.values, names, namesFrom };
}

interface Table {
	readonly shape: readonly number[];
	readonly values: Float32Array;
	readonly names: readonly string[] | null;
}

async function tableOf(file: string, shown: string): Promise<Table> {
	switch (extname(file).toLowerCase()) {
		case ".npy": {
			const { shape, values } = readNpy(await readFile(file), shown);
			if (!(values instanceof Float32Array))
				throw bad(`${shown} holds text, not numbers`, "give it as --names, and the features as --with");
			return { shape, values, names: null };
		}
		case ".safetensors":
			return fromSafetensors(await readFile(file), shown);
		case ".h5":
		case ".hdf5":
			return withHdf5(file, shown, (open) => fromHdf5(open, shown));
		default:
			throw bad(`${shown} is of no known kind`, "save the features with np.save(…), as .npy; .safetensors and .h5 are read too");
	}
}

function fromSafetensors(bytes: Uint8Array, shown: string): Table {
	let read: ReturnType<typeof decodeSafetensors>;
	try {
		read = decodeSafetensors(bytes, shown);
	} catch (cause) {
		throw bad(cause instanceof FrostlineError ? cause.message : String(cause), "save it again");
	}
	const name = chosen(
		[...read.tensors].flatMap(([key, { shape }]) => (shape.length >= 2 ? [key] : [])),
		shown,
	);
	const tensor = read.tensors.get(name)!;
	const names = namesIn(read.metadata.names ?? read.metadata.filenames ?? "null", ".json");
	return { shape: tensor.shape, values: numbers(tensor, shown), names };
}

function numbers({ dtype, data }: StoredTensor, shown: string): Float32Array {
	const bytes = new Uint8Array(data); // a copy, at a place in memory that suits every width; slice of a Buffer is none
	if (dtype === "F32") return new Float32Array(bytes.buffer);
	if (dtype === "F64") return Float32Array.from(new Float64Array(bytes.buffer));
	if (dtype === "F16") return Float32Array.from(new Uint16Array(bytes.buffer), halfToFloat);
	throw bad(`${shown} holds features of type ${dtype}`, "save them as float32");
}

function fromHdf5(file: Hdf5, shown: string): Table {
	const inside = (group: string, depth: number): string[] =>
		file.children(group).flatMap((name) => {
			const path = group === "" ? name : `${group}/${name}`;
			return depth < 2 && file.children(path).length > 0 ? inside(path, depth + 1) : [path];
		});
	const paths = inside("", 0);
	const texts = new Map(
		paths.flatMap((path) => {
			const found = file.strings(path);
			return found === null ? [] : [[path, found] as const];
		}),
	);
	const tables = new Map(
		paths.flatMap((path) => {
			const found = texts.has(path) ? null : file.tensor(path);
			return found === null || found.shape.length < 2 ? [] : [[path, found] as const];
		}),
	);
	const { shape, data } = tables.get(chosen([...tables.keys()], shown))!;
	const named = NAMES.find((name) => texts.has(name)) ?? [...texts.keys()].find((path) => texts.get(path)!.length === shape[0]);
	return { shape, values: data, names: named === undefined ? null : texts.get(named)! };
}

/** The one table there is, or the one whose name says that it holds features. */
function chosen(names: readonly string[], shown: string): string {
	const lower = new Map(names.map((name) => [name.toLowerCase(), name]));
	const found = names.length === 1 ? names[0] : FEATURES.map((name) => lower.get(name)).find((name) => name !== undefined);
	if (found !== undefined) return found;
	if (names.length === 0) throw bad(`${shown} holds no table of numbers`);
	throw bad(
		`${shown} holds ${names.length} tables, ${names.slice(0, 6).join(", ")}, and none is named features`,
		"name the one to compare `features`",
	);
}

async function readNames(file: string): Promise<readonly string[]> {
	const shown = basename(file);
	await existing(file);
	const extension = extname(file).toLowerCase();
	if (extension === ".npy") {
		const { values } = readNpy(await readFile(file), shown);
		if (values instanceof Float32Array) throw bad(`${shown} holds numbers, not names`);
		return values;
	}
	const names = namesIn(await readFile(file, "utf8"), extension);
	if (names === null) throw bad(`${shown} is no list of names`, "one name a line; or a JSON array of text; or CSV with a column `path`");
	return names;
}

async function existing(file: string) {
	return stat(file).catch((cause: unknown) => {
		throw new UserError("NOT_FOUND", `${file} is not there`, { cause, fix: "check the path; relative ones count from the current folder" });
	});
}

function bad(message: string, fix = "save one array of shape [images, values]: np.save(file, features)"): UserError {
	return new UserError("BAD_FEATURES_FILE", message, { fix });
}
