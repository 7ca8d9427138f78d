import { flowers } from "./flowers.ts";
import { refused } from "./refusal.ts";

const LAYERS = "{ dense: 64, activation: relu }, { dropout: 0.5 }, flatten, batch_norm or { activation: relu }";
const DENSE_KEYS = "there can be dense, activation, useBias, kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer";
const relu = "{ dense: 64, activation: relu }";

refused("BAD_JOB", "layers of the head", [
	{
		what: "a misspelt layer",
		text: flowers("dropout:", "droput:"),
		at: [10, 7],
		message: `head.1.droput: unknown layer {"droput":0.5} (did you mean "dropout"?); expected ${LAYERS}`,
	},
	{
		what: "a layer in Keras' spelling",
		text: flowers("dense: 64", "Dense: 64"),
		at: [9, 7],
		message: `head.0.Dense: unknown layer {"Dense":64,"activation":"relu"} (did you mean "dense"?); expected ${LAYERS}`,
	},
	{
		what: "a misspelt plain layer",
		text: flowers("{ dropout: 0.5 }", "flaten"),
		at: [10, 5],
		message: `head.1: unknown layer "flaten" (did you mean "flatten"?); expected ${LAYERS}`,
	},
	{
		what: "a layer that is none",
		text: flowers("{ dropout: 0.5 }", "conv2d"),
		at: [10, 5],
		message: `head.1: unknown layer "conv2d"; expected ${LAYERS}`,
	},
	{
		what: "an empty entry",
		text: flowers("- { dropout: 0.5 }", "-"),
		at: [10, 4],
		message: `head.1: expected a layer: ${LAYERS}; got null`,
	},
	{
		what: "two layers in one",
		text: flowers("{ dropout: 0.5 }", "{ dropout: 0.5, dense: 3 }"),
		at: [10, 7],
		message: `head.1.dropout: the key "dropout" does not go with the others here; ${DENSE_KEYS}`,
	},
	{
		what: "an activation with settings",
		text: flowers("{ dropout: 0.5 }", "{ activation: leaky_relu, alpha: 0.1 }"),
		at: [10, 31],
		message: 'head.1.alpha: unknown key "alpha"; there can be activation',
	},
	{
		what: "a misspelt activation",
		text: flowers("activation: softmax", "activation: sofmax"),
		at: [11, 35],
		message:
			'head.2.activation: expected one of linear, relu, relu6, leaky_relu, elu, selu, gelu, sigmoid, hard_sigmoid, tanh, softmax, softplus, softsign, silu, exponential, mish, hard_silu, log_softmax, got "sofmax" (did you mean "softmax"?)',
	},
	{
		what: "a dropout of everything",
		text: flowers("dropout: 0.5", "dropout: 1"),
		at: [10, 16],
		message: "head.1.dropout: expected less than 1, got 1",
	},
	{
		what: "units that are no number",
		text: flowers("dense: 64", "dense: many"),
		at: [9, 14],
		message: 'head.0.dense: expected a number or "classes", got "many"',
	},
	{
		what: "half a unit",
		text: flowers("dense: 64", "dense: 64.5"),
		at: [9, 14],
		message: 'head.0.dense: expected a whole number or "classes", got 64.5',
	},
	{
		what: "a head without units",
		text: flowers(`  - ${relu}\n  - { dropout: 0.5 }\n  - { dense: classes, activation: softmax }\n`, "  - flatten\n"),
		at: [9, 3],
		message: "head: needs at least one dense layer; the last one is { dense: classes, … }",
	},
	{
		what: "a layer behind the classes",
		text: flowers("  - { dense: classes, activation: softmax }\n", "  - { dense: classes }\n  - { dropout: 0.5 }\n"),
		at: [12, 5],
		message: "head.3: nothing but an activation may follow the last dense layer: its units are the classes",
	},
	{
		what: "one unit for two classes",
		text: flowers("dense: classes", "dense: 1"),
		at: [11, 14],
		message: "head.2.dense: one unit cannot tell two classes apart here; write `dense: classes`",
	},
]);
