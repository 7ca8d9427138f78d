import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { UserError } from "../base/errors.ts";
import { sizeOf, type Tensor, tensor } from "../base/tensor.ts";
import type { Graph } from "./graph.ts";
import { flattenModel } from "./keras-config.ts";
import { parseJson } from "./keras-file.ts";
import { graphOfLayers } from "./keras-layers.ts";

interface ManifestWeight {
	readonly name: string;
	readonly shape: readonly number[];
	readonly dtype: string;
	readonly quantization?: { readonly dtype: string; readonly scale?: number; readonly min?: number };
}

/** A TensorFlow.js layers model: `model.json` with its topology, and binary shards beside it (tfjs-core, io/types.ts and io_utils.ts decodeWeights). */
export async function readTfjsModel(path: string, shown: string): Promise<Graph> {
	const root = parseJson(await readFile(path, "utf8"), shown) as { modelTopology?: Record<string, unknown>; weightsManifest?: { paths?: unknown; weights?: unknown }[]; format?: string } | null;
	const topology = root?.modelTopology;
	if (root === null || topology === undefined || topology === null || !Array.isArray(root.weightsManifest)) {
		throw new UserError("BAD_MODEL_FILE", `${shown} is JSON, but not a TensorFlow.js model: it needs modelTopology and weightsManifest`, { fix: "give the model.json that tensorflowjs_converter or model.save(…) wrote" });
	}
	if (root.format === "graph-model") throw new UserError("BAD_MODEL_FILE", `${shown} is a graph model, whose layers have no names to cut at`, { fix: "export a layers model: tensorflowjs_converter --output_format tfjs_layers_model" });
	const { layers, output } = flattenModel(topology.model_config ?? topology, shown);
	const weights = new Map<string, Tensor[]>();
	for (const group of root.weightsManifest) {
		for (const [name, value] of await readGroup(group, dirname(path), shown)) {
			const layer = name.split("/").slice(0, -1);
			// Nested models write outer/inner/kernel; layers are found by their own name, or by the whole path where two share it.
			for (const key of new Set([layer.join("/"), layer.at(-1) ?? name])) weights.set(key, [...(weights.get(key) ?? []), value]);
		}
	}
	return graphOfLayers(shown, layers, output, weights);
}

async function readGroup({ paths, weights }: { paths?: unknown; weights?: unknown }, folder: string, shown: string): Promise<[string, Tensor][]> {
	const bad = (what: string): never => {
		throw new UserError("BAD_MODEL_FILE", `${shown}: ${what}`, { fix: "keep model.json and its .bin shards together, as they were exported" });
	};
	if (!Array.isArray(paths) || !Array.isArray(weights)) return bad("a group of weightsManifest has no paths or weights");
	const shards = await Promise.all(
		paths.map(async (name) => {
			if (typeof name !== "string" || isAbsolute(name) || normalize(name).startsWith("..")) return bad(`the shard ${JSON.stringify(name)} lies outside the model's folder`);
			return readFile(join(folder, name)).catch(() => bad(`the shard ${name} is not beside it`));
		}),
	);
	const bytes = Buffer.concat(shards);
	let at = 0;
	const found = (weights as ManifestWeight[]).map(({ name, shape, dtype, quantization }): [string, Tensor] => {
		if (typeof name !== "string" || !Array.isArray(shape) || !shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) return bad("a weight has no name or shape");
		const stored = quantization?.dtype ?? dtype;
		const width = WIDTH[stored] ?? bad(`weight ${name} has the type ${stored}, which is not read`);
		const count = sizeOf(shape);
		if (at + count * width > bytes.length) return bad(`its shards have ${bytes.length} bytes and weight ${name} ends at ${at + count * width}`);
		const values = decodeValues(bytes.subarray(at, at + count * width), stored, quantization);
		at += count * width;
		return [name, tensor(shape, values)];
	});
	if (at !== bytes.length) bad(`its shards have ${bytes.length} bytes and its weights take ${at}`);
	return found;
}

const WIDTH: Readonly<Record<string, number>> = { float32: 4, int32: 4, uint8: 1, uint16: 2, float16: 2, bool: 1 };

function decodeValues(bytes: Buffer, stored: string, quantization: ManifestWeight["quantization"]): Float32Array {
	const { scale = 1, min = 0 } = quantization ?? {};
	const copy = new Uint8Array(bytes); // aligned
	if (stored === "float32") return new Float32Array(copy.buffer);
	if (stored === "int32") return Float32Array.from(new Int32Array(copy.buffer));
	if (stored === "float16") return Float32Array.from(new Uint16Array(copy.buffer), halfToFloat);
	const integers = stored === "uint16" ? new Uint16Array(copy.buffer) : copy;
	return Float32Array.from(integers, (value) => value * scale + min);
}

/** IEEE 754 binary16. */
export function halfToFloat(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 31;
	const fraction = bits & 1023;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
