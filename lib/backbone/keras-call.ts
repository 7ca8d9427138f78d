/** How a layer is called in a model's configuration: what flows in, in order, and which constants stand beside it (`x / 127.5`). */
export type Operand = LayerOutput | { readonly value: unknown };
/** `output` is a number, 0 where a layer has one output, unless the file is broken. */
interface LayerOutput {
	readonly layer: string;
	readonly output: unknown;
}

interface Called {
	readonly class_name?: string;
	readonly inbound_nodes?: unknown;
}

/** The calls of a layer, one list of operands each. Keras 2 writes `["name", 0, 0, {}]`, Keras 3 `{args: [{config: {keras_history: ["name", 0, 0]}}]}`. */
export function callsOf(layer: Called): Operand[][] {
	const calls = layer.inbound_nodes;
	if (!Array.isArray(calls)) return [];
	return calls.map((call: unknown) => {
		if (!Array.isArray(call)) {
			const { args, kwargs } = (call ?? {}) as { args?: unknown; kwargs?: unknown };
			const named = Object.values((kwargs ?? {}) as object).flatMap(operands3);
			return [...operands3(args), ...named.filter((operand) => "layer" in operand)];
		}
		// TFOpLambda, tf.keras' wrapper of a plain function, leaves out one pair of brackets and puts the other operands into the keywords.
		const entries = typeof call[0] === "string" ? [call] : call;
		return entries.flatMap((entry: unknown) => operands2(entry, layer.class_name === "TFOpLambda"));
	});
}

/** A model's output: `["name", 0, 0]`, or a list of them. */
export function outputsOf(value: unknown): Operand[] {
	return Array.isArray(value) && typeof value[0] === "string"
		? operands2(value, false)
		: Array.isArray(value)
			? value.flatMap((each) => operands2(each, false))
			: [];
}

function operands2(entry: unknown, keywords: boolean): Operand[] {
	if (!Array.isArray(entry)) return [];
	const [name, , index, named] = entry as unknown[];
	const first: Operand = name === "_CONSTANT_VALUE" ? { value: index } : outputOf(name, index);
	if (!keywords || named === null || typeof named !== "object") return [first];
	const others = Object.entries(named).filter(([key]) => key !== "name");
	return [
		first,
		...others.map(
			([, value]): Operand => (Array.isArray(value) && typeof value[0] === "string" ? outputOf(value[0], value[2]) : { value }),
		),
	];
}

function operands3(value: unknown): Operand[] {
	if (Array.isArray(value) && value.some((each) => typeof each === "object" && each !== null)) return value.flatMap(operands3);
	if (value === null || typeof value !== "object" || Array.isArray(value)) return value === undefined ? [] : [{ value }];
	const history = (value as { config?: { keras_history?: unknown } | null }).config?.keras_history;
	return Array.isArray(history) ? [outputOf(history[0], history[2])] : [{ value }];
}

/** A name that is no text is no layer's: it is kept to be shown. */
function outputOf(name: unknown, output: unknown): LayerOutput {
	return { layer: typeof name === "string" ? name : (JSON.stringify(name) ?? ""), output };
}
