import type { Schedule } from "../job/document.ts";

/** Learning rate of update `step` (0: the first), from the optimiser's own. Formulas of Keras 3, keras/src/optimizers/schedules/learning_rate_schedule.py. */
export function learningRateAt(schedule: Schedule, base: number, step: number): number {
	switch (schedule.kind) {
		case "constant":
			return base;
		case "exponential": {
			const progress = step / schedule.decaySteps;
			return base * schedule.decayRate ** (schedule.staircase ? Math.floor(progress) : progress);
		}
		case "inverse_time": {
			const progress = step / schedule.decaySteps;
			return base / (1 + schedule.decayRate * (schedule.staircase ? Math.floor(progress) : progress));
		}
		case "cosine": {
			// During warm-up the rate rises linearly from 0 to the optimiser's own.
			if (step < schedule.warmupSteps) return (base * step) / schedule.warmupSteps;
			const progress = Math.min(1, (step - schedule.warmupSteps) / schedule.decaySteps);
			return base * ((1 - schedule.alpha) * 0.5 * (1 + Math.cos(Math.PI * progress)) + schedule.alpha);
		}
		case "polynomial": {
			const { decaySteps, endLearningRate, power, cycle } = schedule;
			const whole = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
			return (base - endLearningRate) * (1 - (cycle ? step : Math.min(step, decaySteps)) / whole) ** power + endLearningRate;
		}
		case "piecewise": {
			const at = schedule.boundaries.findIndex((boundary) => step <= boundary);
			return schedule.values[at === -1 ? schedule.values.length - 1 : at] ?? base;
		}
	}
}
