// Rules about the output: whether the loss can read it.
import { endingIn, outputActivation, type Rule } from "../rule.ts";

/** Outputs that are always above 0, so that divided by their sum they are probabilities. */
const POSITIVE = ["softmax", "sigmoid", "softplus", "exponential"];
/** Outputs from 0 to 1. */
const SHARES = ["softmax", "sigmoid", "hard_sigmoid"];

export const outputRules: readonly Rule[] = [
	{
		code: "OUTPUT_NOT_SOFTMAX",
		needs: "document",
		severities: ["error", "warning"],
		when: "categorical cross-entropy on an output that is no softmax; an error where outputs may be 0 or below, unless a run learned all the same",
		effect:
			"outputs are divided by their sum, as Keras does. From sigmoids that gives shares, and training works, less well; where an output is 0 or below, the loss is cut off and nothing is learned from it",
		fix: "softmax at the end",
		find({ job, run }) {
			const activation = outputActivation(job);
			if (job.fit.loss !== "categorical_crossentropy" || activation === "softmax") return null;
			const positive = POSITIVE.includes(activation ?? "");
			const cut = positive ? "" : "; where one is 0 or below, the loss is cut off there and nothing is learned from it";
			return {
				severity: positive || (run !== null && !run.stuck) ? "warning" : "error",
				message: `categorical cross-entropy takes outputs as probabilities, and the last layer ends in ${activation ?? "no activation"}; they are divided by their sum, as Keras does${cut}`,
				fix: "end the head with { dense: classes, activation: softmax }",
				edits: endingIn(job, "softmax"),
				path: ["head", job.head.length - 1],
			};
		},
	},
	{
		code: "OUTPUT_NOT_PROBABILITY",
		needs: "document",
		severities: ["warning"],
		when: "binary cross-entropy on outputs that may lie outside 0 to 1",
		effect: "what lies outside is cut off, and nothing is learned from it",
		fix: "sigmoid at the end, or categorical cross-entropy with softmax",
		find({ job }) {
			const activation = outputActivation(job);
			if (job.fit.loss !== "binary_crossentropy" || SHARES.includes(activation ?? "")) return null;
			return {
				severity: "warning",
				message: `binary cross-entropy takes each output as a probability, and the last layer ends in ${activation ?? "no activation"}; what lies outside 0 to 1 is cut off, and nothing is learned from it`,
				fix: "end the head with { dense: classes, activation: sigmoid }",
				edits: endingIn(job, "sigmoid"),
				path: ["head", job.head.length - 1],
			};
		},
	},
	{
		code: "BINARY_LOSS_MANY_CLASSES",
		needs: "images",
		severities: ["warning"],
		when: "binary cross-entropy on a softmax of more than two classes",
		effect: "the loss is a mean over all classes, of which all but one are an easy no: it looks small, and learns slowly",
		fix: "categorical cross-entropy",
		find({ job, images: { classes } }) {
			if (job.fit.loss !== "binary_crossentropy" || classes.length <= 2 || outputActivation(job) !== "softmax") return null;
			return {
				severity: "warning",
				message: `binary cross-entropy judges ${classes.length} classes one by one, and softmax lets only one of them be true: the loss is a mean over ${classes.length} answers of which ${classes.length - 1} are an easy no, so it looks small and learns slowly`,
				fix: "use categorical_crossentropy",
				edits: ["fit.loss=categorical_crossentropy"],
				path: ["fit", "loss"],
			};
		},
	},
	{
		code: "SQUARED_LOSS",
		needs: "document",
		severities: ["note"],
		when: "the mean squared error on a softmax or sigmoid output",
		effect: "where an answer is surely wrong the output is flat, and so is this loss: just there the gradient is smallest",
		fix: "categorical cross-entropy with softmax",
		find({ job }) {
			const activation = outputActivation(job);
			if (job.fit.loss !== "mse" || !SHARES.includes(activation ?? "")) return null;
			return {
				severity: "note",
				message: `the mean squared error of a ${activation} is flat where an answer is surely wrong, so it learns least just there`,
				fix: "use categorical_crossentropy on a softmax",
				edits: ["fit.loss=categorical_crossentropy", ...(activation === "softmax" ? [] : endingIn(job, "softmax"))],
				path: ["fit", "loss"],
			};
		},
	},
];
