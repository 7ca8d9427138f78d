// Rules about the head: its layers, its output, how it fits and what it never says.
import type { Job } from "../../job/document.ts";
import { count, percent } from "../figures.ts";
import { brokenEpoch } from "./learned.ts";
import { isSlow } from "./rate.ts";
import { activationOf, finding, hiddenWith, outputActivation, type Rule, type Seen, someOf } from "./rule.ts";

const OVERFIT_GAP = 0.15;
/** A class with fewer held-out images may be missed by bad luck alone. */
const ENOUGH_TO_MISS = 5;

/** log_softmax is none of them: its slopes stay large. */
const SOFTMAX = ["softmax"];
const SIGMOID = ["sigmoid", "hard_sigmoid"];
/** Outputs that are always above 0, so that divided by their sum they are probabilities. */
const POSITIVE = ["softmax", "sigmoid", "softplus", "exponential"];
/** Outputs from 0 to 1. */
const SHARES = ["softmax", "sigmoid", "hard_sigmoid"];

export const headRules: readonly Rule[] = [
	function softmaxInside({ job, data, accuracy, chance, stuck }) {
		const places = hiddenWith(job, SOFTMAX);
		const [at] = places;
		if (at === undefined) return null;
		const classes = data.classes.length;
		const severity = stuck ? "error" : "warning";
		const seen = `held-out accuracy ${stuck ? "stayed at" : "is"} ${percent(accuracy)}, and saying always the largest class gives ${percent(chance)}`;
		const after = job.head.slice(at + 1);
		if (!after.some(({ kind }) => kind === "dense")) {
			const then = after.map(activationOf).find((activation) => activation !== "linear");
			if (then === undefined) return null;
			const reach = then === "softmax" ? `, so it gives no class more than ${percent(Math.E / (Math.E + classes - 1))}` : "";
			return finding(
				"SOFTMAX_INSIDE",
				severity,
				`the outputs go through softmax and then through ${then}, which gets values from 0 to 1 only${reach}; ${seen}`,
				`leave one of the two out: set head.${at}.activation to linear`,
				["head", at],
			);
		}
		const width = widthAt(job, at, classes);
		const each =
			width === null ? "each is about one over its width" : `each of ${count(width)} is about ${Number((1 / width).toPrecision(1))}`;
		return finding(
			"SOFTMAX_INSIDE",
			severity,
			`${places.length === 1 ? "a hidden layer ends" : `${places.length} hidden layers end`} in softmax: its outputs share a sum of 1, so at the start ${each} whatever the image, and the gradients that come back through it are as small: the layers below hardly learn; ${seen}`,
			`set ${places.map((place) => `head.${place}.activation`).join(" and ")} to relu or sigmoid; softmax belongs to the last layer`,
			["head", at],
		);
	},
	function sigmoidInside(seen) {
		const { job, data, stuck } = seen;
		const places = hiddenWith(job, SIGMOID);
		const [at] = places;
		// Such heads learn well at a fair rate, so it is named only where nothing else explains it.
		if (at === undefined || !stuck || explained(seen) || isSlow(seen)) return null;
		const last = data.epochs.at(-1)?.accuracy ?? Number.NaN;
		return finding(
			"SIGMOID_INSIDE",
			"warning",
			`${places.length === 1 ? "a hidden layer ends" : `${places.length} hidden layers end`} in sigmoid, whose slope is at most 1/4 and near 0 where it saturates: ${places.length === 1 ? "it leaves" : "together they leave"} at most ${percent(0.25 ** places.length)} of a gradient; training accuracy is ${percent(last)} after ${data.epochs.length} epochs. It may be why nothing was learned`,
			`try relu in ${places.map((place) => `head.${place}.activation`).join(" and ")}, or a larger learning rate and more epochs`,
			["head", at],
		);
	},
	function notLearned(seen) {
		const { data, accuracy, chance, stuck } = seen;
		if (!stuck || explained(seen)) return null;
		return finding(
			"NOT_LEARNED",
			"error",
			`after ${data.epochs.length} ${data.epochs.length === 1 ? "epoch" : "epochs"} held-out accuracy is ${percent(accuracy)}; saying always the largest class gives ${percent(chance)}`,
			isSlow(seen)
				? "raise the learning rate first: it is far below what is usual"
				: "check backbone.preprocess, try another learning rate or more epochs, and look at the images that were read",
			["fit"],
		);
	},
	function outputNotSoftmax({ job }) {
		const activation = outputActivation(job);
		if (job.fit.loss !== "categorical_crossentropy" || activation === "softmax") return null;
		const cut = POSITIVE.includes(activation ?? "")
			? ""
			: "; where one is 0 or below, the loss is cut off there and nothing is learned from it";
		return finding(
			"OUTPUT_NOT_SOFTMAX",
			"warning",
			`categorical cross-entropy takes outputs as probabilities, and the last layer ends in ${activation ?? "no activation"}; they are divided by their sum, as Keras does${cut}`,
			"end the head with { dense: classes, activation: softmax }",
			["head", job.head.length - 1],
		);
	},
	function outputNotProbability({ job }) {
		const activation = outputActivation(job);
		if (job.fit.loss !== "binary_crossentropy" || SHARES.includes(activation ?? "")) return null;
		return finding(
			"OUTPUT_NOT_PROBABILITY",
			"warning",
			`binary cross-entropy takes each output as a probability, and the last layer ends in ${activation ?? "no activation"}; what lies outside 0 to 1 is cut off, and nothing is learned from it`,
			"end the head with { dense: classes, activation: sigmoid }",
			["head", job.head.length - 1],
		);
	},
	function binaryLossManyClasses({ job, data }) {
		if (job.fit.loss !== "binary_crossentropy" || data.classes.length <= 2 || outputActivation(job) !== "softmax") return null;
		return finding(
			"BINARY_LOSS_MANY_CLASSES",
			"warning",
			`binary cross-entropy judges ${data.classes.length} classes one by one, and softmax lets only one of them be true: the loss is a mean over ${data.classes.length} answers of which ${data.classes.length - 1} are an easy no, so it looks small and learns slowly`,
			"use categorical_crossentropy",
			["fit", "loss"],
		);
	},
	function overfit({ kept, accuracy }) {
		if (kept === undefined || !(kept.accuracy - accuracy > OVERFIT_GAP)) return null;
		return finding(
			"OVERFIT",
			"note",
			`${percent(kept.accuracy)} on training images against ${percent(accuracy)} on held-out ones`,
			"more dropout, fewer units, an L2 penalty, more images, or fit.earlyStopping",
			["head"],
		);
	},
	function classNeverFound({ data, stuck }) {
		// A head that says always the same finds no other class: NOT_LEARNED has said so.
		if (stuck) return null;
		const missed = data.classes.filter(({ validation }, c) => validation >= ENOUGH_TO_MISS && data.confusion[c]?.[c] === 0);
		if (missed.length === 0) return null;
		return finding(
			"CLASS_NEVER_FOUND",
			"warning",
			`not one held-out image was recognised of ${someOf(missed.map(({ name, validation }) => `${name} (0 of ${count(validation)})`))}`,
			"look at its images and labels; if it is small, set fit.classWeight: balanced",
			["data", "train"],
		);
	},
];

/** Whether another error says already why nothing was learned. */
function explained({ job, data }: Seen): boolean {
	return hiddenWith(job, SOFTMAX).length > 0 || brokenEpoch(data) !== undefined;
}

/** Outputs of the layer at a place of the head; null if no dense layer before it says so. */
function widthAt({ head }: Job, at: number, classes: number): number | null {
	const dense = head.slice(0, at + 1).findLast((layer) => layer.kind === "dense");
	if (dense?.kind !== "dense") return null;
	return dense.units === "classes" ? classes : dense.units;
}
