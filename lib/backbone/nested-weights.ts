import { UserError } from "../base/errors.ts";
import type { Tensor } from "../base/tensor.ts";

/** A weight whose layer is known by the scope of its name: `base/conv1` of `base/conv1/kernel`. */
export interface NamedWeight {
	readonly scope: string;
	read(): Tensor;
}

/**
 * Shares the weights of a nested model out among its layers. Writers disagree on how much of a layer's path stands in a weight's name, so the
 * layer is the one whose path has most in common with it, counted from the end.
 *
 * @throws UserError BAD_MODEL_FILE if two layers would do, because one name stands twice in the model and the file does not tell them apart.
 */
export function shareOut(
	leaves: readonly { readonly path: string; readonly as: string }[],
	weights: readonly NamedWeight[],
	shown: string,
): Map<string, NamedWeight[]> {
	const found = new Map<string, NamedWeight[]>();
	// Layers by the last part of their name: most weights then meet one candidate.
	const byEnd = new Map<string, { readonly path: string; readonly as: string }[]>();
	for (const leaf of leaves) byEnd.set(lastOf(leaf.path), [...(byEnd.get(lastOf(leaf.path)) ?? []), leaf]);
	for (const weight of weights) {
		const scope = weight.scope.split("/");
		const fits = (byEnd.get(lastOf(weight.scope)) ?? []).map(({ path, as }) => ({ path, as, common: commonEnd(scope, path.split("/")) }));
		const most = Math.max(0, ...fits.map(({ common }) => common));
		// `Conv/BatchNorm` is the whole of that layer's path and only the end of `head/Conv/BatchNorm`.
		const [best, other] = fits.filter(({ common }) => common === most).toSorted((a, b) => a.path.length - b.path.length);
		if (best === undefined || weight.scope === "") continue;
		if (other !== undefined && best.path !== weight.scope)
			throw new UserError(
				"BAD_MODEL_FILE",
				`${shown} does not say whose the weights named ${weight.scope} are: ${best.path}'s or ${other.path}'s`,
				{ fix: "give the layers of nested models names of their own and save the model again" },
			);
		found.set(best.as, [...(found.get(best.as) ?? []), weight]);
	}
	return found;
}

function lastOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
	let common = 0;
	while (common < Math.min(a.length, b.length) && a.at(-1 - common) === b.at(-1 - common)) common++;
	return common;
}
