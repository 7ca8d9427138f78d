import { flowers, flowersWith } from "./flowers.ts";
import { refused } from "./refusal.ts";

refused("BAD_JOB", "values", [
	{
		what: "a negative rate",
		text: flowers("0.001", "-0.001"),
		at: [13, 42],
		message: "fit.optimizer.learningRate: expected more than 0, got -0.001",
	},
	{
		what: "a rate that is no number",
		text: flowers("0.001", ".nan"),
		at: [13, 42],
		message: "fit.optimizer.learningRate: expected a finite number, got NaN",
	},
	{ what: "no epochs at all", text: flowers("epochs: 10", "epochs: 0"), at: [14, 11], message: "fit.epochs: expected at least 1, got 0" },
	{
		what: "half an epoch",
		text: flowers("epochs: 10", "epochs: 2.5"),
		at: [14, 11],
		message: "fit.epochs: expected a whole number, got 2.5",
	},
	{
		what: "a number in quotes",
		text: flowers("epochs: 10", 'epochs: "10"'),
		at: [14, 11],
		message: 'fit.epochs: expected a number, got "10"',
	},
	{
		what: "a key without its value",
		text: flowers("epochs: 10", "epochs:"),
		at: [14, 10],
		message: "fit.epochs: expected a number, got null",
	},
	{
		what: "a seed beyond its range",
		text: flowersWith("  seed: 1e20"),
		at: [15, 9],
		message: "fit.seed: expected at most 2147483647, got 100000000000000000000",
	},
	{ what: "another version", text: flowers("version: 1", "version: 2"), at: [1, 10], message: "version: expected 1, got 2" },
	{
		what: "a version in quotes",
		text: flowers("version: 1", 'version: "1"'),
		at: [1, 10],
		message: 'version: expected 1, got "1", which is text',
	},
	{
		what: "a name with a space",
		text: flowers("name: flowers", "name: my flowers"),
		at: [2, 7],
		message: 'name: expected letters, digits, ., _ and -, at most 63, got "my flowers"',
	},
	{
		what: "a name that leaves its folder",
		text: flowers("name: flowers", "name: ../flowers"),
		at: [2, 7],
		message: 'name: expected letters, digits, ., _ and -, at most 63, got "../flowers"',
	},
	{
		what: "a section that is text",
		text: flowers("data:\n  train: ./flowers", "data: ./flowers"),
		at: [3, 7],
		message: 'data: expected keys and values, got "./flowers"',
	},
	{
		what: "a missing section",
		text: flowers("data:\n  train: ./flowers\n", ""),
		at: [1, 1],
		message: "data: is missing: expected keys and values",
	},
	{
		what: "a missing key, at its section",
		text: flowers("train: ./flowers", "maxPixels: 5"),
		at: [4, 3],
		message: "data.train: is missing: expected text",
	},
	{
		what: "a split of more than all",
		text: flowers("train: ./flowers", "train: ./flowers\n  validation: { split: 1.2 }"),
		at: [5, 24],
		message: "data.validation.split: expected less than 1, got 1.2",
	},
	{
		what: "a split without its key",
		text: flowers("train: ./flowers", "train: ./flowers\n  validation: 0.2"),
		at: [5, 15],
		message: "data.validation: expected { split: 0.2 } or a path, got 0.2",
	},
	{
		what: "a misspelt backbone",
		text: flowers("squeezenet", "squeezent"),
		at: [6, 9],
		message:
			'backbone.name: expected one of vgg16, vgg19, resnet50, mobilenet, mobilenet_v2, squeezenet, scattering, got "squeezent" (did you mean "squeezenet"?)',
	},
	{
		what: "a size in words",
		text: flowers("size: 128", "size: 128x128"),
		at: [7, 9],
		message: 'backbone.size: expected a number of pixels or [height, width], got "128x128"',
	},
	{
		what: "a negative side",
		text: flowers("size: 128", "size: [128, -1]"),
		at: [7, 15],
		message: "backbone.size.1: expected at least 1, got -1",
	},
	{
		what: "a digest that is none",
		text: flowers("size: 128", "sha256: abc"),
		at: [7, 11],
		message: 'backbone.sha256: expected 64 hexadecimal digits, got "abc"',
	},
	{
		what: "a misspelt way",
		text: flowersWith("way: frosen"),
		at: [15, 6],
		message: 'way: expected one of features, frozen, got "frosen" (did you mean "frozen"?)',
	},
	{
		what: "a schedule of no kind",
		text: flowersWith("  schedule: { kind: cosin, decaySteps: 3 }"),
		at: [15, 21],
		message:
			'fit.schedule.kind: expected one of constant, exponential, cosine, inverse_time, polynomial, piecewise, got "cosin" (did you mean "cosine"?)',
	},
	{
		what: "a schedule by name alone",
		text: flowersWith("  schedule: cosine"),
		at: [15, 13],
		message: 'fit.schedule: expected { kind: cosine, decaySteps: 1000 } or another schedule, got "cosine"',
	},
	{
		what: "a monitor in Keras' spelling",
		text: flowersWith("  earlyStopping: { monitor: val_loss }"),
		at: [15, 29],
		message: 'fit.earlyStopping.monitor: expected one of loss, accuracy, valLoss, valAccuracy, got "val_loss" (did you mean "valLoss"?)',
	},
	{
		what: "a weight below zero",
		text: flowersWith("  classWeight: { rose: -1 }"),
		at: [15, 24],
		message: "fit.classWeight.rose: expected more than 0, got -1",
	},
	{
		what: "shards beyond what a message holds",
		text: flowersWith("extract: { shard: 5000 }"),
		at: [15, 19],
		message: "extract.shard: expected at most 1024, got 5000",
	},
	{ what: "an empty document", text: "# to be written\n", at: [1, 1], message: "the document is empty: expected keys and values" },
	{ what: "a list", text: "- 1\n- 2\n", at: [1, 1], message: "expected keys and values, got [1,2]" },
	{
		what: "a web page",
		text: "<!doctype html><p>404</p>",
		at: [1, 1],
		message: 'expected keys and values, got "<!doctype html><p>404</p>"',
	},
]);

refused("BAD_JOB", "settings that contradict each other", [
	{
		what: "neither name nor file",
		text: flowers("  name: squeezenet\n", ""),
		at: [6, 3],
		message: "backbone: needs a `name` of the catalogue or a model `file`",
	},
	{
		what: "name and file",
		text: flowers("name: squeezenet", "name: squeezenet\n  file: ./m.h5"),
		at: [7, 9],
		message: "backbone.file: a `name` and a whole model `file` contradict each other; for weights of a named backbone use `weights`",
	},
	{
		what: "weights for a formula",
		text: flowers("name: squeezenet", "name: scattering\n  weights: ./w.h5"),
		at: [7, 12],
		message: "backbone.weights: scattering has no weights: its filters are a formula",
	},
	{
		what: "imagenet weights for a file",
		text: flowers("name: squeezenet", "file: m.h5\n  weights: imagenet"),
		at: [7, 12],
		message: "backbone.weights: `imagenet` needs a `name` of the catalogue",
	},
	{
		what: "a width for a network that has one only",
		text: flowers("name: squeezenet", "name: squeezenet\n  alpha: 0.5"),
		at: [7, 10],
		message: "backbone.alpha: is the width of the networks mobilenet and mobilenet_v2; squeezenet has one width only",
	},
]);
