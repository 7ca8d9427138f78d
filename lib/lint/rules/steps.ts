// Rules about how much of the data a fit sees, and how often.
import { count, percent } from "../../report/figures.ts";
import { accuracyOf } from "../chance.ts";
import { type Rule, stepsOfFit, stepsPerEpoch } from "../rule.ts";

/** An epoch may be half a pass or two without anyone being misled by its name. */
const EPOCH_SHARE = [0.5, 2] as const;
/** Fewer updates than this rarely bring a head to its end, whatever its epochs are. */
const FEW_UPDATES = 30;

export const stepRules: readonly Rule[] = [
	{
		code: "STEPS_NOT_AN_EPOCH",
		needs: "images",
		severities: ["note"],
		when: "fit.steps is less than half a pass over the training images, or more than two",
		effect:
			"an epoch is not a pass: few steps learn from a part of the images only, many show each image several times before anyone looks",
		fix: "leave fit.steps out, or ceil(images / batch) of them",
		find({ job, images: { images }, run }) {
			if (job.fit.steps === null || images.train === 0) return null;
			const seen = (job.fit.steps * job.fit.batch) / images.train;
			if (seen >= EPOCH_SHARE[0] && seen <= EPOCH_SHARE[1]) return null;
			const passes = seen * (run?.data.epochs.length ?? job.fit.epochs);
			const whole = Math.ceil(images.train / job.fit.batch);
			return {
				severity: "note",
				message: `fit.steps ${job.fit.steps} of ${job.fit.batch} images are ${seen.toFixed(2)} times the ${count(images.train)} training images: an "epoch" here is not a pass over the data; ${passes < 1 ? `in all, only ${percent(passes)} of the images are learned from` : `in all there are ${passes.toFixed(1)} passes`}`,
				fix: `a whole pass is ${whole} steps; leave fit.steps out to get it`,
				edits: [`fit.steps=${whole}`],
				path: ["fit", "steps"],
			};
		},
	},
	{
		code: "FEW_UPDATES",
		needs: "images",
		severities: ["note"],
		when: `the whole fit has fewer than ${FEW_UPDATES} steps`,
		effect: "a head learns by steps, not by epochs: with few images or a large batch, many epochs may be few steps",
		fix: "more epochs, or a smaller batch",
		find(seen) {
			const { job, run } = seen;
			const steps = stepsOfFit(seen)!;
			if (steps >= FEW_UPDATES || run?.data.stoppedEarly) return null;
			const each = stepsPerEpoch(seen)!;
			const epochs = Math.ceil(FEW_UPDATES / each);
			return {
				severity: "note",
				message: `${job.fit.epochs} epochs of ${each} ${each === 1 ? "step" : "steps"} are ${steps} updates of the weights in all`,
				fix: `${epochs} epochs would be ${epochs * each} updates; or a smaller fit.batch than ${job.fit.batch}`,
				edits: [`fit.epochs=${epochs}`],
				path: ["fit", "epochs"],
			};
		},
	},
	{
		code: "PART_OF_VALIDATION",
		needs: "images",
		severities: ["note"],
		when: "fit.validationSteps leaves held-out images unlooked at",
		effect:
			"each epoch looks at the next batches, as fit_generator does: its figures jump about by that alone, and early stopping follows the jumps",
		fix: "leave fit.validationSteps out",
		find({ job, images: { images }, run }) {
			if (job.fit.validationSteps === null) return null;
			const looked = job.fit.validationSteps * job.fit.batch;
			if (looked >= images.validation) return null;
			const over = run === null ? "" : `; over all of them the kept head reaches ${percent(accuracyOf(run.data.confusion))}`;
			return {
				severity: "note",
				message: `each epoch's held-out figures come from ${count(looked)} of ${count(images.validation)} images, other ones each time: they jump about by that alone${over}`,
				fix: "leave fit.validationSteps out to look at all of them",
				edits: [`fit.validationSteps=${Math.ceil(images.validation / job.fit.batch)}`],
				path: ["fit", "validationSteps"],
			};
		},
	},
];
