import { UserError } from "../base/errors.ts";
import { suggest } from "../base/suggest.ts";
import type { FitSection } from "../job/document.ts";

/** Factor of each class's rows in the loss. "balanced" is n / (classes · n_class), as scikit-learn has it, counted on the training split alone (F6). */
export function classWeights(setting: FitSection["classWeight"], classes: readonly string[], labels: Int32Array): Float32Array {
	const weights = new Float32Array(classes.length).fill(1);
	if (setting === null) return weights;
	if (setting === "balanced") {
		const counts = new Float64Array(classes.length);
		for (const label of labels) counts[label]!++;
		return weights.map((_, c) => (counts[c]! === 0 ? 1 : labels.length / (classes.length * counts[c]!)));
	}
	checkClassNames(setting, classes);
	for (const [name, weight] of Object.entries(setting)) weights[classes.indexOf(name)] = weight;
	return weights;
}

/** Throws UNKNOWN_CLASS for a weight of a class that the images do not have. */
export function checkClassNames(setting: FitSection["classWeight"], classes: readonly string[]): void {
	if (setting === null || setting === "balanced") return;
	for (const name of Object.keys(setting)) {
		if (classes.includes(name)) continue;
		const near = suggest(name, classes);
		const hint = near === undefined ? "" : ` (did you mean "${near}"?)`;
		throw new UserError("UNKNOWN_CLASS", `fit.classWeight names "${name}"${hint}; the classes are ${classes.join(", ")}`, {
			path: ["fit", "classWeight", name],
			fix: "name classes as their folders are named; a class that is left out weighs 1",
		});
	}
}
