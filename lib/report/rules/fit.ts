// Rules about the fit: the learning rate, what an epoch was, and which epoch was kept.
import type { Job } from "../../job/document.ts";
import { count, percent } from "../figures.ts";
import { accuracyOf } from "./learned.ts";
import { finding, type Rule } from "./rule.ts";

/** Learning rates between which an optimiser is nearly always run; Adadelta has a rule of its own. */
const USUAL_RATES: Readonly<Partial<Record<Job["fit"]["optimizer"]["name"], readonly [number, number]>>> = {
	sgd: [1e-4, 1],
	adagrad: [1e-4, 1],
	adam: [1e-6, 0.03],
	adamw: [1e-6, 0.03],
	rmsprop: [1e-6, 0.03],
};
/** An epoch may be half a pass or two without anyone being misled by its name. */
const EPOCH_SHARE = [0.5, 2] as const;
/** Held-out accuracy jumps about by this much from epoch to epoch. */
const WORTH_KEEPING = 0.03;

export const fitRules: readonly Rule[] = [
	function lossNotFinite({ data }) {
		const broken = data.epochs.find(({ loss, valLoss }) => !Number.isFinite(loss) || !Number.isFinite(valLoss));
		if (broken === undefined) return null;
		return finding(
			"LOSS_NOT_FINITE",
			"error",
			`in epoch ${broken.epoch} the training loss is ${broken.loss} and the held-out loss ${broken.valLoss}: the weights have left the range of numbers`,
			"a learning rate ten times smaller; check backbone.preprocess",
			["fit", "optimizer", "learningRate"],
		);
	},
	function slowAdadelta({ job }) {
		const { optimizer } = job.fit;
		if (optimizer.name !== "adadelta" || optimizer.learningRate >= 0.1) return null;
		return finding(
			"ADADELTA_RATE",
			"warning",
			`Adadelta with learning rate ${optimizer.learningRate} hardly moves: the paper has none, which is 1.0, as in the original Keras; 0.001 is only the default of tf.keras and Keras 3`,
			"set fit.optimizer.learningRate to 1.0",
			["fit", "optimizer", "learningRate"],
		);
	},
	function unlikelyRate({ job, data, stuck }) {
		const usual = USUAL_RATES[job.fit.optimizer.name];
		// What a schedule made of it counts, not what it started from.
		const rate = Math.max(...data.epochs.map(({ learningRate }) => learningRate).filter(Number.isFinite));
		if (usual === undefined || !Number.isFinite(rate) || (rate >= usual[0] && rate <= usual[1])) return null;
		return finding(
			"UNLIKELY_RATE",
			stuck ? "warning" : "note",
			`${job.fit.optimizer.name} ran at learning rate ${Number(rate.toPrecision(4))}${job.fit.schedule.kind === "constant" ? "" : " at most"}; ${usual[0]} to ${usual[1]} is usual`,
			rate < usual[0] ? "try one ten times larger" : "try one ten times smaller",
			job.fit.schedule.kind === "constant" ? ["fit", "optimizer", "learningRate"] : ["fit", "schedule"],
		);
	},
	function partOfAnEpoch({ job, data }) {
		if (job.fit.steps === null || data.images.train === 0) return null;
		const seen = (job.fit.steps * job.fit.batch) / data.images.train;
		if (seen >= EPOCH_SHARE[0] && seen <= EPOCH_SHARE[1]) return null;
		const passes = seen * data.epochs.length;
		return finding(
			"STEPS_NOT_AN_EPOCH",
			"note",
			`fit.steps ${job.fit.steps} of ${job.fit.batch} images are ${seen.toFixed(2)} times the ${count(data.images.train)} training images: an "epoch" here is not a pass over the data; ${passes < 1 ? `in all, only ${percent(passes)} of the images were learned from` : `in all there were ${passes.toFixed(1)} passes`}`,
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
			`each epoch's held-out figures come from ${count(looked)} of ${count(data.images.validation)} images, other ones each time: they jump about by that alone; over all of them the kept head reaches ${percent(accuracyOf(data.confusion))}`,
			"leave fit.validationSteps out to look at all of them",
			["fit", "validationSteps"],
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
	function keptNotBest({ data, job, accuracy }) {
		// Partial validation looks at other images each epoch, so its epochs cannot be compared this closely.
		if (job.fit.earlyStopping?.restoreBest || job.fit.validationSteps !== null) return null;
		const best = data.epochs.reduce((a, b) => (b.valAccuracy > a.valAccuracy ? b : a), data.epochs[0]!);
		if (best === undefined || !(best.valAccuracy - accuracy > WORTH_KEEPING)) return null;
		return finding(
			"KEPT_NOT_BEST",
			"note",
			`the kept head, of epoch ${data.bestEpoch}, reaches ${percent(accuracy)}; epoch ${best.epoch} reached ${percent(best.valAccuracy)}`,
			"fit.earlyStopping with restoreBest: true keeps the best epoch",
			["fit", "earlyStopping"],
		);
	},
];
