import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { UserError } from "../base/errors.ts";
import type { Tensor } from "../base/tensor.ts";
import type { NamedGraph } from "./cut.ts";
import { type Hdf5, MAX_DEFLATE, startOf, withHdf5 } from "./hdf5.ts";
import { flattenModel, modelUpTo } from "./keras-config.ts";
import type { Dialect } from "./keras-layer.ts";
import { graphOfLayers } from "./keras-layers.ts";
import { isNumbered, readLegacyWeights, readNumberedWeights, type StoredLayer, storedNames } from "./keras-weights.ts";

/** Larger than any model that is used as a frozen backbone; what unpacks to more is not one. */
const MAX_UNPACKED = 4 * 1024 ** 3;

/** A whole model from Keras 1 or 2's `.h5`: configuration and weights in one file. */
export async function readKerasH5(path: string, shown: string, cut: string | null): Promise<NamedGraph> {
	return withHdf5(path, shown, (file) => {
		const text = file.attribute("", "model_config");
		if (typeof text !== "string")
			throw new UserError("BAD_MODEL_FILE", `${shown} holds weights and no architecture`, {
				fix: "name the architecture: `backbone: { name: vgg16, weights: FILE }`; or save the whole model with model.save(…)",
			});
		const model = modelUpTo(flattenModel(parseJson(text, shown), shown), cut, shown);
		return graphOfLayers(shown, model, readLegacyWeights(file, shown, model.stored), dialectOf(file.attribute("", "keras_version")));
	});
}

/** A whole model from Keras 3's `.keras`: a zip of configuration and weights. */
export async function readKerasArchive(path: string, shown: string, cut: string | null): Promise<NamedGraph> {
	const entries = unzip(await readFile(path), shown);
	const json = (name: string): unknown => parseJson(Buffer.from(entry(entries, name, shown)).toString("utf8"), shown);
	const model = modelUpTo(flattenModel(json("config.json"), shown), cut, shown);
	const { keras_version: version } = (entries["metadata.json"] === undefined ? {} : json("metadata.json")) as { keras_version?: unknown };
	return withWeights(entries, shown, (file) => graphOfLayers(shown, model, readNumberedWeights(file, model.stored), dialectOf(version)));
}

/** By the version that wrote a file: none, or 1 or 2, is the older one. */
export function dialectOf(version: unknown): Dialect {
	return typeof version === "string" && Number.parseInt(version, 10) >= 3 ? 3 : 2;
}

/** Weights of named layers, from any file that Keras writes: weights alone in either layout, a whole `.h5`, a `.keras`. */
export interface KerasWeights {
	readonly weights: ReadonlyMap<string, readonly Tensor[]>;
	/** Names of the layers that the file has. */
	readonly names: readonly string[];
}

/** `choose` says, from the names of the file's layers, which layers to read. */
export async function readKerasWeights(
	path: string,
	shown: string,
	choose: (names: readonly string[]) => readonly StoredLayer[],
): Promise<KerasWeights> {
	const read = (file: Hdf5): KerasWeights => {
		const names = storedNames(file, shown);
		const layers = choose(names);
		const stored = isNumbered(file) ? readNumberedWeights(file, layers) : readLegacyWeights(file, shown, layers);
		return {
			names,
			weights: new Map(layers.flatMap(({ name, unread = false }) => (unread ? [] : [[name, stored.get(name) ?? []] as const]))),
		};
	};
	const zip = (await startOf(path, ZIP.length)) === ZIP;
	return zip ? withWeights(unzip(await readFile(path), shown), shown, read) : withHdf5(path, shown, read);
}

const ZIP = "PK\x03\x04";

/** The weights inside an archive as a file of their own, for as long as `read` takes: HDF5 opens paths only. */
async function withWeights<T>(entries: Record<string, Uint8Array>, shown: string, read: (file: Hdf5) => T): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), "frostline-"));
	try {
		const file = join(folder, "weights.h5");
		await writeFile(file, entry(entries, "model.weights.h5", shown));
		return await withHdf5(file, shown, read);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function entry(entries: Record<string, Uint8Array>, name: string, shown: string): Uint8Array {
	const found = entries[name];
	if (found !== undefined) return found;
	throw new UserError(
		"BAD_MODEL_FILE",
		`${shown} should hold config.json and model.weights.h5, and holds ${Object.keys(entries).join(", ") || "neither"}`,
		{ fix: "save the model again with model.save('….keras')" },
	);
}

function unzip(bytes: Uint8Array, shown: string): Record<string, Uint8Array> {
	let total = 0;
	try {
		return unzipSync(bytes, {
			filter: ({ name, size, originalSize }) => {
				if (name !== "config.json" && name !== "metadata.json" && name !== "model.weights.h5") return false;
				total += originalSize;
				if (total > MAX_UNPACKED) throw new Error(`it unpacks to more than ${MAX_UNPACKED} bytes`);
				// Room for an entry is made by the size that it claims.
				if (originalSize > Math.min(size, bytes.length) * MAX_DEFLATE)
					throw new Error(`${name} should unpack to ${originalSize} bytes, which is more than ${size} can hold`);
				return true;
			},
		});
	} catch (cause) {
		throw new UserError(
			"BAD_MODEL_FILE",
			`${shown} is not a whole .keras archive: ${cause instanceof Error ? cause.message : String(cause)}`,
			{ cause, fix: "fetch or save the file again" },
		);
	}
}

export function parseJson(text: string, shown: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new UserError(
			"BAD_MODEL_FILE",
			`the configuration in ${shown} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
			{ cause, fix: "fetch or save the file again" },
		);
	}
}

/** The size of a regular file in bytes; a clear error if it is not there. */
export async function existingFile(path: string, what: string): Promise<number> {
	const found = await stat(path).catch(() => null);
	if (found?.isFile()) return found.size;
	throw new UserError("WEIGHTS_NOT_FOUND", `${what} ${path} is not there`, {
		fix: "paths in a job document count from the document's folder",
	});
}
