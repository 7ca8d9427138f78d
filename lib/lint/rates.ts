import { learningRateAt } from "../head/schedule.ts";
import type { Job, Optimizer } from "../job/document.ts";
import { type Seen, stepsOfFit } from "./rule.ts";

/** Learning rates between which an optimiser is nearly always run. */
const USUAL_RATES: Readonly<Record<Exclude<Optimizer["name"], "adadelta">, readonly [number, number]>> = {
	sgd: [1e-4, 1],
	adagrad: [1e-4, 1],
	adam: [1e-6, 0.03],
	adamw: [1e-6, 0.03],
	rmsprop: [1e-6, 0.03],
};
/** Below this the two that measure their own steps hardly move. Adadelta's paper has no rate, which is 1.0. */
const SLOW: Readonly<Partial<Record<Optimizer["name"], number>>> = { adadelta: 0.1, adagrad: 0.005 };
/** A schedule is looked at in this many places: its peak may lie within an epoch. */
const LOOKS = 1000;
/** A fit of unknown length is taken for a long one, in which a schedule shows all that it has. */
const LONG = 100_000;

/** null where any rate is usual, or where a rule of its own judges it. */
export function usualRates({ fit }: Job): readonly [number, number] | null {
	return fit.optimizer.name === "adadelta" ? null : USUAL_RATES[fit.optimizer.name];
}

/** Learning rates of steps spread over the fit, the first and the last among them. */
export function ratesOfFit(seen: Pick<Seen, "job" | "images" | "run">): number[] {
	const { schedule, optimizer } = seen.job.fit;
	const last = Math.max(1, stepsOfFit(seen) ?? LONG) - 1;
	return Array.from({ length: LOOKS + 1 }, (_, i) => learningRateAt(schedule, optimizer.learningRate, Math.round((last * i) / LOOKS)));
}

/** Highest learning rate of the fit's steps: what a schedule makes of it counts, not what it starts from. */
export function peakRate(seen: Pick<Seen, "job" | "images" | "run">): number {
	return Math.max(...ratesOfFit(seen));
}

/** An optimiser that finds its own step sizes, and is kept from it by a small rate. */
export function isHeldBack(seen: Pick<Seen, "job" | "images" | "run">, name: Optimizer["name"]): boolean {
	return seen.job.fit.optimizer.name === name && peakRate(seen) < (SLOW[name] ?? 0);
}

/** Whether the rate alone may be why nothing was learned. */
export function isSlow(seen: Pick<Seen, "job" | "images" | "run">): boolean {
	const { name } = seen.job.fit.optimizer;
	return isHeldBack(seen, name) || peakRate(seen) < (usualRates(seen.job)?.[0] ?? 0);
}

export function shownRate(rate: number, { fit }: Job): string {
	return `${Number(rate.toPrecision(4))}${fit.schedule.kind === "constant" ? "" : " at most"}`;
}

export function ratePath({ fit }: Job): readonly string[] {
	return fit.schedule.kind === "constant" ? ["fit", "optimizer", "learningRate"] : ["fit", "schedule"];
}

/** Edits after which the fit's highest rate is this one. */
export function withRate({ fit }: Job, rate: number): string[] {
	const own = `fit.optimizer.learningRate=${rate}`;
	return fit.schedule.kind === "piecewise" ? ["fit.schedule={ kind: constant }", own] : [own];
}
