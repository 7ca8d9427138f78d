import { flowers, flowersWith } from "./flowers.ts";
import { FIT_KEYS, refused } from "./refusal.ts";

const TOP_KEYS = "there can be version, name, data, backbone, augment, way, views, extract, frozen, engine, head, fit";

refused("BAD_JOB", "a key that is not known is an error with a suggestion, never ignored (F9)", [
	{
		what: "a misspelt key",
		text: flowersWith("  bach: 16"),
		at: [15, 3],
		message: `fit.bach: unknown key "bach" (did you mean "batch"?); ${FIT_KEYS}`,
	},
	{
		what: "a misspelt section, once",
		text: flowers("backbone:", "bakbone:"),
		at: [5, 1],
		message: `bakbone: unknown key "bakbone" (did you mean "backbone"?); ${TOP_KEYS}`,
	},
	{
		what: "Keras' word for a key",
		text: flowersWith("  batch_size: 32"),
		at: [15, 3],
		message: `fit.batch_size: unknown key "batch_size" (did you mean "batch"?); ${FIT_KEYS}`,
	},
	{
		what: "Keras' word for a key of another section",
		text: flowersWith("  validation_split: 0.2"),
		at: [15, 3],
		message: `fit.validation_split: unknown key "validation_split" (did you mean "data.validation.split"?); ${FIT_KEYS}`,
	},
	{
		what: "what has no setting here",
		text: flowersWith("  shuffle: true"),
		at: [15, 3],
		message: `fit.shuffle: unknown key "shuffle" (training images are always shuffled, by the seed); ${FIT_KEYS}`,
	},
	{
		what: "a key in the wrong section",
		text: flowersWith("epochs: 3"),
		at: [15, 1],
		message: `epochs: unknown key "epochs" (did you mean "fit.epochs"?); ${TOP_KEYS}`,
	},
	{
		what: "lr",
		text: flowers("learningRate: 0.001", "lr: 0.1"),
		at: [13, 28],
		message: 'fit.optimizer.lr: unknown key "lr" (did you mean "learningRate"?); there can be name, learningRate, beta1, beta2, epsilon',
	},
	{
		what: "another optimiser's setting",
		text: flowers("learningRate: 0.001", "momentum: 0.9"),
		at: [13, 28],
		message:
			'fit.optimizer.momentum: the key "momentum" does not go with the others here; there can be name, learningRate, beta1, beta2, epsilon',
	},
	{
		what: "two ways to say it at once",
		text: flowers("train: ./flowers", "train: ./flowers\n  validation: { split: 0.2, path: ./v }"),
		at: [5, 29],
		message: 'data.validation.path: the key "path" does not go with the others here; there can be split',
	},
	{
		what: "a setting of no kind of layer",
		text: flowers("{ dropout: 0.5 }", "{ batch_norm: { axis: -1 } }"),
		at: [10, 21],
		message: 'head.1.batch_norm.axis: unknown key "axis"; there can be momentum, epsilon, center, scale',
	},
	{
		what: "a word that every object has",
		text: flowersWith("constructor: 1"),
		at: [15, 1],
		message: `constructor: unknown key "constructor"; ${TOP_KEYS}`,
	},
	{
		what: "__proto__",
		text: flowersWith("__proto__: { way: frozen }"),
		at: [15, 1],
		message: `__proto__: unknown key "__proto__"; ${TOP_KEYS}`,
	},
]);
