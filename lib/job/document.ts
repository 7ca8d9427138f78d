/**
 * A job document after validation, with every default filled in: the one form the rest of Frostline reads.
 * `schema.ts` is the single source of what people may write; this is what comes of it.
 */
export interface Job {
	readonly version: 1;
	/** Chosen by the person; part of the job's id. */
	readonly name: string;
	readonly data: DataSection;
	readonly backbone: BackboneSection;
	/** Random changes of training images; null: none. */
	readonly augment: Augment | null;
	readonly way: Way;
	/** Views of each training image, which its passes take in turn; null: every pass has one of its own. */
	readonly views: number | null;
	readonly head: readonly HeadLayer[];
	readonly fit: FitSection;
	readonly extract: ExtractSection;
	readonly frozen: FrozenSection;
	readonly engine: EngineChoice;
}

/** Libraries that compute, each with its own last bits: rows of one are never taken for another's (docs/engines.md). */
export type EngineName =
	| "onnx"
	| "onnx-cuda"
	| "onnx-cuda-tf32"
	| "onnx-cuda-fp16"
	| "onnx-webgpu"
	| "tfjs-node-gpu"
	| "tfjs-node"
	| "tfjs-wasm";
/** `tfjs`: the fastest of its kinds that is installed where the job is planned. `any`: whatever an extractor has, within a stated tolerance. */
export type EngineChoice = EngineName | "tfjs" | "any";

export type Way = "features" | "frozen";

export interface DataSection {
	/** Folder with one folder per class, or a .csv/.jsonl manifest; absolute after resolution. */
	readonly train: string;
	/** Share of the training images held out, or a path of its own (absolute). */
	readonly validation: { readonly split: number } | { readonly path: string };
	/** More skipped images than this share of all ends the job with exit code 3. */
	readonly maxSkipRatio: number;
	/** Images with more pixels than this are skipped (TOO_MANY_PIXELS). */
	readonly maxPixels: number;
}

export type Pooling = "avg" | "max" | "none";
export type Preprocess = "caffe" | "tf" | "torch" | "unit" | "none";
/** Pillow's filters (antialiased when shrinking), or `tf-bilinear`, TensorFlow's without antialiasing. */
export type Interpolation = "nearest" | "bilinear" | "bicubic" | "lanczos" | "box" | "hamming" | "tf-bilinear";

export interface BackboneSection {
	/** Row of the catalogue, or null when `file` holds the whole architecture. */
	readonly name: string | null;
	/** Full model file (.h5, .keras, model.json, .onnx), absolute; or null. */
	readonly file: string | null;
	/** "imagenet", "random", or the absolute path of a weights file; null when `file` carries them or none are needed. */
	readonly weights: string | null;
	/** SHA-256 that the weights (or model) file must have, if the person pins it. */
	readonly sha256: string | null;
	/** Width multiplier of the MobileNets. */
	readonly alpha: number;
	/** Input [height, width] in pixels. */
	readonly size: readonly [number, number];
	/** Layer whose output is the feature; null: the last before the top. */
	readonly cut: string | null;
	readonly pooling: Pooling;
	/** null: what belongs to the weights (catalogue row); for a file without a row the document must say. */
	readonly preprocess: Preprocess | null;
	readonly interpolation: Interpolation;
	/** How another aspect ratio meets the size: stretch to it (Keras), or cover it and crop the centre. */
	readonly fit: "stretch" | "crop";
}

/** What is done outside the image when it is turned or moved (scipy.ndimage). */
export type Fill = "nearest" | "constant" | "reflect" | "wrap";

/**
 * The ranges that a view's changes are drawn from. Only what changes anything is there, so the same views have the same words; part of a space.
 * Names, units and order are ImageDataGenerator's (crop and jitter: torchvision's).
 */
export interface Augment {
	/** Share of the area, and width / height. */
	readonly crop?: { readonly scale: readonly [number, number]; readonly ratio: readonly [number, number] };
	/** Degrees. */
	readonly rotation?: number;
	/** Share of the size below 1, else pixels; or a list to choose from. */
	readonly widthShift?: number | readonly number[];
	readonly heightShift?: number | readonly number[];
	/** Degrees. */
	readonly shear?: number;
	readonly zoom?: readonly [number, number];
	readonly fill?: Fill;
	/** Grey level, with `fill: constant`. */
	readonly fillValue?: number;
	/** Grey levels. */
	readonly channelShift?: number;
	readonly flip?: "horizontal" | "vertical" | "both";
	readonly brightness?: readonly [number, number];
	readonly jitter?: { readonly brightness?: number; readonly contrast?: number; readonly saturation?: number; readonly hue?: number };
	readonly seed: number;
}

export interface ExtractSection {
	/** Samples per shard: the unit of work, of retry and of what a crash can cost. */
	readonly shard: number;
}

export interface FrozenSection {
	/** Where the backbone runs the frozen way: in the trainer's own processes, or in shards of each pass on the extractors. */
	readonly backbone: "trainer" | "extractors";
}

export type Activation =
	| "linear"
	| "relu"
	| "relu6"
	| "leaky_relu"
	| "elu"
	| "selu"
	| "gelu"
	| "sigmoid"
	| "hard_sigmoid"
	| "tanh"
	| "softmax"
	| "softplus"
	| "softsign"
	| "silu"
	| "exponential"
	| "mish"
	| "hard_silu"
	| "log_softmax";
export type Initializer =
	| "zeros"
	| "ones"
	| "glorot_uniform"
	| "glorot_normal"
	| "he_uniform"
	| "he_normal"
	| "lecun_uniform"
	| "lecun_normal"
	| "random_uniform"
	| "random_normal"
	| "truncated_normal";
export interface Penalty {
	readonly l1: number;
	readonly l2: number;
}

export type HeadLayer =
	| {
			readonly kind: "dense";
			readonly units: number | "classes";
			readonly activation: Activation;
			readonly useBias: boolean;
			readonly kernelInitializer: Initializer;
			readonly biasInitializer: Initializer;
			readonly kernelRegularizer: Penalty;
			readonly biasRegularizer: Penalty;
	  }
	| { readonly kind: "dropout"; readonly rate: number }
	| { readonly kind: "flatten" }
	| { readonly kind: "batch_norm"; readonly momentum: number; readonly epsilon: number; readonly center: boolean; readonly scale: boolean }
	| { readonly kind: "activation"; readonly activation: Activation };

export type Loss = "categorical_crossentropy" | "binary_crossentropy" | "mse";

/** Every number is present after defaults; learning rates that differ between frameworks have no default (F9). */
export type Optimizer =
	| { readonly name: "sgd"; readonly learningRate: number; readonly momentum: number; readonly nesterov: boolean }
	| { readonly name: "adam"; readonly learningRate: number; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
	| {
			readonly name: "adamw";
			readonly learningRate: number;
			readonly beta1: number;
			readonly beta2: number;
			readonly epsilon: number;
			readonly weightDecay: number;
	  }
	| {
			readonly name: "rmsprop";
			readonly learningRate: number;
			readonly rho: number;
			readonly momentum: number;
			readonly epsilon: number;
			readonly centered: boolean;
	  }
	| { readonly name: "adagrad"; readonly learningRate: number; readonly initialAccumulator: number; readonly epsilon: number }
	| { readonly name: "adadelta"; readonly learningRate: number; readonly rho: number; readonly epsilon: number };

/** Multiplies nothing: each gives the learning rate of a step from the optimiser's `learningRate` (Keras 3 schedules; `step` counts updates). */
export type Schedule =
	| { readonly kind: "constant" }
	| { readonly kind: "exponential"; readonly decaySteps: number; readonly decayRate: number; readonly staircase: boolean }
	| { readonly kind: "cosine"; readonly decaySteps: number; readonly alpha: number; readonly warmupSteps: number }
	| { readonly kind: "inverse_time"; readonly decaySteps: number; readonly decayRate: number; readonly staircase: boolean }
	| {
			readonly kind: "polynomial";
			readonly decaySteps: number;
			readonly endLearningRate: number;
			readonly power: number;
			readonly cycle: boolean;
	  }
	| { readonly kind: "piecewise"; readonly boundaries: readonly number[]; readonly values: readonly number[] };

export interface EarlyStopping {
	readonly monitor: "loss" | "accuracy" | "valLoss" | "valAccuracy";
	readonly patience: number;
	readonly minDelta: number;
	readonly restoreBest: boolean;
}

export interface FitSection {
	readonly loss: Loss;
	readonly optimizer: Optimizer;
	readonly schedule: Schedule;
	readonly epochs: number;
	readonly batch: number;
	/** Batches per epoch as `fit_generator` counts them: consecutive batches of an endless shuffled stream; null: one whole pass. */
	readonly steps: number | null;
	/** Validation batches per epoch, the next ones each epoch; null: all validation images. */
	readonly validationSteps: number | null;
	/** Weight of a class's samples in the loss, by class name; "balanced": n / (classes · n_class). null: all 1. */
	readonly classWeight: "balanced" | Readonly<Record<string, number>> | null;
	readonly earlyStopping: EarlyStopping | null;
	readonly seed: number;
}
