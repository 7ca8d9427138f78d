import { UserError } from "../base/errors.ts";
import { ancestors, unknownLayer } from "./cut.ts";
import { callsOf, type Operand, outputsOf } from "./keras-call.ts";
import type { KerasLayer } from "./keras-layer.ts";
import type { StoredLayer } from "./keras-weights.ts";

/**
 * A model's configuration, in Keras 2's dialect, Keras 3's or TensorFlow.js's, with nested models opened up into one flat list of layers in
 * topological order. An inner layer keeps its own name where that is unique in the whole model, else it is named by its path.
 */
export interface FlatModel {
	readonly layers: readonly KerasLayer[];
	readonly output: string;
	/** Nested models by name, and the layer whose output is theirs. */
	readonly aliases: ReadonlyMap<string, string>;
	/** The layers with their nesting, as weights are stored. */
	readonly stored: readonly StoredLayer[];
}

interface Layer {
	readonly class_name?: string;
	readonly name?: string;
	readonly config?: unknown;
	readonly inbound_nodes?: unknown;
}

const NESTED = new Set(["Sequential", "Functional", "Model"]);
/** No real model nests deeper; a file that does is not one. */
const MAX_DEPTH = 8;

/** @throws UserError BAD_MODEL_FILE if the configuration is no model's. */
export function flattenModel(topology: unknown, shown: string): FlatModel {
	return new Flattener(shown).flatten(topology);
}

/** The part of a model that leads to `cut`, so that layers behind it may be of any kind. @throws UserError UNKNOWN_LAYER */
export function modelUpTo(model: FlatModel, cut: string | null, shown: string): FlatModel {
	if (cut === null) return model;
	const output = model.layers.some(({ name }) => name === cut) ? cut : model.aliases.get(cut);
	if (output === undefined) throw unknownLayer(shown, cut, [...model.layers.map(({ name }) => name), ...model.aliases.keys()]);
	const needed = ancestors(model.layers, output);
	return { ...model, output, layers: model.layers.filter(({ name }) => needed.has(name)) };
}

class Flattener {
	readonly #shown: string;
	readonly #layers: KerasLayer[] = [];
	readonly #aliases = new Map<string, string>();
	readonly #times = new Map<string, number>();

	constructor(shown: string) {
		this.#shown = shown;
	}

	flatten(topology: unknown): FlatModel {
		const root = this.#object(topology, "the model's configuration") as Layer;
		this.#count(root, 0);
		const { output, stored } = this.#model(root, "", null);
		return { layers: this.#layers, output, aliases: this.#aliases, stored };
	}

	/** How often each name stands in the whole model. */
	#count(model: Layer, depth: number): void {
		if (depth > MAX_DEPTH) this.#bad("models are nested too deeply");
		for (const layer of this.#inner(model)) {
			this.#times.set(this.#own(layer), (this.#times.get(this.#own(layer)) ?? 0) + 1);
			if (NESTED.has(this.#type(layer))) this.#count(layer, depth + 1);
		}
	}

	/** Adds a model's layers; `input` is what flows into it, null at the top. Answers the name of its output. */
	#model(model: Layer, scope: string, input: string | null): { output: string; stored: StoredLayer[] } {
		const stored: StoredLayer[] = [];
		const output =
			model.class_name === "Sequential" ? this.#sequential(model, scope, input, stored) : this.#functional(model, scope, input, stored);
		return { output, stored };
	}

	#sequential(model: Layer, scope: string, input: string | null, stored: StoredLayer[]): string {
		let previous = input;
		for (const layer of this.#inner(model)) {
			if (previous === null && layer.class_name !== "InputLayer" && !NESTED.has(this.#type(layer))) {
				const { batch_input_shape: old, batch_shape: shape = old } = this.#object(layer.config, "a layer's config");
				if (shape === undefined) this.#bad("the first layer of a Sequential model gives no input shape");
				previous = this.#place({ class_name: "InputLayer", name: "input", config: { batch_shape: shape } }, scope, [], null, []);
			}
			previous = this.#place(
				layer,
				scope,
				previous === null || layer.class_name === "InputLayer" ? [] : [{ layer: previous, output: 0 }],
				input,
				stored,
			);
		}
		return previous ?? this.#bad("a Sequential model has no output");
	}

	#functional(model: Layer, scope: string, input: string | null, stored: StoredLayer[]): string {
		const outputs = new Map<string, string>();
		const pending = this.#inner(model).map((layer) => ({ layer, operands: this.#operands(layer) }));
		const ready = ({ operands }: { operands: readonly Operand[] }) =>
			operands.every((operand) => !("layer" in operand) || outputs.has(operand.layer));
		while (pending.length > 0) {
			// Stored order is usually topological, but nothing promises it.
			const at = pending.findIndex(ready);
			if (at === -1) {
				const [{ layer, operands }] = pending as [(typeof pending)[number]];
				const missing = operands.flatMap((operand) => ("layer" in operand && !outputs.has(operand.layer) ? [operand.layer] : []));
				return this.#bad(`layer ${this.#own(layer)} reads ${missing.join(" and ")}, which is not there or reads what comes of it`);
			}
			const [{ layer, operands }] = pending.splice(at, 1) as [(typeof pending)[number]];
			if (layer.class_name !== "InputLayer" && !operands.some((operand) => "layer" in operand))
				this.#bad(`layer ${this.#own(layer)} has no inputs`);
			const from = operands.map((operand) => ("layer" in operand ? { ...operand, layer: outputs.get(operand.layer)! } : operand));
			outputs.set(this.#own(layer), this.#place(layer, scope, from, input, stored));
		}
		const ends = outputsOf(this.#object(model.config, "a model's config").output_layers);
		const [end] = ends;
		if (end === undefined || !("layer" in end)) return this.#bad("a model names no output");
		if (scope !== "" && ends.length > 1)
			this.#bad(`the nested model ${scope.slice(0, -1)} has ${ends.length} outputs, and models with one are read`);
		return outputs.get(end.layer) ?? this.#bad(`its output ${end.layer} is not there`);
	}

	/** Adds one layer, or a nested model's; answers the name of what comes out of it. */
	#place(layer: Layer, scope: string, operands: readonly Operand[], input: string | null, stored: StoredLayer[]): string {
		const type = this.#type(layer);
		const own = this.#own(layer);
		const name = (this.#times.get(own) ?? 0) > 1 ? `${scope}${own}` : own;
		const inputs = operands.flatMap((operand) => ("layer" in operand ? [operand.layer] : []));
		if (type === "InputLayer" && input !== null) {
			stored.push({ type, name: own });
			return input; // the outer model's value comes in here
		}
		if (NESTED.has(type)) {
			if (inputs.length > 1) this.#bad(`the nested model ${own} has ${inputs.length} inputs, and models with one are read`);
			const nested = this.#model(layer, `${scope}${own}/`, inputs[0] ?? null);
			stored.push({ type, name: own, inner: nested.stored });
			this.#aliases.set(name, nested.output);
			return nested.output;
		}
		if (this.#layers.some((each) => each.name === name)) this.#bad(`two layers are called ${name}`);
		this.#layers.push({ type, name, config: this.#object(layer.config, "a layer's config"), inputs, operands });
		stored.push({ type, name: own, as: name });
		return name;
	}

	#operands(layer: Layer): readonly Operand[] {
		const calls = callsOf(layer);
		if (calls.length > 1) this.#bad(`layer ${this.#own(layer)} is used ${calls.length} times; shared layers are not read`);
		for (const operand of calls[0] ?? []) {
			if ("layer" in operand && operand.output !== 0)
				this.#bad(
					`layer ${this.#own(layer)} takes output ${JSON.stringify(operand.output) ?? "none"} of ${operand.layer}; layers with one output are read`,
				);
		}
		return calls[0] ?? [];
	}

	/** A model's layers. Keras up to 2.2.2 wrote those of a Sequential model without an object around them. */
	#inner(model: Layer): readonly Layer[] {
		const layers = Array.isArray(model.config) ? (model.config as unknown[]) : this.#object(model.config, "a model's config").layers;
		if (!Array.isArray(layers) || layers.length === 0) return this.#bad("a model has no layers");
		return layers.map((layer) => this.#object(layer, "a layer") as Layer);
	}

	#own(layer: Layer): string {
		const config = Array.isArray(layer.config) ? {} : this.#object(layer.config, "a layer's config");
		const name = layer.name ?? config.name ?? layer.class_name;
		return typeof name === "string" && name !== "" ? name : this.#bad("a layer has no name");
	}

	#type(layer: Layer): string {
		return typeof layer.class_name === "string" ? layer.class_name : this.#bad(`layer ${this.#own(layer)} has no class_name`);
	}

	#object(value: unknown, what: string): Record<string, unknown> {
		return value !== null && typeof value === "object" && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: this.#bad(`${what} is missing`);
	}

	#bad(what: string): never {
		throw new UserError("BAD_MODEL_FILE", `${this.#shown}: ${what}`, {
			fix: "save the model again with model.save(…) of Keras, or with a TensorFlow.js layers export",
		});
	}
}
