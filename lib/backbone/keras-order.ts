/**
 * Layers in the order of a Keras model's `model.layers`, by which files that know no names count them: those furthest from the output first, and of those equally
 * far the one first that a walk back from the output meets first (keras 3.15.1, src/ops/function.py, map_graph; Keras 2 has the same in
 * engine/functional.py). It is not the order in which a network is written: of a residual block, the shortcut comes near its end.
 *
 * @param layers in an order in which each follows its inputs; the last one is the output.
 */
export function inKerasOrder<T extends { readonly name: string; readonly inputs: readonly string[] }>(layers: readonly T[]): T[] {
	const byName = new Map(layers.map((layer) => [layer.name, layer]));
	const met = new Map<string, number>();
	const finished: T[] = [];
	const walk = (layer: T): void => {
		if (met.has(layer.name)) return;
		met.set(layer.name, met.size);
		for (const input of layer.inputs) walk(byName.get(input)!);
		finished.push(layer);
	};
	walk(layers.at(-1)!);
	const depth = new Map<string, number>();
	for (const { name, inputs } of finished.toReversed()) {
		const own = depth.get(name) ?? 0;
		depth.set(name, own);
		for (const input of inputs) depth.set(input, Math.max(own + 1, depth.get(input) ?? 0));
	}
	return finished.toSorted((a, b) => depth.get(b.name)! - depth.get(a.name)! || met.get(a.name)! - met.get(b.name)!);
}
