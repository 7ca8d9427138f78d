import { learningRateAt } from "../../head/schedule.ts";
import type { Job } from "../../job/document.ts";
import type { ReportData } from "../data.ts";

/** Learning rates between which an optimiser is nearly always run. */
const USUAL_RATES: Readonly<Record<Exclude<Job["fit"]["optimizer"]["name"], "adadelta">, readonly [number, number]>> = {
	sgd: [1e-4, 1],
	adagrad: [1e-4, 1],
	adam: [1e-6, 0.03],
	adamw: [1e-6, 0.03],
	rmsprop: [1e-6, 0.03],
};
/** Adadelta finds its own step sizes, and the paper has no rate, which is 1.0. */
const ADADELTA_SLOW = 0.1;
/** A schedule is looked at in this many places: its peak may lie within an epoch. */
const LOOKS = 1000;

/** null where any rate is usual, or where a rule of its own judges it. */
export function usualRates({ fit }: Job): readonly [number, number] | null {
	return fit.optimizer.name === "adadelta" ? null : USUAL_RATES[fit.optimizer.name];
}

/** Highest learning rate of the steps that were taken: what a schedule made of it counts, not what it started from. */
export function peakRate({ job: { fit }, data: { epochs, images } }: { readonly job: Job; readonly data: ReportData }): number {
	const { schedule, optimizer, steps, batch } = fit;
	const last = Math.max(1, epochs.length * (steps ?? Math.ceil(images.train / batch))) - 1;
	const looks = Array.from({ length: LOOKS + 1 }, (_, i) => Math.round((last * i) / LOOKS));
	return Math.max(...looks.map((step) => learningRateAt(schedule, optimizer.learningRate, step)));
}

export function isSlowAdadelta(seen: { readonly job: Job; readonly data: ReportData }): boolean {
	return seen.job.fit.optimizer.name === "adadelta" && peakRate(seen) < ADADELTA_SLOW;
}

/** Whether the rate alone may be why nothing was learned. */
export function isSlow(seen: { readonly job: Job; readonly data: ReportData }): boolean {
	return isSlowAdadelta(seen) || peakRate(seen) < (usualRates(seen.job)?.[0] ?? 0);
}
