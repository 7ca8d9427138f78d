import { z } from "zod";
import { augment } from "./augment.ts";
import type { EngineChoice, FrozenSection, Interpolation, Loss, Pooling, Preprocess } from "./document.ts";
import { layer } from "./layers.ts";
import { optimizer, schedule } from "./optimizers.ts";
import { notNegative, positive, share, whole } from "./ranges.ts";

/**
 * What people may write in a job document: the single source of validation, of the JSON Schema for editors and of docs/job.md.
 * Objects are strict: an unknown key is an error, never ignored (F9). Defaults are Keras 3's where Keras has the setting.
 */
const CATALOGUE_NAMES = ["vgg16", "vgg19", "resnet50", "mobilenet", "mobilenet_v2", "squeezenet", "scattering"] as const;
const losses = ["categorical_crossentropy", "binary_crossentropy", "mse"] as const satisfies readonly Loss[];
const interpolations = [
	"nearest",
	"bilinear",
	"bicubic",
	"lanczos",
	"box",
	"hamming",
	"tf-bilinear",
] as const satisfies readonly Interpolation[];
const poolings = ["avg", "max", "none"] as const satisfies readonly Pooling[];
const preprocesses = ["caffe", "tf", "torch", "unit", "none"] as const satisfies readonly Preprocess[];
const frozenBackbones = ["trainer", "extractors"] as const satisfies readonly FrozenSection["backbone"][];
const engines = [
	"onnx",
	"onnx-cuda",
	"onnx-cuda-tf32",
	"onnx-cuda-fp16",
	"onnx-webgpu",
	"tfjs",
	"tfjs-node-gpu",
	"tfjs-node",
	"tfjs-wasm",
	"any",
] as const satisfies readonly EngineChoice[];
const text = z.string().min(1);

const data = z.strictObject({
	train: text.meta({
		description:
			"a folder with one folder per class, or a `.csv` or `.jsonl` manifest with `path`, `label` and maybe `split` (`train` or `validation`) on each line. Relative paths count from the document, those in a manifest from the manifest. `s3://bucket/prefix`, one folder per class below it, is read in place from the S3 service that is configured",
		examples: ["./flowers"],
	}),
	validation: z
		.union([
			z
				.strictObject({
					split: share.meta({
						description:
							"share held out. An image's own digest and the seed decide, so the split stays the same when images are added, and equal images fall on one side",
						examples: [0.2],
					}),
				})
				.describe("a share of the training images"),
			z
				.strictObject({ path: text.meta({ description: "folder or manifest of validation images", examples: ["./flowers-held-out"] }) })
				.describe("images of their own"),
			text,
		])
		.prefault({ split: 0.2 })
		.describe("where validation images come from: a share of the training images, or a path of their own"),
	maxSkipRatio: z.number().min(0).max(1).default(0.5).describe("a larger share of skipped images ends the job with exit code 3"),
	maxPixels: whole.default(50_000_000).describe("images with more pixels are skipped without being decoded (TOO_MANY_PIXELS)"),
});

const backbone = z.strictObject({
	name: z
		.enum(CATALOGUE_NAMES)
		.optional()
		.meta({ description: "a row of the catalogue. Either this or `file`", examples: ["vgg16"] }),
	file: text.optional().meta({
		description: "a whole model instead of a name: Keras `.h5` or `.keras`, TF.js `model.json`, or `.onnx`",
		examples: ["./model.keras"],
	}),
	weights: text.optional().meta({
		description: "`imagenet` (the default with a name), `random`, or a weights file for the named network",
		examples: ["imagenet"],
	}),
	sha256: z
		.string()
		.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")
		.optional()
		.meta({
			description: "digest that the weights or model file must have",
			examples: ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
		}),
	alpha: positive.default(1).meta({ description: "width of the MobileNets, as a share of the full one", examples: [0.35] }),
	size: z
		.union([whole, z.tuple([whole, whole])])
		.optional()
		.meta({ description: "input in pixels, or [height, width]. Without it: 224; 227 for squeezenet, 64 for scattering", examples: [224] }),
	cut: text
		.optional()
		.meta({ description: "layer whose output is the feature. Without it: the last before the top", examples: ["block5_pool"] }),
	pooling: z.enum(poolings).default("avg").describe("makes one value of each channel, or with `none` keeps [height, width, channels]"),
	preprocess: z
		.enum(preprocesses)
		.optional()
		.meta({
			description:
				"what happens to pixels before the first layer; `unit` is Keras' rescale=1/255. Without it: what belongs to the weights; a model file that has no row in the catalogue needs it",
			examples: ["caffe"],
		}),
	interpolation: z
		.enum(interpolations)
		.default("bilinear")
		.describe("how images are resized: Pillow's filters, or `tf-bilinear`, TensorFlow's without antialiasing"),
	fit: z
		.enum(["stretch", "crop"])
		.default("stretch")
		.describe("how another aspect ratio meets the size: stretched to it, or covering it and cropped to the centre"),
});

const extract = z.strictObject({
	shard: z.int().min(1).max(1024).default(64).describe("images per shard: the unit of work, of retry and of what a crash can cost"),
});

const frozen = z.strictObject({
	backbone: z
		.enum(frozenBackbones)
		.default("trainer")
		.describe(
			"where the backbone runs with `way: frozen`: `trainer`, beside the head in one machine; `extractors`, on all of them, each pass in shards ahead of the fit. The head is the same, bit for bit",
		),
});

const earlyStopping = z.strictObject({
	monitor: z.enum(["loss", "accuracy", "valLoss", "valAccuracy"]).default("valLoss").describe("the figure that should improve"),
	patience: z
		.int()
		.min(0)
		.default(0)
		.meta({ description: "epochs without improvement before it ends", examples: [3] }),
	minDelta: notNegative.default(0).describe("a smaller change is no improvement"),
	restoreBest: z.boolean().default(false).describe("the weights of the best epoch are the result, not those of the last"),
});

const fit = z.strictObject({
	loss: z.enum(losses).default("categorical_crossentropy").describe("what is made small"),
	optimizer: optimizer.meta({ description: "a name, or a name with its settings", examples: [{ name: "adam", learningRate: 0.001 }] }),
	schedule: schedule.meta({
		description: "how the learning rate changes over the steps",
		examples: [{ kind: "cosine", decaySteps: 1000 }],
	}),
	epochs: whole.default(10).describe("times over the data, or stretches of `steps` batches"),
	batch: whole.default(32).describe("images per step; the last batch of a pass may be smaller"),
	steps: whole.optional().meta({
		description:
			"batches per epoch as `fit_generator` counts them: the next ones of an endless shuffled stream. Without it: one pass over the data",
		examples: [100],
	}),
	validationSteps: whole
		.optional()
		.meta({ description: "validation batches per epoch, the next ones each time. Without it: all", examples: [50] }),
	classWeight: z
		.union([z.literal("balanced"), z.record(z.string(), positive)])
		.optional()
		.meta({
			description: "factor of each class in the loss, by class name (1 where none is given), or `balanced`: the rarer, the heavier",
			examples: ["balanced"],
		}),
	earlyStopping: earlyStopping
		.optional()
		.meta({ description: "ends the fit when nothing improves any more", examples: [{ monitor: "valLoss", patience: 3 }] }),
	seed: z
		.int()
		.min(0)
		.max(2 ** 31 - 1)
		.default(0)
		.meta({ description: "of every random choice: split, order, dropout, first weights. Same job, same seed, same result", examples: [7] }),
});

export const jobSchema = z.strictObject({
	version: z.literal(1).describe("of this format"),
	name: z
		.string()
		.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "letters, digits, ., _ and -, at most 63")
		.meta({ description: "part of the job's id: letters, digits, `.`, `_` and `-`", examples: ["flowers"] }),
	data: data.describe("images in"),
	backbone: backbone.describe("the frozen part"),
	augment: augment.optional().meta({
		description:
			"random changes of training images, never of held-out ones (docs/augmentation.md). Names and meanings are those of Keras' ImageDataGenerator",
		examples: [{ rotation: 20, widthShift: 0.1, flip: "horizontal" }],
	}),
	way: z
		.enum(["features", "frozen"])
		.default("features")
		.describe("`features`: the backbone runs once over the images, its features are kept; `frozen`: it runs in every batch of every epoch"),
	views: whole
		.max(1024)
		.optional()
		.meta({
			description:
				"with `augment`: how many views of each training image there are, which the passes over the data take in turn. The features way keeps them, and needs the number. Without it the frozen way makes a new one for every pass",
			examples: [8],
		}),
	extract: extract.prefault({}).meta({ description: "how features are computed", examples: [{ shard: 32 }] }),
	frozen: frozen
		.prefault({})
		.meta({ description: "how the frozen way runs; the features way leaves it aside", examples: [{ backbone: "extractors" }] }),
	engine: z
		.enum(engines)
		.default("onnx")
		.describe(
			"what computes: ONNX Runtime or TensorFlow.js, and where (docs/engines.md). `tfjs` is the fastest of its kinds that is installed. Features of one engine are never taken for another's; with `any` each extractor uses what it has, and rows agree to 1e-4 of the largest value",
		),
	head: z
		.array(layer)
		.min(1)
		.meta({
			description: "the part that learns: layers in their order",
			examples: [[{ dropout: 0.5 }, { dense: "classes", activation: "softmax" }]],
		}),
	fit: fit.describe("how the head is trained"),
});

export type WrittenJob = z.output<typeof jobSchema>;

/** The same for editors and for messages. */
export function jobJsonSchema(): z.core.JSONSchema.BaseSchema {
	return { $id: "https://frostline.dev/job.schema.json", title: "Frostline job", ...z.toJSONSchema(jobSchema, { io: "input" }) };
}
