import type { HeadLayer, Job } from "../job/document.ts";
import type { Finding, ReportData } from "./data.ts";
import { count, percent } from "./figures.ts";

/** What one rule sees: the finished run and the document that it came from. */
interface Seen {
	readonly data: ReportData;
	readonly job: Job;
	/** Held-out accuracy of the kept epoch. */
	readonly accuracy: number;
	/** Share of the largest class among held-out images: what a head reaches that always says the same. */
	readonly chance: number;
}

type Rule = (seen: Seen) => Finding | null;

/** A held-out accuracy up to this many times chance has learned next to nothing. */
const CHANCE_FACTOR = 1.25;
const OVERFIT_GAP = 0.15;
const IMBALANCE = 5;

const rules: readonly Rule[] = [
	function softmaxInside({ job, accuracy, chance }) {
		const at = job.head.slice(0, -1).findIndex((layer) => activationOf(layer) === "softmax" || activationOf(layer) === "log_softmax");
		if (at === -1) return null;
		const stuck = accuracy <= chance * CHANCE_FACTOR;
		return finding(
			"SOFTMAX_INSIDE",
			stuck ? "error" : "warning",
			`a hidden layer ends in softmax: its outputs share a sum of 1, so each is about one over its width and hardly differs between images${stuck ? `; held-out accuracy stayed at ${percent(accuracy)}, and saying always the largest class gives ${percent(chance)}` : ""}`,
			"use relu or sigmoid in hidden layers; softmax belongs to the last one",
			["head", at],
		);
	},
	function noBetterThanChance({ data, job, accuracy, chance }) {
		const saturated = job.head.slice(0, -1).some((layer) => activationOf(layer) === "softmax");
		if (saturated || !(accuracy <= chance * CHANCE_FACTOR)) return null;
		return finding(
			"NOT_LEARNED",
			"error",
			`after ${data.epochs.length} epochs held-out accuracy is ${percent(accuracy)}; saying always the largest class gives ${percent(chance)}`,
			"check backbone.preprocess, try another learning rate, and look at the images that were read",
			["fit"],
		);
	},
	function slowRate({ job }) {
		const { optimizer } = job.fit;
		if (optimizer.name !== "adadelta" || optimizer.learningRate >= 0.1) return null;
		return finding(
			"ADADELTA_RATE",
			"warning",
			`Adadelta with learning rate ${optimizer.learningRate} hardly moves: the paper and Keras 2 use 1.0, Keras 3 has 0.001 as its default`,
			"set fit.optimizer.learningRate to 1.0",
			["fit", "optimizer", "learningRate"],
		);
	},
	function lossAndOutput({ job, data }) {
		const last = job.head.at(-1);
		const activation = last === undefined ? undefined : activationOf(last);
		if (job.fit.loss === "categorical_crossentropy" && activation !== "softmax") {
			return finding(
				"OUTPUT_NOT_SOFTMAX",
				"warning",
				`categorical cross-entropy takes outputs as probabilities, and the last layer ends in ${activation ?? "no activation"}; they are divided by their sum, as Keras does`,
				"end the head with { dense: classes, activation: softmax }",
				["head", job.head.length - 1],
			);
		}
		if (job.fit.loss === "binary_crossentropy" && activation === "softmax" && data.classes.length > 2) {
			return finding(
				"BINARY_LOSS_MANY_CLASSES",
				"warning",
				`binary cross-entropy judges ${data.classes.length} classes one by one, and softmax lets only one of them be true: the loss looks small and learns slowly`,
				"use categorical_crossentropy",
				["fit", "loss"],
			);
		}
		return null;
	},
	function partOfAnEpoch({ job, data }) {
		if (job.fit.steps === null) return null;
		const seen = (job.fit.steps * job.fit.batch) / data.images.train;
		if (seen >= 0.5 && seen <= 2) return null;
		return finding(
			"STEPS_NOT_AN_EPOCH",
			"note",
			`fit.steps ${job.fit.steps} of ${job.fit.batch} images are ${seen.toFixed(2)} times the ${count(data.images.train)} training images: an "epoch" here is not a pass over the data`,
			`a whole pass is ${Math.ceil(data.images.train / job.fit.batch)} steps; leave fit.steps out to get it`,
			["fit", "steps"],
		);
	},
	function partOfValidation({ job, data }) {
		if (job.fit.validationSteps === null) return null;
		const looked = job.fit.validationSteps * job.fit.batch;
		if (looked >= data.images.validation) return null;
		return finding(
			"PART_OF_VALIDATION",
			"note",
			`each epoch's held-out figures come from ${count(looked)} of ${count(data.images.validation)} images, other ones each time: they jump about by that alone`,
			"leave fit.validationSteps out to look at all of them",
			["fit", "validationSteps"],
		);
	},
	function overfit({ data, accuracy }) {
		const kept = data.epochs[data.bestEpoch - 1];
		if (kept === undefined || !(kept.accuracy - accuracy > OVERFIT_GAP)) return null;
		return finding(
			"OVERFIT",
			"note",
			`${percent(kept.accuracy)} on training images against ${percent(accuracy)} on held-out ones`,
			"more dropout, fewer units, an L2 penalty, more images, or fit.earlyStopping",
			["head"],
		);
	},
	function stillLearning({ data, job }) {
		const [before, last] = data.epochs.slice(-2);
		if (before === undefined || last === undefined || data.stoppedEarly || data.epochs.length < 3) return null;
		const best = Math.max(...data.epochs.slice(0, -1).map(({ valAccuracy }) => valAccuracy));
		if (!(last.valAccuracy > best && last.valLoss < before.valLoss)) return null;
		return finding(
			"STILL_LEARNING",
			"note",
			`the last of ${data.epochs.length} epochs was the best: ${percent(last.valAccuracy)} after ${percent(best)}`,
			`raise fit.epochs (now ${job.fit.epochs}), perhaps with fit.earlyStopping`,
			["fit", "epochs"],
		);
	},
	function unevenClasses({ data, job }) {
		const counts = data.classes.map(({ train }) => train).filter((n) => n > 0);
		const ratio = Math.max(...counts) / Math.min(...counts);
		if (!(ratio >= IMBALANCE) || job.fit.classWeight !== null) return null;
		return finding(
			"UNEVEN_CLASSES",
			"note",
			`the largest class has ${ratio.toFixed(1)} times the training images of the smallest`,
			"set fit.classWeight: balanced",
			["fit", "classWeight"],
		);
	},
	function classWithoutValidation({ data }) {
		const without = data.classes.filter(({ validation }) => validation === 0).map(({ name }) => name);
		if (without.length === 0) return null;
		return finding(
			"CLASS_NOT_HELD_OUT",
			"warning",
			`no image of ${without.join(", ")} is held out, so nothing is known of how well ${without.length === 1 ? "it is" : "they are"} told apart`,
			"give more images of it, or raise data.validation.split",
			["data", "validation"],
		);
	},
	function twoLabels({ data }) {
		if (data.labelConflicts === 0) return null;
		return finding(
			"TWO_LABELS",
			"warning",
			`${count(data.labelConflicts)} ${data.labelConflicts === 1 ? "image stands" : "images stand"} under more than one label: ${data.labelConflicts === 1 ? "it" : "each"} can only be learned wrong under one of them`,
			"remove the wrong copies",
			["data", "train"],
		);
	},
	function skipped({ data }) {
		const codes = Object.entries(data.images.skipped);
		if (codes.length === 0) return null;
		return finding(
			"IMAGES_SKIPPED",
			"note",
			`${codes.map(([code, number]) => `${number} ${code}`).join(", ")} of ${count(data.images.total)} files gave no image`,
			"the list is below and in report.json; docs/images.md says what each code means",
			["data", "train"],
		);
	},
	function frozenForNothing({ data }) {
		if (data.way !== "frozen") return null;
		const times = data.forwards.frozenWay / Math.max(1, data.forwards.featuresWay);
		return finding(
			"FROZEN_COST",
			"note",
			`nothing changes the images from epoch to epoch, so the features way gives this same head with ${count(data.forwards.featuresWay)} images through the backbone instead of ${count(data.forwards.frozenWay)}: ${times.toFixed(1)} times fewer`,
			"set way: features",
			["way"],
		);
	},
];

/** What in a run deserves a word, the gravest first. Codes are stable and documented in docs/failures.md. */
export function findings(data: ReportData, job: Job): Finding[] {
	const held = data.classes.map(({ validation }) => validation);
	const seen: Seen = {
		data,
		job,
		accuracy: data.epochs[data.bestEpoch - 1]?.valAccuracy ?? Number.NaN,
		chance:
			Math.max(...held) /
			Math.max(
				1,
				held.reduce((sum, n) => sum + n, 0),
			),
	};
	const order = ["error", "warning", "note"];
	return rules
		.map((rule) => rule(seen))
		.filter((each) => each !== null)
		.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

function finding(code: string, severity: Finding["severity"], message: string, fix: string, path: readonly (string | number)[]): Finding {
	return { code, severity, message, fix, path };
}

function activationOf(layer: HeadLayer): string | undefined {
	return layer.kind === "dense" || layer.kind === "activation" ? layer.activation : undefined;
}
