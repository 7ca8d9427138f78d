import type { Tensor } from "../base/tensor.ts";
import { UserError } from "../base/errors.ts";
import type { Hdf5 } from "./hdf5.ts";

/** Weights of a file by layer name, each layer's in the order that Keras stores them. */
export type LayerWeights = ReadonlyMap<string, readonly Tensor[]>;

/**
 * Keras 1 and 2 weights (keras-team/keras 2.2.4, engine/saving.py): groups named by `layer_names`, datasets by each group's `weight_names`.
 * The weights of a nested model lie in its one group under their layers' scopes.
 */
export function readLegacyWeights(file: Hdf5, shown: string): LayerWeights {
	const root = file.attribute("model_weights", "layer_names") !== undefined || file.children("model_weights").length > 0 ? "model_weights" : "";
	const layers = names(file, root, "layer_names");
	if (layers.length === 0) throw new UserError("BAD_WEIGHTS_FILE", `${shown} holds no Keras layers: its root has no layer_names`, { fix: "save it with model.save_weights(…) or model.save(…)" });
	const found = new Map<string, readonly Tensor[]>();
	const inner = new Map<string, Tensor[]>();
	for (const layer of layers) {
		const group = root === "" ? layer : `${root}/${layer}`;
		const weights = names(file, group, "weight_names").map((name) => {
			const value = file.tensor(`${group}/${name}`);
			if (value === null) throw new UserError("BAD_WEIGHTS_FILE", `${shown} lists the weight ${name} of layer ${layer} and does not hold it`, { fix: "fetch or save the file again" });
			return { scope: name.split("/").at(-2) ?? layer, value };
		});
		found.set(layer, weights.map(({ value }) => value));
		// Scopes tell the layers of a nested model apart. Those of a plain layer mean nothing: Keras 1 wrote `uniform2` beside `fire2/squeeze1x1_b`.
		if (new Set(weights.map(({ scope }) => scope)).size > 1) {
			for (const { scope, value } of weights) inner.set(`${layer}/${scope}`, [...(inner.get(`${layer}/${scope}`) ?? []), value]);
		}
	}
	for (const [path, values] of inner) {
		found.set(path, values);
		const name = path.slice(path.lastIndexOf("/") + 1);
		if (!found.has(name)) found.set(name, values);
	}
	return found;
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

/** One layer as Keras 3 numbers it. */
export interface NumberedLayer {
	readonly type: string;
	readonly name: string;
	/** Layers of a nested model, in its own order. */
	readonly inner?: readonly NumberedLayer[];
}

/**
 * Keras 3 weights (`.weights.h5`, and inside `.keras`): `layers/<class>[_n]/vars/0…`, by class and order; since autumn 2024 the vars also carry the
 * layer's name (keras 3.15.1, src/saving/saving_lib.py), which is taken where it is there.
 */
export function readNumberedWeights(file: Hdf5, layers: readonly NumberedLayer[], prefix = ""): LayerWeights {
	const found = new Map<string, readonly Tensor[]>();
	const used = new Map<string, number>();
	const root = `${prefix}layers`;
	const byName = new Map(file.children(root).flatMap((group) => {
		const name = file.attribute(`${root}/${group}/vars`, "name");
		return typeof name === "string" ? [[name, group] as const] : [];
	}));
	for (const { type, name, inner } of layers) {
		const base = snakeCase(type);
		const count = used.get(base) ?? 0;
		used.set(base, count + 1);
		const group = byName.get(name) ?? (count === 0 ? base : `${base}_${count}`);
		if (inner !== undefined) {
			for (const [key, value] of readNumberedWeights(file, inner, `${root}/${group}/`)) {
				found.set(key, value);
				found.set(`${name}/${key}`, value);
			}
			continue;
		}
		const vars = `${root}/${group}/vars`;
		const count_ = file.children(vars).length;
		found.set(name, Array.from({ length: count_ }, (_, i) => file.tensor(`${vars}/${i}`)).filter((value) => value !== null));
	}
	return found;
}

/** As Keras names a class's folder: BatchNormalization → batch_normalization, Conv2D → conv2d. */
function snakeCase(type: string): string {
	return type
		.replace(/\W+/g, "")
		.replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
		.replace(/([a-z])([A-Z])/g, "$1_$2")
		.toLowerCase();
}
