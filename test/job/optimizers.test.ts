import { flowers, flowersWith } from "./flowers.ts";
import { refused } from "./refusal.ts";

const OPTIMIZERS = "one of sgd, adam, adamw, rmsprop, adagrad, adadelta";
const rates = "1.0 in Keras 2 and in the paper, 0.001 in Keras 3, which hardly learns";
const adam = "{ name: adam, learningRate: 0.001 }";

refused("BAD_JOB", "optimisers and schedules", [
	{
		what: "a misspelt optimiser",
		text: flowers("name: adam", "name: adm"),
		at: [13, 22],
		message: `fit.optimizer.name: expected ${OPTIMIZERS}, got "adm" (did you mean "adam"?)`,
	},
	{
		what: "a misspelt optimiser by name alone",
		text: flowers(adam, "adagard"),
		at: [13, 14],
		message: `fit.optimizer: expected ${OPTIMIZERS}, got "adagard" (did you mean "adagrad"?)`,
	},
	{
		what: "an optimiser without a name",
		text: flowers(adam, "{ learningRate: 0.1 }"),
		at: [13, 14],
		message: `fit.optimizer.name: is missing: expected ${OPTIMIZERS}`,
	},
	{
		what: "no optimiser",
		text: flowers(`  optimizer: ${adam}\n`, ""),
		at: [13, 3],
		message: "fit.optimizer: is missing: expected a name or { name: adam, learningRate: 0.001 }",
	},
	{
		what: "F9: adadelta without a learning rate",
		text: flowers(adam, "{ name: adadelta }"),
		at: [13, 14],
		message: `fit.optimizer.learningRate: is missing, and has no default, because it differs between frameworks: ${rates}`,
	},
	{
		what: "F9: adadelta by name alone",
		text: flowers(adam, "adadelta"),
		at: [13, 14],
		message: `fit.optimizer: adadelta needs a learning rate, because its default differs between frameworks: ${rates}; write { name: adadelta, learningRate: … }`,
	},
	{
		what: "F9: adagrad without a learning rate",
		text: flowers(adam, "{ name: adagrad, epsilon: 1e-7 }"),
		at: [13, 14],
		message:
			"fit.optimizer.learningRate: is missing, and has no default, because it differs between frameworks: 0.01 in Keras 2, 0.001 in Keras 3",
	},
	{
		what: "nesterov without momentum",
		text: flowers(adam, "{ name: sgd, nesterov: true }"),
		at: [13, 37],
		message: "fit.optimizer.nesterov: needs a momentum above 0",
	},
	{
		what: "a learning rate too few",
		text: flowersWith("  schedule: { kind: piecewise, boundaries: [1, 2], values: [0.1, 0.2] }"),
		at: [15, 60],
		message: "fit.schedule.values: expected one more value than boundaries (3), got 2",
	},
]);
