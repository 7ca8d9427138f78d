import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { UserError } from "../base/errors.ts";
import type { Graph } from "./graph.ts";
import { withHdf5 } from "./hdf5.ts";
import { flattenModel } from "./keras-config.ts";
import { graphOfLayers } from "./keras-layers.ts";
import { type LayerWeights, readLegacyWeights, readNumberedWeights, type NumberedLayer } from "./keras-weights.ts";

/** Larger than any model that is used as a frozen backbone; what unpacks to more is not one. */
const MAX_UNPACKED = 4 * 1024 ** 3;

/** A whole model from Keras 1 or 2's `.h5`: configuration and weights in one file. */
export async function readKerasH5(path: string, shown: string): Promise<Graph> {
	return withHdf5(path, shown, (file) => {
		const text = file.attribute("", "model_config");
		if (typeof text !== "string") throw new UserError("BAD_MODEL_FILE", `${shown} holds weights and no architecture`, { fix: "name the architecture: `backbone: { name: vgg16, weights: FILE }`; or save the whole model with model.save(…)" });
		const { layers, output } = flattenModel(parseJson(text, shown), shown);
		return graphOfLayers(shown, layers, output, readLegacyWeights(file, shown));
	});
}

/** A whole model from Keras 3's `.keras`: a zip of configuration and weights. */
export async function readKerasArchive(path: string, shown: string): Promise<Graph> {
	const entries = unzip(await readFile(path), shown);
	const config = entries["config.json"];
	const weights = entries["model.weights.h5"];
	if (config === undefined || weights === undefined) throw new UserError("BAD_MODEL_FILE", `${shown} should hold config.json and model.weights.h5, and holds ${Object.keys(entries).slice(0, 5).join(", ") || "nothing"}`, { fix: "save the model again with model.save('….keras')" });
	const { layers, output, numbered } = flattenModel(parseJson(Buffer.from(config).toString("utf8"), shown), shown);
	const folder = await mkdtemp(join(tmpdir(), "frostline-"));
	try {
		const file = join(folder, "weights.h5");
		await writeFile(file, weights);
		return await withHdf5(file, shown, (hdf5) => graphOfLayers(shown, layers, output, readNumberedWeights(hdf5, numbered)));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Weights alone, in either layout, for an architecture of the catalogue. */
export async function readKerasWeights(path: string, shown: string, layers: readonly NumberedLayer[]): Promise<LayerWeights> {
	return withHdf5(path, shown, (file) => (file.children("layers").length > 0 ? readNumberedWeights(file, layers) : readLegacyWeights(file, shown)));
}

/** Names of the layers that a weights file has, to tell two graphs of one name apart. */
export async function layerNames(path: string, shown: string): Promise<string[]> {
	return withHdf5(path, shown, (file) => {
		if (file.children("layers").length > 0) return file.children("layers").map((group) => String(file.attribute(`layers/${group}/vars`, "name") ?? group));
		return [...readLegacyWeights(file, shown).keys()];
	});
}

function unzip(bytes: Uint8Array, shown: string): Record<string, Uint8Array> {
	let total = 0;
	try {
		return unzipSync(bytes, {
			filter: ({ name, originalSize }) => {
				if (name !== "config.json" && name !== "model.weights.h5") return false;
				total += originalSize;
				if (total > MAX_UNPACKED) throw new Error(`it unpacks to more than ${MAX_UNPACKED} bytes`);
				return true;
			},
		});
	} catch (cause) {
		throw new UserError("BAD_MODEL_FILE", `${shown} is not a whole .keras archive: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, fix: "fetch or save the file again" });
	}
}

export function parseJson(text: string, shown: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new UserError("BAD_MODEL_FILE", `the configuration in ${shown} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, fix: "fetch or save the file again" });
	}
}

/** Whether a path is a regular file; a clear error if it is not there. */
export async function existingFile(path: string, what: string): Promise<number> {
	const found = await stat(path).catch(() => null);
	if (found?.isFile()) return found.size;
	throw new UserError("WEIGHTS_NOT_FOUND", `${what} ${path} is not there`, { fix: "paths in a job document count from the document's folder" });
}
