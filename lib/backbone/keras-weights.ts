import { UserError } from "../base/errors.ts";
import type { Tensor } from "../base/tensor.ts";
import type { Hdf5 } from "./hdf5.ts";
import { type NamedWeight, shareOut } from "./nested-weights.ts";

/** Weights by a layer's name in the flat model, in the order that Keras stores them; read when they are asked for. */
export interface LayerWeights {
	get(layer: string): readonly Tensor[] | undefined;
}

/** A layer as files know it. */
export interface StoredLayer {
	readonly type: string;
	readonly name: string;
	/** Its name in the flat model, where that is another. */
	readonly as?: string;
	/** It counts where layers are known by their numbers, but nobody wants its weights. */
	readonly unread?: boolean;
	/** Layers of a nested model, in its own order. */
	readonly inner?: readonly StoredLayer[];
}

/** Layers that are no models, with their path inside a nested one. */
export function leavesOf(layers: readonly StoredLayer[], scope = ""): { readonly path: string; readonly as: string }[] {
	return layers.flatMap(({ name, as = name, inner }) =>
		inner === undefined ? [{ path: scope + name, as }] : leavesOf(inner, `${scope}${name}/`),
	);
}

type Pick = readonly { read(): Tensor }[];
const lazy = (found: ReadonlyMap<string, Pick>): LayerWeights => ({ get: (layer) => found.get(layer)?.map(({ read }) => read()) });

/**
 * Keras 1 and 2 weights (keras-team/keras 2.2.4, engine/saving.py): groups named by `layer_names`, datasets by each group's `weight_names`.
 * The weights of a nested model lie in its one group under their layers' scopes.
 */
export function readLegacyWeights(file: Hdf5, shown: string, layers: readonly StoredLayer[]): LayerWeights {
	const groups = legacyGroups(file, shown);
	const found = new Map<string, Pick>();
	for (const { name, as = name, inner } of layers) {
		const group = groups.get(name);
		if (inner !== undefined) for (const [leaf, weights] of shareOut(leavesOf(inner), group ?? [], shown)) found.set(leaf, weights);
		// The scopes of a plain layer mean nothing: Keras 1 wrote `uniform2` beside `fire2/squeeze1x1_b`.
		else if (group !== undefined) found.set(as, group);
	}
	// An architecture of the catalogue may lie in a file as the inner part of a bigger model.
	const missing = leavesOf(layers).filter(({ as }) => !found.has(as));
	const nested = [...groups]
		.filter(([name]) => !layers.some((layer) => layer.name === name))
		.flatMap(([, weights]) => weights.filter(({ scope }) => scope !== ""));
	for (const [leaf, weights] of shareOut(missing, nested, shown)) found.set(leaf, weights);
	return lazy(found);
}

/** Each group's weights, by the layer that they were stored for. */
function legacyGroups(file: Hdf5, shown: string): ReadonlyMap<string, readonly NamedWeight[]> {
	const root =
		file.attribute("model_weights", "layer_names") !== undefined || file.children("model_weights").length > 0 ? "model_weights" : "";
	const layers = names(file, root, "layer_names");
	if (layers.length === 0)
		throw new UserError("BAD_WEIGHTS_FILE", `${shown} holds no Keras layers: its root has no layer_names`, {
			fix: "save it with model.save_weights(…) or model.save(…)",
		});
	return new Map(
		layers.map((layer) => {
			const group = root === "" ? layer : `${root}/${layer}`;
			const weights = names(file, group, "weight_names").map((name) => ({
				scope: name.split("/").slice(0, -1).join("/"),
				read: () => {
					const value = file.tensor(`${group}/${name}`);
					if (value === null)
						throw new UserError("BAD_WEIGHTS_FILE", `${shown} lists the weight ${name} of layer ${layer} and does not hold it`, {
							fix: "fetch or save the file again",
						});
					return value;
				},
			}));
			return [layer, weights];
		}),
	);
}

/** A list attribute, in parts (`layer_names0`, `layer_names1`, …) when it was too long for one. */
function names(file: Hdf5, group: string, attribute: string): string[] {
	const whole = file.attribute(group, attribute);
	if (whole !== undefined) return list(whole);
	const parts: string[] = [];
	for (let i = 0; ; i++) {
		const part = file.attribute(group, `${attribute}${i}`);
		if (part === undefined) return parts;
		parts.push(...list(part));
	}
}

function list(value: unknown): string[] {
	// A layer without weights carries an empty array of numbers.
	return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : typeof value === "string" ? [value] : [];
}

/** Layers lie under `layers`; under the longer name in files of Keras 2.12 and 2.13. */
const CONTAINERS = ["layers", "_layer_checkpoint_dependencies"];

/** Whether a file numbers its layers, as Keras 3 does. */
export function isNumbered(file: Hdf5): boolean {
	return CONTAINERS.some((container) => file.children(container).length > 0);
}

/**
 * Keras 3 weights (`.weights.h5`, and inside `.keras`): `layers/<class>[_n]/vars/0…`, by class and order; since autumn 2024 the vars also carry the
 * layer's name (keras 3.15.1, src/saving/saving_lib.py), which is taken where it is there.
 */
export function readNumberedWeights(file: Hdf5, layers: readonly StoredLayer[]): LayerWeights {
	const found = new Map<string, Pick>();
	const visit = (inside: readonly StoredLayer[], prefix: string): void => {
		const root = prefix + (CONTAINERS.find((container) => file.children(prefix + container).length > 0) ?? "layers");
		const byName = new Map(file.children(root).map((group) => [file.attribute(`${root}/${group}/vars`, "name"), group]));
		const used = new Map<string, number>();
		for (const { type, name, as = name, inner } of inside) {
			const base = snakeCase(type);
			const before = used.get(base) ?? 0;
			used.set(base, before + 1);
			const group = `${root}/${byName.get(name) ?? (before === 0 ? base : `${base}_${before}`)}`;
			if (inner === undefined) found.set(as, variables(file, group));
			else visit(inner, `${group}/`);
		}
	};
	visit(layers, "");
	const inner = new Map(namedGroups(file, "", 0));
	for (const { path, as } of leavesOf(layers)) {
		const elsewhere = inner.get(path);
		if (found.get(as)?.length === 0 && elsewhere !== undefined) found.set(as, variables(file, elsewhere));
	}
	return lazy(found);
}

function variables(file: Hdf5, group: string): Pick {
	const paths = file.children(`${group}/vars`).map((_, i) => `${group}/vars/${i}`);
	return paths.map((path) => ({
		read: () => {
			const value = file.tensor(path);
			if (value === null)
				throw new UserError("BAD_WEIGHTS_FILE", `the weights of ${group} should be numbered from 0, and ${path} is not there`, {
					fix: "fetch or save the file again",
				});
			return value;
		},
	}));
}

/** Layers with their names, at any depth of nested models: [name, group]. */
function namedGroups(file: Hdf5, prefix: string, depth: number): [string, string][] {
	return file.children(`${prefix}layers`).flatMap((child): [string, string][] => {
		const group = `${prefix}layers/${child}`;
		const name = file.attribute(`${group}/vars`, "name");
		return [
			...(typeof name === "string" ? [[name, group] as [string, string]] : []),
			...(depth < 8 ? namedGroups(file, `${group}/`, depth + 1) : []),
		];
	});
}

/** Names of the layers that a file has, in its own words. */
export function storedNames(file: Hdf5, shown: string): string[] {
	if (!isNumbered(file)) {
		const groups = [...legacyGroups(file, shown)];
		// The layers of a nested model are known by the scopes of its weights only.
		const scopes = groups.flatMap(([, weights]) => weights.map(({ scope }) => scope.slice(scope.lastIndexOf("/") + 1)));
		return [...new Set([...groups.map(([layer]) => layer), ...scopes])].filter((name) => name !== "");
	}
	const named = namedGroups(file, "", 0).map(([name]) => name);
	return named.length > 0 ? named : CONTAINERS.flatMap((container) => file.children(container));
}

/** As Keras names a class's folder: BatchNormalization → batch_normalization, Conv2D → conv2d. */
function snakeCase(type: string): string {
	return type
		.replace(/\W+/g, "")
		.replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
		.replace(/([a-z])([A-Z])/g, "$1_$2")
		.toLowerCase();
}
