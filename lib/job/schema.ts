import { z } from "zod";
import type { Activation, Initializer, Interpolation, Loss, Pooling, Preprocess } from "./document.ts";

/**
 * What people may write in a job document: the single source of validation, of the JSON Schema for editors and of docs/job.md.
 * Objects are strict: an unknown key is an error, never ignored (F9). Defaults are Keras 3's where Keras has the setting.
 */
export const CATALOGUE_NAMES = ["vgg16", "vgg19", "resnet50", "mobilenet", "mobilenet_v2", "squeezenet", "scattering"] as const;
export const activations = [
	"linear", "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "sigmoid", "hard_sigmoid", "tanh", "softmax", "softplus", "softsign", "silu", "exponential", "mish", "hard_silu", "log_softmax",
] as const satisfies readonly Activation[];
export const initializers = [
	"zeros", "ones", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal", "random_uniform", "random_normal", "truncated_normal",
] as const satisfies readonly Initializer[];
const losses = ["categorical_crossentropy", "binary_crossentropy", "mse"] as const satisfies readonly Loss[];
const interpolations = ["nearest", "bilinear", "bicubic", "lanczos", "box", "hamming", "tf-bilinear"] as const satisfies readonly Interpolation[];
const poolings = ["avg", "max", "none"] as const satisfies readonly Pooling[];
const preprocesses = ["caffe", "tf", "torch", "none"] as const satisfies readonly Preprocess[];

const positive = z.number().positive();
const share = z.number().gt(0).lt(1);
const whole = z.int().min(1);
const rate = z.number().min(0).lt(1);

const penalty = z
	.strictObject({ l1: z.number().min(0).default(0).describe("factor of the sum of absolute weights"), l2: z.number().min(0).default(0).describe("factor of the sum of squared weights") })
	.describe("added to the loss");

const dense = z.strictObject({
	dense: z.union([whole, z.literal("classes")]).describe("units, or `classes`: as many as the data has"),
	activation: z.enum(activations).default("linear").describe("applied to the units"),
	useBias: z.boolean().default(true).describe("add a bias"),
	kernelInitializer: z.enum(initializers).default("glorot_uniform").describe("first values of the weights"),
	biasInitializer: z.enum(initializers).default("zeros").describe("first values of the bias"),
	kernelRegularizer: penalty.optional().describe("penalty on the weights"),
	biasRegularizer: penalty.optional().describe("penalty on the bias"),
});
const dropout = z.strictObject({ dropout: rate.describe("share of the units set to 0 at each training step; the others are scaled up") });
const flatten = z.union([z.literal("flatten"), z.strictObject({ flatten: z.literal(true) })]);
const batchNorm = z.union([
	z.literal("batch_norm"),
	z.strictObject({
		batch_norm: z.union([
			z.literal(true),
			z.strictObject({
				momentum: share.default(0.99).describe("of the moving statistics"),
				epsilon: positive.default(1e-3).describe("added to the variance"),
				center: z.boolean().default(true).describe("learn an offset"),
				scale: z.boolean().default(true).describe("learn a factor"),
			}),
		]),
	}),
]);
const activation = z.strictObject({ activation: z.enum(activations) });
/** By the key that tells the kind. */
export const layerKinds = { dense, dropout, flatten, batch_norm: batchNorm, activation } as const;

const learningRate = positive.describe("step size");
const epsilon = positive.default(1e-7).describe("keeps divisions finite");
const optimizers = [
	z.strictObject({ name: z.literal("sgd"), learningRate: learningRate.default(0.01), momentum: rate.default(0), nesterov: z.boolean().default(false) }),
	z.strictObject({ name: z.literal("adam"), learningRate: learningRate.default(0.001), beta1: rate.default(0.9), beta2: rate.default(0.999), epsilon }),
	z.strictObject({ name: z.literal("adamw"), learningRate: learningRate.default(0.001), beta1: rate.default(0.9), beta2: rate.default(0.999), epsilon, weightDecay: z.number().min(0).default(0.004) }),
	z.strictObject({ name: z.literal("rmsprop"), learningRate: learningRate.default(0.001), rho: rate.default(0.9), momentum: rate.default(0), epsilon, centered: z.boolean().default(false) }),
	z.strictObject({ name: z.literal("adagrad"), learningRate: learningRate.describe("required: 0.01 in Keras 2, 0.001 in Keras 3"), initialAccumulator: z.number().min(0).default(0.1), epsilon }),
	z.strictObject({ name: z.literal("adadelta"), learningRate: learningRate.describe("required: 1.0 in Keras 2 and in the paper, 0.001 in Keras 3, which hardly learns"), rho: rate.default(0.95), epsilon }),
] as const;
export const optimizerNames = ["sgd", "adam", "adamw", "rmsprop", "adagrad", "adadelta"] as const;
const optimizer = z.union([z.enum(optimizerNames), z.discriminatedUnion("name", optimizers)]);

const schedules = [
	z.strictObject({ kind: z.literal("constant") }),
	z.strictObject({ kind: z.literal("exponential"), decaySteps: whole, decayRate: positive, staircase: z.boolean().default(false) }),
	z.strictObject({ kind: z.literal("cosine"), decaySteps: whole, alpha: z.number().min(0).max(1).default(0), warmupSteps: z.int().min(0).default(0) }),
	z.strictObject({ kind: z.literal("inverse_time"), decaySteps: whole, decayRate: positive, staircase: z.boolean().default(false) }),
	z.strictObject({ kind: z.literal("polynomial"), decaySteps: whole, endLearningRate: z.number().min(0).default(0.0001), power: positive.default(1), cycle: z.boolean().default(false) }),
	z.strictObject({ kind: z.literal("piecewise"), boundaries: z.array(z.int().min(0)), values: z.array(positive) }),
] as const;

const data = z.strictObject({
	train: z.string().min(1).describe("folder with one folder per class, or a .csv or .jsonl manifest (path, label, optional split); relative to the document"),
	validation: z
		.union([z.strictObject({ split: share.describe("share held out, chosen by the images' own digests: it stays the same when images are added") }), z.strictObject({ path: z.string().min(1).describe("images of their own") }), z.string().min(1)])
		.prefault({ split: 0.2 })
		.describe("`{ split: 0.2 }`, or a path"),
	maxSkipRatio: z.number().min(0).max(1).default(0.5).describe("more skipped images than this share ends the job with exit code 3"),
	maxPixels: whole.default(50_000_000).describe("images with more pixels are skipped unread"),
});

const backbone = z.strictObject({
	name: z.enum(CATALOGUE_NAMES).optional().describe("of the catalogue"),
	file: z.string().min(1).optional().describe("a whole model instead: .h5, .keras, model.json or .onnx"),
	weights: z.string().min(1).optional().describe("`imagenet`, `random`, or a weights file; `imagenet` when only a name is given"),
	sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits").optional().describe("what the weights file must be"),
	alpha: positive.default(1).describe("width of the MobileNets"),
	size: z.union([whole, z.tuple([whole, whole])]).optional().describe("pixels, or [height, width]; what the backbone was made for when absent"),
	cut: z.string().min(1).optional().describe("layer whose output is the feature; the last before the top when absent"),
	pooling: z.enum(poolings).default("avg").describe("over height and width"),
	preprocess: z.enum(preprocesses).optional().describe("what belongs to the weights when absent"),
	interpolation: z.enum(interpolations).default("bilinear").describe("Pillow's filters; `tf-bilinear` is TensorFlow's"),
	fit: z.enum(["stretch", "crop"]).default("stretch").describe("how another aspect ratio meets the size"),
});

const extract = z.strictObject({ shard: z.int().min(1).max(1024).default(64).describe("images per shard: the unit of work and of retry") });

const fit = z.strictObject({
	loss: z.enum(losses).default("categorical_crossentropy").describe("what is made small"),
	optimizer: optimizer.describe("a name, or a name with its settings"),
	schedule: z.discriminatedUnion("kind", schedules).prefault({ kind: "constant" }).describe("learning rate over the steps"),
	epochs: whole.default(10).describe("times over the data"),
	batch: whole.default(32).describe("images per step"),
	steps: whole.optional().describe("batches per epoch, as fit_generator counts them; one pass over the data when absent"),
	validationSteps: whole.optional().describe("validation batches per epoch, the next ones each time; all when absent"),
	classWeight: z.union([z.literal("balanced"), z.record(z.string(), positive)]).optional().describe("factor of the loss by class name, or `balanced`"),
	earlyStopping: z
		.strictObject({
			monitor: z.enum(["loss", "accuracy", "valLoss", "valAccuracy"]).default("valLoss"),
			patience: z.int().min(0).default(0),
			minDelta: z.number().min(0).default(0),
			restoreBest: z.boolean().default(false),
		})
		.optional()
		.describe("end when nothing improves"),
	seed: z.int().min(0).max(2 ** 31 - 1).default(0).describe("of every random choice"),
});

export const jobSchema = z.strictObject({
	version: z.literal(1).describe("of this format"),
	name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "letters, digits, ., _ and -, at most 63").describe("part of the job's id"),
	data: data.describe("images in"),
	backbone: backbone.describe("the frozen part"),
	way: z.enum(["features", "frozen"]).default("features").describe("backbone once and features kept, or backbone in every batch of every epoch"),
	extract: extract.prefault({}).describe("how features are computed"),
	head: z.array(z.union([dense, dropout, flatten, batchNorm, activation])).min(1).describe("the part that learns"),
	fit: fit.describe("how the head is trained"),
});

export type WrittenJob = z.output<typeof jobSchema>;

export function jobJsonSchema(): object {
	return { $id: "https://frostline.dev/job.schema.json", title: "Frostline job", ...z.toJSONSchema(jobSchema, { io: "input" }) };
}
