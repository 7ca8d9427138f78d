import { z } from "zod";
import type { Optimizer, Schedule } from "./document.ts";
import { notNegative, positive, rate, whole } from "./ranges.ts";

/** Optimisers and learning-rate schedules, as people write them. Names, formulas and defaults are Keras 3's, learning rates that differ between frameworks aside (F9). */
const learningRate = positive.meta({ description: "step size", examples: [0.001] });
const epsilon = positive.default(1e-7).describe("keeps divisions finite");
const momentum = rate.default(0).meta({ description: "share of the step before that is added", examples: [0.9] });
const beta1 = rate.default(0.9).describe("share that the mean of gradients keeps at each step");
const beta2 = rate.default(0.999).describe("share that the mean of squared gradients keeps at each step");
const rho = rate.describe("share that the mean of squared gradients keeps at each step");

const optimizers = [
	z
		.strictObject({
			name: z.literal("sgd").describe("stochastic gradient descent"),
			learningRate: learningRate.default(0.01),
			momentum,
			nesterov: z.boolean().default(false).describe("looks ahead by the momentum; needs one above 0"),
		})
		.describe("gradient descent, plain or with momentum"),
	z
		.strictObject({
			name: z.literal("adam").describe("Kingma and Ba, 2014"),
			learningRate: learningRate.default(0.001),
			beta1,
			beta2,
			epsilon,
		})
		.describe("steps scaled by moving means of gradients and their squares"),
	z
		.strictObject({
			name: z.literal("adamw").describe("Loshchilov and Hutter, 2017"),
			learningRate: learningRate.default(0.001),
			beta1,
			beta2,
			epsilon,
			weightDecay: notNegative.default(0.004).describe("share of each weight, times the learning rate, taken off at each step"),
		})
		.describe("Adam with decoupled weight decay"),
	z
		.strictObject({
			name: z.literal("rmsprop").describe("Hinton, 2012"),
			learningRate: learningRate.default(0.001),
			rho: rho.default(0.9),
			momentum,
			epsilon,
			centered: z.boolean().default(false).describe("scales by the variance of gradients instead of their mean square"),
		})
		.describe("steps scaled by a moving mean of squared gradients"),
	z
		.strictObject({
			name: z.literal("adagrad").describe("Duchi, Hazan and Singer, 2011"),
			learningRate: learningRate.meta({
				description: "step size. Required, because its default differs between frameworks: 0.01 in Keras 2, 0.001 in Keras 3",
				examples: [0.01],
			}),
			initialAccumulator: notNegative.default(0.1).describe("what the sums of squared gradients begin with"),
			epsilon,
		})
		.describe("steps scaled by the sum of all squared gradients"),
	z
		.strictObject({
			name: z.literal("adadelta").describe("Zeiler, 2012"),
			learningRate: learningRate.meta({
				description:
					"factor of the step. Required, because its default differs between frameworks: 1.0 in Keras 2 and in the paper, 0.001 in Keras 3, which hardly learns",
				examples: [1.0],
			}),
			rho: rho.default(0.95),
			epsilon,
		})
		.describe("steps whose size follows from the steps before"),
] as const;

export const optimizerNames = ["sgd", "adam", "adamw", "rmsprop", "adagrad", "adadelta"] as const satisfies readonly Optimizer["name"][];
const settings = z.discriminatedUnion("name", optimizers);
export const optimizer = z.union([z.enum(optimizerNames), settings]);

/** An optimiser's settings with their defaults, from its name or from those that are written. */
export function optimizerOf(written: z.output<typeof optimizer>): Optimizer {
	return typeof written === "string" ? settings.parse({ name: written }) : written;
}

const decaySteps = whole.meta({ description: "steps (batches) that the decay is measured in", examples: [1000] });
const decayRate = positive.meta({
	description: "how fast: factor per `decaySteps` (exponential), growth of the divisor (inverse_time)",
	examples: [0.5],
});
const staircase = z.boolean().default(false).describe("falls once per `decaySteps` instead of at each step");

const schedules = [
	z.strictObject({ kind: z.literal("constant").describe("the default") }).describe("the optimiser's own learning rate throughout"),
	z
		.strictObject({
			kind: z.literal("exponential").describe("gives learningRate · decayRate^(step / decaySteps)"),
			decaySteps,
			decayRate,
			staircase,
		})
		.describe("falls by the same factor again and again"),
	z
		.strictObject({
			kind: z.literal("cosine").describe("half a cosine from the learning rate to `alpha` of it"),
			decaySteps,
			alpha: z.number().min(0).max(1).default(0).describe("share of the learning rate that is left at the end"),
			warmupSteps: z
				.int()
				.min(0)
				.default(0)
				.meta({ description: "steps over which it rises from 0 before it falls", examples: [100] }),
		})
		.describe("falls slowly, fast, slowly; maybe after a warm-up"),
	z
		.strictObject({
			kind: z.literal("inverse_time").describe("gives learningRate / (1 + decayRate · step / decaySteps)"),
			decaySteps,
			decayRate,
			staircase,
		})
		.describe("falls ever more slowly; Keras 2's `decay` of an optimiser is this with `decaySteps: 1`"),
	z
		.strictObject({
			kind: z.literal("polynomial").describe("gives (learningRate − end) · (1 − step / decaySteps)^power + end"),
			decaySteps,
			endLearningRate: notNegative.default(0.0001).describe("learning rate after `decaySteps`"),
			power: positive.default(1).describe("1: a straight line"),
			cycle: z.boolean().default(false).describe("begins again, over a longer stretch, when `decaySteps` is reached"),
		})
		.describe("falls along a power of the steps"),
	z
		.strictObject({
			kind: z.literal("piecewise").describe("a learning rate for each stretch of steps"),
			boundaries: z.array(z.int().min(0)).meta({ description: "last step of each stretch but the last", examples: [[500, 1000]] }),
			values: z
				.array(positive)
				.meta({ description: "learning rate of each stretch: one more than boundaries", examples: [[0.1, 0.01, 0.001]] }),
		})
		.describe("falls in steps of your own; the optimiser's learning rate is not used"),
] as const;

const constant = { kind: "constant" } as const satisfies Schedule;
export const schedule = z.discriminatedUnion("kind", schedules).prefault(constant);
