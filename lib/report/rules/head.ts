// Rules about the head: its layers, its output, how it fits and what it never says.
import type { Job } from "../../job/document.ts";
import { count, percent } from "../figures.ts";
import { activationOf, finding, hiddenWith, type Rule, someOf } from "./rule.ts";

const OVERFIT_GAP = 0.15;
/** A class with fewer held-out images may be missed by bad luck alone. */
const ENOUGH_TO_MISS = 5;

const SOFTMAX = ["softmax", "log_softmax"];
const SIGMOID = ["sigmoid", "hard_sigmoid"];

export const headRules: readonly Rule[] = [
	function softmaxInside({ job, data, accuracy, chance, stuck }) {
		const places = hiddenWith(job, SOFTMAX);
		const [at] = places;
		if (at === undefined) return null;
		const width = widthAt(job, at, data.classes.length);
		const each =
			width === null ? "each is about one over its width" : `each of ${count(width)} is about ${Number((1 / width).toPrecision(1))}`;
		const seen = stuck
			? `held-out accuracy stayed at ${percent(accuracy)}, and saying always the largest class gives ${percent(chance)}`
			: `held-out accuracy is ${percent(accuracy)}`;
		return finding(
			"SOFTMAX_INSIDE",
			stuck ? "error" : "warning",
			`${places.length === 1 ? "a hidden layer ends" : `${places.length} hidden layers end`} in softmax: its outputs share a sum of 1, so ${each} whatever the image, and the gradients that come back through it are as small: the layers below hardly learn; ${seen}`,
			`set ${places.map((place) => `head.${place}.activation`).join(" and ")} to relu or sigmoid; softmax belongs to the last layer`,
			["head", at],
		);
	},
	function sigmoidInside({ job, data, stuck }) {
		const places = hiddenWith(job, SIGMOID);
		const [at] = places;
		if (at === undefined || !stuck || hiddenWith(job, SOFTMAX).length > 0) return null;
		const last = data.epochs.at(-1)?.accuracy ?? Number.NaN;
		return finding(
			"SIGMOID_INSIDE",
			"warning",
			`${places.length === 1 ? "a hidden layer ends" : `${places.length} hidden layers end`} in sigmoid, whose slope is at most 1/4 and near 0 where it saturates: at most ${percent(0.25 ** places.length)} of a gradient comes back through ${places.length === 1 ? "it" : "them"}; training accuracy is ${percent(last)} after ${data.epochs.length} epochs. It may be why nothing was learned`,
			`try relu in ${places.map((place) => `head.${place}.activation`).join(" and ")}, or a larger learning rate and more epochs`,
			["head", at],
		);
	},
	function notLearned({ data, job, accuracy, chance, stuck }) {
		// A hidden softmax explains it better.
		if (!stuck || hiddenWith(job, SOFTMAX).length > 0) return null;
		return finding(
			"NOT_LEARNED",
			"error",
			`after ${data.epochs.length} ${data.epochs.length === 1 ? "epoch" : "epochs"} held-out accuracy is ${percent(accuracy)}; saying always the largest class gives ${percent(chance)}`,
			"check backbone.preprocess, try another learning rate or more epochs, and look at the images that were read",
			["fit"],
		);
	},
	function outputNotSoftmax({ job }) {
		const last = job.head.at(-1);
		const activation = last === undefined ? undefined : activationOf(last);
		if (job.fit.loss !== "categorical_crossentropy" || activation === "softmax") return null;
		return finding(
			"OUTPUT_NOT_SOFTMAX",
			"warning",
			`categorical cross-entropy takes outputs as probabilities, and the last layer ends in ${activation ?? "no activation"}; they are divided by their sum, as Keras does`,
			"end the head with { dense: classes, activation: softmax }",
			["head", job.head.length - 1],
		);
	},
	function binaryLossManyClasses({ job, data }) {
		const last = job.head.at(-1);
		if (job.fit.loss !== "binary_crossentropy" || data.classes.length <= 2) return null;
		if (last === undefined || activationOf(last) !== "softmax") return null;
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

/** Outputs of the layer at a place of the head; null if no dense layer before it says so. */
function widthAt({ head }: Job, at: number, classes: number): number | null {
	const dense = head.slice(0, at + 1).findLast((layer) => layer.kind === "dense");
	if (dense?.kind !== "dense") return null;
	return dense.units === "classes" ? classes : dense.units;
}
