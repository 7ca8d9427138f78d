import { UserError } from "../base/errors.ts";
import type { KerasLayer } from "./keras-layers.ts";
import type { NumberedLayer } from "./keras-weights.ts";

/**
 * A model's configuration, in Keras 2's dialect, Keras 3's or TensorFlow.js's, with nested models opened up into one flat list of layers in
 * topological order. An inner layer keeps its own name where that is unique, so that a cut can name it.
 */
export interface FlatModel {
	readonly layers: readonly KerasLayer[];
	readonly output: string;
	/** The layers with their nesting, for weights that are stored by class and order. */
	readonly numbered: readonly NumberedLayer[];
}

interface Layer {
	readonly class_name?: string;
	readonly name?: string;
	readonly config?: Record<string, unknown>;
	readonly inbound_nodes?: unknown;
}

const NESTED = new Set(["Sequential", "Functional", "Model"]);
/** No real model nests deeper; a file that does is not one. */
const MAX_DEPTH = 8;

export function flattenModel(topology: unknown, shown: string): FlatModel {
	const layers: KerasLayer[] = [];
	const names = new Set<string>();
	const bad = (what: string): never => {
		throw new UserError("BAD_MODEL_FILE", `${shown}: ${what}`, { fix: "save the model again with model.save(…) of Keras, or with a TensorFlow.js layers export" });
	};
	const object = (value: unknown, what: string): Record<string, unknown> => (value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : bad(`${what} is missing`));

	/** Adds a model's layers; `input` is what flows into it, null at the top. Answers the name of its output. */
	const add = (model: Layer, scope: string, input: string | null, depth: number): { output: string; numbered: NumberedLayer[] } => {
		if (depth > MAX_DEPTH) bad("models are nested too deeply");
		const config = object(model.config, "a model's config");
		const inner = (Array.isArray(model.config) ? model.config : config.layers) as unknown;
		if (!Array.isArray(inner) || inner.length === 0) return bad("a model has no layers");
		const sequential = model.class_name === "Sequential";
		const outputs = new Map<string, string>();
		const numbered: NumberedLayer[] = [];
		let previous = input;
		const place = (layer: Layer, inputs: readonly string[]): string => {
			const type = String(layer.class_name);
			const settings = object(layer.config, "a layer's config");
			const own = String(layer.name ?? settings.name ?? type);
			if (type === "InputLayer" && input !== null) {
				outputs.set(own, input); // the outer model's value comes in here
				numbered.push({ type, name: own });
				return input;
			}
			if (NESTED.has(type)) {
				const from = inputs[0] ?? bad(`the nested model ${own} has no input`);
				const nested = add(layer, `${scope}${own}/`, from, depth + 1);
				outputs.set(own, nested.output);
				numbered.push({ type, name: own, inner: nested.numbered });
				return nested.output;
			}
			const name = names.has(own) ? `${scope}${own}` : own;
			if (names.has(name)) bad(`two layers are called ${name}`);
			names.add(name);
			layers.push({ type, name, config: settings, inputs });
			outputs.set(own, name);
			numbered.push({ type, name: own });
			return name;
		};
		if (sequential) {
			for (const [i, layer] of (inner as Layer[]).entries()) {
				const first = object(layer.config, "a layer's config");
				const shape = first.batch_input_shape ?? first.batch_shape;
				if (i === 0 && previous === null && layer.class_name !== "InputLayer" && !NESTED.has(String(layer.class_name))) {
					if (shape === undefined) bad("the first layer of a Sequential model gives no input shape");
					previous = place({ class_name: "InputLayer", name: "input", config: { batch_shape: shape } }, []);
				}
				if (i === 0 && previous === null && NESTED.has(String(layer.class_name))) {
					const nested = add(layer, `${scope}${String(layer.name ?? first.name)}/`, null, depth + 1);
					numbered.push({ type: String(layer.class_name), name: String(layer.name ?? first.name), inner: nested.numbered });
					previous = nested.output;
					continue;
				}
				previous = place(layer, previous === null || layer.class_name === "InputLayer" ? [] : [previous]);
			}
			return { output: previous ?? bad("a Sequential model has no output"), numbered };
		}
		const pending = [...(inner as Layer[])];
		while (pending.length > 0) {
			// Stored order is usually topological, but nothing promises it.
			const at = pending.findIndex((layer) => inboundOf(layer, bad).every((name) => outputs.has(name)));
			if (at === -1) return bad(`its layers form a circle, or use ${inboundOf(pending[0]!, bad).find((name) => !outputs.has(name))}, which is not there`);
			const [layer] = pending.splice(at, 1);
			const inbound = inboundOf(layer!, bad);
			if (layer!.class_name !== "InputLayer" && inbound.length === 0) bad(`layer ${layer!.name} has no inputs`);
			place(layer!, inbound.map((name) => outputs.get(name)!));
		}
		const out = historyNames(config.output_layers)[0] ?? bad("a model names no output");
		return { output: outputs.get(out) ?? bad(`its output ${out} is not there`), numbered };
	};

	const root = object(topology, "the model's configuration") as Layer;
	const { output, numbered } = add(root, "", null, 0);
	return { layers, output, numbered };
}

/** Names of the layers that flow into one, over all dialects. A layer used twice has two sets of inputs, which no single node has. */
function inboundOf(layer: Layer, bad: (what: string) => never): string[] {
	const nodes = layer.inbound_nodes;
	if (!Array.isArray(nodes) || nodes.length === 0) return [];
	if (nodes.length > 1) bad(`layer ${layer.name} is used ${nodes.length} times; shared layers are not read`);
	return historyNames(nodes[0]);
}

/** Keras 2: ["name", 0, 0, {}] in lists. Keras 3: {config: {keras_history: ["name", 0, 0]}} in args. */
function historyNames(value: unknown): string[] {
	if (Array.isArray(value)) {
		if (typeof value[0] === "string" && typeof value[1] === "number") return [value[0]];
		return value.flatMap(historyNames);
	}
	if (value === null || typeof value !== "object") return [];
	const { config, args, keras_history: history } = value as { config?: unknown; args?: unknown; keras_history?: unknown };
	if (history !== undefined) return historyNames([history]);
	return [...historyNames(args), ...(config !== null && typeof config === "object" && "keras_history" in config ? historyNames([(config as { keras_history: unknown }).keras_history]) : [])];
}
