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
	for (const [name, weight] of Object.entries(setting)) {
		const at = classes.indexOf(name);
		if (at === -1) {
			const near = suggest(name, classes);
			throw Object.assign(
				new UserError(
					"UNKNOWN_CLASS",
					`fit.classWeight names "${name}"${near === undefined ? "" : ` (did you mean "${near}"?)`}; the classes are ${classes.join(", ")}`,
				),
				{ path: ["fit", "classWeight", name] },
			);
		}
		weights[at] = weight;
	}
	return weights;
}
