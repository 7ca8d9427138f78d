import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { sha256File } from "../base/digest.ts";
import { UserError } from "../base/errors.ts";
import { fillUniform, stream } from "../base/rng.ts";
import { suggest } from "../base/suggest.ts";
import { sizeOf, type Tensor, tensor } from "../base/tensor.ts";
import type { BackboneSection, Preprocess } from "../job/document.ts";
import { type CatalogueRow, catalogue } from "./catalogue.ts";
import { checkGraph } from "./check.ts";
import { ancestors, cutGraph, layerNames, type NamedGraph, unknownLayer } from "./cut.ts";
import type { Graph } from "./graph.ts";
import { existingFile, readKerasArchive, readKerasH5, readKerasWeights } from "./keras-file.ts";
import { graphOfLayers } from "./keras-layers.ts";
import { inKerasOrder } from "./keras-order.ts";
import type { LayerWeights } from "./keras-weights.ts";
import type { ExpectedWeight, NetLayer } from "./nets/builder.ts";
import { readOnnxModel } from "./onnx-file.ts";
import { imagenetFile } from "./published.ts";
import { scattering } from "./scattering.ts";
import { readTfjsModel } from "./tfjs-file.ts";

export interface BackboneFile {
	/** Cut, without pooling. */
	readonly graph: Graph;
	/** Names of the layers of the whole network, its top among them where the file has one. */
	readonly layers: readonly string[];
	/** What belongs to the weights; null where nobody knows. */
	readonly preprocess: Preprocess | null;
	readonly source: {
		readonly name: string;
		readonly file: string | null;
		readonly sha256: string | null;
		readonly bytes: number;
		readonly format: string;
	};
}

/** A job's backbone section to a cut graph with its weights. Every misfit is a UserError that shows both sides. */
export async function readBackbone(section: BackboneSection, seed: number): Promise<BackboneFile> {
	if (section.name === null) return readModelFile(section);
	if (section.name === "scattering") {
		const graph = cutGraph(scattering(section.size), section.cut);
		return {
			graph,
			layers: layerNames(graph.nodes),
			preprocess: "none",
			source: { name: "scattering", file: null, sha256: null, bytes: 0, format: "formula" },
		};
	}
	const row = catalogue.get(section.name);
	if (row === undefined)
		throw new UserError("UNKNOWN_BACKBONE", `there is no backbone "${section.name}"`, {
			fix: `the catalogue has ${[...catalogue.keys(), "scattering"].join(", ")}`,
		});
	return readCatalogueRow(section, section.name, row, seed);
}

type Reader = (path: string, shown: string, cut: string | null) => Promise<NamedGraph>;
const readers: Readonly<Record<string, { format: string; read: Reader }>> = {
	".h5": { format: "keras h5", read: readKerasH5 },
	".hdf5": { format: "keras h5", read: readKerasH5 },
	".keras": { format: "keras", read: readKerasArchive },
	".json": { format: "tfjs", read: readTfjsModel },
	".onnx": { format: "onnx", read: async (path, shown, cut) => readOnnxModel(await readFile(path), shown, cut) },
};

async function readModelFile(section: BackboneSection): Promise<BackboneFile> {
	const file = section.file!;
	const shown = basename(file);
	const bytes = await existingFile(file, "backbone.file");
	const reader = readers[extname(file).toLowerCase()];
	if (reader === undefined)
		throw new UserError("BAD_MODEL_FILE", `${shown} is of no known kind`, {
			fix: `whole models are read from ${Object.keys(readers).join(", ")} files`,
		});
	const digest = await checkedDigest(section, file, shown);
	const whole = await reader.read(file, shown, section.cut).catch((cause: unknown) => {
		// A full disk or a forbidden folder is not the file's fault.
		if (cause instanceof UserError || (cause instanceof Error && "syscall" in cause)) throw cause;
		// What else a reader stumbles over is in the file: none of them depends on anything else.
		throw new UserError("BAD_MODEL_FILE", `${shown} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
			cause,
			fix: "fetch or save the file again",
		});
	});
	checkGraph(whole);
	const graph = cutGraph(whole, section.cut);
	return {
		graph,
		layers: layerNames(whole.nodes),
		preprocess: null,
		source: { name: shown, file, sha256: digest, bytes, format: reader.format },
	};
}

async function readCatalogueRow(section: BackboneSection, name: string, row: CatalogueRow, seed: number): Promise<BackboneFile> {
	const graphs = row.graphs(section);
	// Only what leads to the cut has to be in the file.
	const upTo = (layers: readonly NetLayer[]): readonly NetLayer[] => {
		const output = section.cut ?? layers.at(-1)!.name;
		if (!layers.some((layer) => layer.name === output))
			throw unknownLayer(
				name,
				output,
				layers.map((layer) => layer.name),
			);
		const needed = ancestors(layers, output);
		return layers.filter((layer) => needed.has(layer.name));
	};
	const build = (layers: readonly NetLayer[], weights: LayerWeights): Graph =>
		cutGraph(graphOfLayers(name, { layers, output: layers.at(-1)!.name }, weights), section.cut);
	if (section.weights === "random") {
		const layers = upTo(graphs[0]!);
		return {
			graph: build(layers, randomWeights(layers, seed)),
			layers: graphs[0]!.map((layer) => layer.name),
			preprocess: row.preprocess,
			source: { name, file: null, sha256: null, bytes: 0, format: `random, seed ${seed}` },
		};
	}
	const file = section.weights === "imagenet" ? await imagenetFile(name, row.imagenet(section)) : section.weights!;
	const shown = basename(file);
	const bytes = await existingFile(file, "backbone.weights");
	const digest = await checkedDigest(section, file, shown);
	let layers: readonly NetLayer[] = [];
	const { weights, names } = await readKerasWeights(file, shown, (stored) => {
		const has = new Set(stored);
		const whole = graphs.find((each) => each.some((layer) => layer.weights.length > 0 && has.has(layer.name))) ?? graphs[0]!;
		layers = upTo(whole);
		const read = new Set(layers);
		return inKerasOrder(whole).map((layer) => ({ ...layer, unread: !read.has(layer) }));
	});
	checkWeights(layers, weights, names, name, shown);
	return {
		graph: build(layers, weights),
		layers: layers.map((layer) => layer.name),
		preprocess: row.preprocess,
		source: { name, file, sha256: digest, bytes, format: "keras weights" },
	};
}

async function checkedDigest({ sha256 }: BackboneSection, file: string, shown: string): Promise<string> {
	const digest = await sha256File(file);
	if (sha256 !== null && sha256 !== digest) {
		throw new UserError("WEIGHTS_DIGEST", `${shown} should have the SHA-256 ${sha256} and has ${digest}`, {
			fix: "fetch the right file, or correct backbone.sha256",
		});
	}
	return digest;
}

/** Both sides of every misfit at once: layers that are not there, and shapes that differ. */
function checkWeights(layers: readonly NetLayer[], weights: LayerWeights, names: readonly string[], name: string, shown: string): void {
	const complaints: string[] = [];
	const needed = layers.filter((layer) => layer.weights.length > 0);
	const missing = needed.filter((layer) => (weights.get(layer.name)?.length ?? 0) === 0);
	for (const layer of missing.slice(0, 3)) {
		const near = suggest(layer.name, names);
		complaints.push(`layer ${layer.name} is not in the file${near === undefined ? "" : ` (it has ${near})`}`);
	}
	if (missing.length > 3)
		complaints.push(`and ${missing.length - 3} more layers are not in the file, which has ${names.slice(0, 3).join(", ")}, …`);
	for (const layer of needed) {
		const found = weights.get(layer.name);
		if (found === undefined || found.length === 0) continue;
		const expected = layer.weights.map(({ shape }) => `[${shape.join(", ")}]`).join(" ");
		const got = found.map(({ shape }) => `[${shape.join(", ")}]`).join(" ");
		if (expected !== got && complaints.length < 6) complaints.push(`layer ${layer.name} should have ${expected} and has ${got}`);
	}
	if (complaints.length > 0) {
		throw new UserError("WEIGHTS_MISMATCH", `${shown} does not fit ${name}: ${complaints.join("; ")}`, {
			fix: "give the weights of this network (and, for a MobileNet, of this alpha), or name the network that they belong to",
		});
	}
}

/** Weights for trying things out: glorot-uniform kernels, everything else as a new layer has it; a pure function of seed and layer (F5). */
function randomWeights(layers: readonly NetLayer[], seed: number): LayerWeights {
	const value = (layer: string, { name, shape }: ExpectedWeight): Tensor => {
		const out = new Float32Array(sizeOf(shape));
		if (name !== "kernel") return tensor(shape, out.fill(name === "gamma" || name === "variance" ? 1 : 0));
		const area = shape[0]! * shape[1]!;
		const limit = Math.sqrt(6 / (area * (shape[2]! + shape[3]!)));
		return tensor(shape, fillUniform(stream(seed, "backbone", layer), out, -limit, limit));
	};
	return new Map(layers.map((layer) => [layer.name, layer.weights.map((weight) => value(layer.name, weight))]));
}
