import type { FitSection } from "../job/document.ts";

/** Images through the backbone that a job needs either way, from nothing. */
export interface Forwards {
	readonly featuresWay: number;
	readonly frozenWay: number;
	/** Of the frozen way: images in an epoch, training and evaluation. */
	readonly perEpoch: { readonly train: number; readonly validation: number };
}

/**
 * The frozen way evaluates the final head over all held-out images once more.
 *
 * @param epochs those that ran, or may run at most
 * @param views of each training image that the features way keeps
 */
export function forwardsOf(
	images: { readonly train: number; readonly validation: number },
	{ steps, batch, validationSteps }: Pick<FitSection, "steps" | "batch" | "validationSteps">,
	epochs: number,
	views = 1,
): Forwards {
	const train = steps === null ? images.train : steps * batch;
	const validation = validationSteps === null ? images.validation : Math.min(images.validation, validationSteps * batch);
	return {
		featuresWay: images.train * views + images.validation,
		frozenWay: epochs * (train + validation) + images.validation,
		perEpoch: { train, validation },
	};
}
