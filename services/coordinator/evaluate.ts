import { argmax } from "../../lib/fit/evaluate.ts";
import type { FitPlan, PlanEntry } from "../../lib/plan/fit-plan.ts";

/** Validation outputs into what the report shows. */
export interface Evaluation {
	/** Rows: true class; columns: predicted class. */
	readonly confusion: number[][];
	/** Wrong ones, the most confident first. */
	readonly mistakes: {
		readonly entry: PlanEntry;
		readonly predicted: number;
		readonly probability: number;
		readonly truthProbability: number;
	}[];
}

/** `outputs` [validation entries, classes] in the plan's order. */
export function evaluateOutputs({ entries, classes }: FitPlan, outputs: Float32Array): Evaluation {
	const confusion = classes.map(() => classes.map(() => 0));
	const mistakes: Evaluation["mistakes"] = [];
	for (const [row, entry] of entries.filter(({ split }) => split === "validation").entries()) {
		const p = outputs.subarray(row * classes.length, (row + 1) * classes.length);
		const predicted = argmax(p);
		confusion[entry.label]![predicted]!++;
		if (predicted === entry.label) continue;
		// A head that ends in sigmoids gives scores, not shares: they are shown as shares of their sum.
		const sum = p.reduce((total, value) => total + value, 0) || 1;
		mistakes.push({ entry, predicted, probability: p[predicted]! / sum, truthProbability: p[entry.label]! / sum });
	}
	mistakes.sort((a, b) => b.probability - a.probability || (a.entry.image < b.entry.image ? -1 : 1));
	return { confusion, mistakes };
}
