import type { SampleTable } from "../compute/calls.ts";
import type { FitPlan } from "./fit-plan.ts";

/** One side of the split as the fit reads it. */
export function sampleTable(plan: FitPlan, split: "train" | "validation"): SampleTable {
	const index = plan.entries.flatMap((entry, i) => (entry.split === split ? [i] : []));
	const key = new Uint8Array(index.length * 32);
	for (const [at, i] of index.entries()) key.set(Buffer.from(plan.entries[i]!.image, "hex"), at * 32);
	return { index: Uint32Array.from(index), label: Int32Array.from(index, (i) => plan.entries[i]!.label), key };
}
