import { BatchOrder } from "../fit/order.ts";
import type { FitPlan } from "../plan/fit-plan.ts";

/** The first batch in which two fits read other images. */
export interface OtherBatch {
	readonly epoch: number;
	/** From 1 in each epoch; null where only the epoch is known. */
	readonly batch: number | null;
	/** Digests of its images. */
	readonly features: readonly string[];
	readonly frozen: readonly string[];
}

/** Batches of an epoch. */
export function stepsOf({ section, entries }: FitPlan): number {
	return section.steps ?? Math.ceil(entries.filter(({ split }) => split === "train").length / section.batch);
}

/** What the two plans ask for, drawn again (F5); null where their orders are the same through all epochs that both count. */
export function firstOtherBatch(features: FitPlan, frozen: FitPlan): OtherBatch | null {
	const [a, b] = [batchesOf(features), batchesOf(frozen)];
	const steps = stepsOf(features);
	for (let number = 0; number < steps * Math.min(features.section.epochs, frozen.section.epochs); number++) {
		const [own, other] = [a(number), b(number)];
		if (own.join() !== other.join())
			return { epoch: Math.floor(number / steps) + 1, batch: (number % steps) + 1, features: own, frozen: other };
	}
	return null;
}

function batchesOf({ entries, section }: FitPlan): (number: number) => string[] {
	const images = entries.filter(({ split }) => split === "train").map(({ image }) => image);
	const order = new BatchOrder(section.seed, Buffer.from(images.join(""), "hex"), section.batch);
	return (number) => Array.from(order.batch(number), (sample) => images[sample]!);
}
