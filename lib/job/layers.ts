import { z } from "zod";
import type { Activation, Initializer } from "./document.ts";
import { notNegative, positive, rate, share, whole } from "./ranges.ts";

/** The layers of a head, as people write them: the part of the job document that learns. Names and defaults are Keras 3's. */
const activations = [
	"linear",
	"relu",
	"relu6",
	"leaky_relu",
	"elu",
	"selu",
	"gelu",
	"sigmoid",
	"hard_sigmoid",
	"tanh",
	"softmax",
	"softplus",
	"softsign",
	"silu",
	"exponential",
	"mish",
	"hard_silu",
	"log_softmax",
] as const satisfies readonly Activation[];
const initializers = [
	"zeros",
	"ones",
	"glorot_uniform",
	"glorot_normal",
	"he_uniform",
	"he_normal",
	"lecun_uniform",
	"lecun_normal",
	"random_uniform",
	"random_normal",
	"truncated_normal",
] as const satisfies readonly Initializer[];

const activationName = z.enum(activations);
const initializer = z.enum(initializers);
const penalty = z.strictObject({
	l1: notNegative.default(0).describe("factor of the sum of absolute values"),
	l2: notNegative.default(0).describe("factor of the sum of squares"),
});

const dense = z
	.strictObject({
		dense: z.union([whole, z.literal("classes")]).meta({
			description: "number of units, or `classes`: as many as the data has. The last dense layer has `classes`",
			examples: [1024],
		}),
		activation: activationName.default("linear").meta({ description: "applied to the units", examples: ["sigmoid"] }),
		useBias: z.boolean().default(true).describe("adds a learned offset to each unit"),
		kernelInitializer: initializer.default("glorot_uniform").describe("first values of the weights"),
		biasInitializer: initializer.default("zeros").describe("first values of the offsets"),
		kernelRegularizer: penalty.optional().meta({ description: "added to the loss for large weights", examples: [{ l2: 0.001 }] }),
		biasRegularizer: penalty.optional().meta({ description: "added to the loss for large offsets", examples: [{ l2: 0.001 }] }),
	})
	.describe("every unit sees every value of the layer before");

const dropout = z
	.strictObject({
		dropout: rate.meta({
			description:
				"share of the values set to 0 at each training step; the others are scaled up by 1 / (1 − share), and prediction keeps all",
			examples: [0.5],
		}),
	})
	.describe("forgets values while training, against overfitting");

const flatten = z
	.union([z.literal("flatten"), z.strictObject({ flatten: z.literal(true).describe("the same as the plain word `flatten`") })])
	.describe("lays out [height, width, channels] in one row; for `pooling: none`");

const batchNorm = z
	.union([
		z.literal("batch_norm"),
		z.strictObject({
			batch_norm: z
				.union([
					z.literal(true),
					z.strictObject({
						momentum: share.default(0.99).describe("share of the moving statistics that each step keeps"),
						epsilon: positive.default(1e-3).describe("added to the variance"),
						center: z.boolean().default(true).describe("learns an offset"),
						scale: z.boolean().default(true).describe("learns a factor"),
					}),
				])
				.meta({ description: "its settings; `true`, or the plain word `batch_norm`, for the defaults", examples: [{ momentum: 0.9 }] }),
		}),
	])
	.describe("normalises each value over the batch; prediction uses the moving statistics");

const activation = z
	.strictObject({ activation: activationName.meta({ description: "applied to the layer before", examples: ["relu"] }) })
	.describe("an activation as a layer of its own");

/** By the key that tells the kind. */
export const layerKinds = { dense, dropout, flatten, batch_norm: batchNorm, activation } as const;
export const layer = z.union([dense, dropout, flatten, batchNorm, activation]);
