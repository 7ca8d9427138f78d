import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { UserError } from "../base/errors.ts";
import { sizeOf, type Tensor, tensor } from "../base/tensor.ts";
import type { NamedGraph } from "./cut.ts";
import { halfToFloat } from "./half.ts";
import { flattenModel, modelUpTo } from "./keras-config.ts";
import { parseJson } from "./keras-file.ts";
import { graphOfLayers } from "./keras-layers.ts";
import { leavesOf } from "./keras-weights.ts";
import { shareOut } from "./nested-weights.ts";

/** A weight as the manifest announces it. */
interface Announced {
	readonly name: string;
	readonly shape: readonly number[];
	/** As its bytes are, and what they are multiplied by and added to. */
	readonly stored: string;
	readonly scale: number;
	readonly min: number;
}

/** A TensorFlow.js layers model: `model.json` with its topology, and binary shards beside it (tfjs-core, io/types.ts and io_utils.ts decodeWeights). */
export async function readTfjsModel(path: string, shown: string, cut: string | null): Promise<NamedGraph> {
	const root = parseJson(await readFile(path, "utf8"), shown) as {
		modelTopology?: Record<string, unknown>;
		weightsManifest?: ({ paths?: unknown; weights?: unknown } | null)[];
		format?: string;
	} | null;
	const topology = root?.modelTopology;
	if (root === null || topology === undefined || topology === null || !Array.isArray(root.weightsManifest)) {
		throw new UserError("BAD_MODEL_FILE", `${shown} is JSON, but not a TensorFlow.js model: it needs modelTopology and weightsManifest`, {
			fix: "give the model.json that tensorflowjs_converter or model.save(…) wrote",
		});
	}
	if (root.format === "graph-model")
		throw new UserError("BAD_MODEL_FILE", `${shown} is a graph model, whose layers have no names to cut at`, {
			fix: "export a layers model: tensorflowjs_converter --output_format tfjs_layers_model",
		});
	const model = modelUpTo(flattenModel(topology.model_config ?? topology, shown), cut, shown);
	const groups: [string, Tensor][] = [];
	for (const group of root.weightsManifest) groups.push(...(await readGroup(group, dirname(path), shown)));
	const named = groups.map(([name, value]) => ({ scope: name.split("/").slice(0, -1).join("/"), read: () => value }));
	const names = new Set<string>();
	for (const [name] of groups) {
		if (names.has(name))
			throw new UserError("BAD_MODEL_FILE", `${shown}: two weights are called ${name}`, {
				fix: "give the layers of nested models names of their own and export the model again",
			});
		names.add(name);
	}
	const shared = shareOut(leavesOf(model.stored), named, shown);
	// TensorFlow.js computes hard_sigmoid as Keras 2 does (tfjs-layers, activations.ts).
	return graphOfLayers(shown, model, { get: (layer) => shared.get(layer)?.map(({ read }) => read()) }, 2);
}

async function readGroup(group: { paths?: unknown; weights?: unknown } | null, folder: string, shown: string): Promise<[string, Tensor][]> {
	const bad = (what: string): never => {
		throw new UserError("BAD_MODEL_FILE", `${shown}: ${what}`, {
			fix: "keep model.json and its .bin shards together, as they were exported",
		});
	};
	const { paths, weights } = group ?? {};
	if (!Array.isArray(paths) || !Array.isArray(weights)) return bad("a group of weightsManifest has no paths or weights");
	const shards = await Promise.all(
		paths.map(async (name) => {
			if (typeof name !== "string" || isAbsolute(name) || normalize(name).startsWith(".."))
				return bad(`the shard ${JSON.stringify(name)} lies outside the model's folder`);
			return readFile(join(folder, name)).catch(() => bad(`the shard ${name} is not beside it`));
		}),
	);
	const bytes = Buffer.concat(shards);
	let at = 0;
	const found = weights.map((weight: unknown): [string, Tensor] => {
		const { name, shape, stored, scale, min } = announced(weight, bad);
		const width = WIDTH.get(stored) ?? bad(`weight ${name} has the type ${stored}, which is not read`);
		const end = at + sizeOf(shape) * width;
		if (end > bytes.length) return bad(`its shards have ${bytes.length} bytes and weight ${name} ends at ${end}`);
		const values = decodeValues(bytes.subarray(at, end), stored, scale, min);
		at = end;
		return [name, tensor(shape, values)];
	});
	if (at !== bytes.length) bad(`its shards have ${bytes.length} bytes and its weights take ${at}`);
	return found;
}

function announced(weight: unknown, bad: (what: string) => never): Announced {
	const { name, shape, dtype, quantization } = (weight ?? {}) as Record<string, unknown>;
	if (typeof name !== "string" || !Array.isArray(shape) || !shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0))
		return bad("a weight has no name or shape");
	const { dtype: packed, scale = 1, min = 0 } = (quantization ?? {}) as Record<string, unknown>;
	const stored = packed ?? dtype;
	if (typeof stored !== "string" || typeof scale !== "number" || typeof min !== "number")
		return bad(`weight ${name} does not say how its numbers are stored`);
	return { name, shape: shape as number[], stored, scale, min };
}

const WIDTH: ReadonlyMap<string, number> = new Map([
	["float32", 4],
	["int32", 4],
	["uint8", 1],
	["uint16", 2],
	["float16", 2],
	["bool", 1],
]);

function decodeValues(bytes: Buffer, stored: string, scale: number, min: number): Float32Array {
	const copy = new Uint8Array(bytes); // aligned
	if (stored === "float32") return new Float32Array(copy.buffer);
	if (stored === "int32") return Float32Array.from(new Int32Array(copy.buffer));
	if (stored === "float16") return Float32Array.from(new Uint16Array(copy.buffer), halfToFloat);
	const integers = stored === "uint16" ? new Uint16Array(copy.buffer) : copy;
	return Float32Array.from(integers, (value) => value * scale + min);
}
