// Rules about the fit: the learning rate, what an epoch was, and which epoch was kept.
import { count, percent } from "../figures.ts";
import { accuracyOf, brokenEpoch } from "./learned.ts";
import { isSlowAdadelta, peakRate, usualRates } from "./rate.ts";
import { finding, type Rule, type Seen } from "./rule.ts";

/** An epoch may be half a pass or two without anyone being misled by its name. */
const EPOCH_SHARE = [0.5, 2] as const;
/** Held-out accuracy jumps about by this much from epoch to epoch. */
const WORTH_KEEPING = 0.03;

export const fitRules: readonly Rule[] = [
	function lossNotFinite({ data }) {
		const broken = brokenEpoch(data);
		if (broken === undefined) return null;
		return finding(
			"LOSS_NOT_FINITE",
			"error",
			`in epoch ${broken.epoch} the training loss is ${broken.loss} and the held-out loss ${broken.valLoss}: the weights have left the range of numbers`,
			"a learning rate ten times smaller; check backbone.preprocess",
			["fit", "optimizer", "learningRate"],
		);
	},
	function slowAdadelta(seen) {
		if (!isSlowAdadelta(seen)) return null;
		const { kind } = seen.job.fit.schedule;
		return finding(
			"ADADELTA_RATE",
			"warning",
			`Adadelta with learning rate ${shownRate(peakRate(seen), kind)} hardly moves: the paper has none, which is 1.0, as in the original Keras; 0.001 is only the default of tf.keras and Keras 3`,
			kind === "piecewise" ? "raise fit.schedule.values to about 1.0" : "set fit.optimizer.learningRate to 1.0",
			ratePath(kind),
		);
	},
	function unlikelyRate(seen) {
		const { job, stuck } = seen;
		const usual = usualRates(job);
		const rate = peakRate(seen);
		if (usual === null || (rate >= usual[0] && rate <= usual[1])) return null;
		const { kind } = job.fit.schedule;
		return finding(
			"UNLIKELY_RATE",
			stuck ? "warning" : "note",
			`${job.fit.optimizer.name} ran at learning rate ${shownRate(rate, kind)}; ${usual[0]} to ${usual[1]} is usual`,
			rate < usual[0] ? "try one ten times larger" : "try one ten times smaller",
			ratePath(kind),
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
		if (job.fit.validationSteps !== null) return null; // epochs that looked at other images do not compare
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
		if (job.fit.earlyStopping?.restoreBest || job.fit.validationSteps !== null) return null;
		const best = data.epochs.reduce((a, b) => (b.valAccuracy > a.valAccuracy ? b : a), data.epochs[0]!);
		if (best === undefined || !(best.valAccuracy - accuracy > WORTH_KEEPING)) return null;
		return finding(
			"KEPT_NOT_BEST",
			"note",
			`the kept head, of epoch ${data.bestEpoch}, reaches ${percent(accuracy)}; epoch ${best.epoch} reached ${percent(best.valAccuracy)}`,
			`fit.earlyStopping: { monitor: valAccuracy, patience: ${job.fit.epochs}, restoreBest: true } runs all epochs and keeps the best`,
			["fit", "earlyStopping"],
		);
	},
];

type ScheduleKind = Seen["job"]["fit"]["schedule"]["kind"];

function shownRate(rate: number, kind: ScheduleKind): string {
	return `${Number(rate.toPrecision(4))}${kind === "constant" ? "" : " at most"}`;
}

function ratePath(kind: ScheduleKind): readonly string[] {
	return kind === "constant" ? ["fit", "optimizer", "learningRate"] : ["fit", "schedule"];
}
