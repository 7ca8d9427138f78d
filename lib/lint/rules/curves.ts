// Rules about the course of a fit: what its epochs' figures say.
import { count, percent } from "../../report/figures.ts";
import { brokenEpoch } from "../chance.ts";
import type { Rule, SeenAfterRun } from "../rule.ts";

/** Held-out accuracy jumps about by this much from epoch to epoch. */
const WORTH_KEEPING = 0.03;
/** A loss this near to the entropy of the classes is that of a head that knows their shares and nothing else. */
const NEAR_ENTROPY = 0.02;
/** A training loss this many times the lowest before it was thrown there. */
const JUMP = 2;

export const curveRules: readonly Rule[] = [
	{
		code: "LOSS_NOT_FINITE",
		needs: "run",
		severities: ["error"],
		when: "a loss became infinite or no number; where the training loss does, the job ends with the error DIVERGED",
		effect: "the weights have left the range of numbers",
		fix: "a learning rate ten times smaller; check backbone.preprocess",
		find({ job, run: { data } }) {
			const broken = brokenEpoch(data);
			if (broken === undefined) return null;
			return {
				severity: "error",
				message: `in epoch ${broken.epoch} the training loss is ${broken.loss} and the held-out loss ${broken.valLoss}: the weights have left the range of numbers`,
				fix: "a learning rate ten times smaller; check backbone.preprocess",
				edits: job.fit.schedule.kind === "piecewise" ? [] : [`fit.optimizer.learningRate=${job.fit.optimizer.learningRate / 10}`],
				path: ["fit", "optimizer", "learningRate"],
			};
		},
	},
	{
		code: "LOSS_AT_CHANCE",
		needs: "run",
		severities: ["warning"],
		when: "at the end the training loss is the entropy of the classes (ln C where they are even), within two percent",
		effect: "the outputs are the classes' shares, whatever the image: what a head says that has learned nothing else",
		fix: "what the findings beside it say",
		find(seen) {
			const { job, run } = seen;
			const last = run.data.epochs.at(-1);
			const entropy = entropyOf(seen);
			// Class weights and penalties are in the loss too, and it then has another floor.
			if (last === undefined || job.fit.loss !== "categorical_crossentropy" || job.fit.classWeight !== null || !run.stuck) return null;
			if (!(Math.abs(last.loss - entropy) <= NEAR_ENTROPY * entropy)) return null;
			const even = Math.abs(entropy - Math.log(run.data.classes.length)) < 1e-3;
			return {
				severity: "warning",
				message: `the training loss stands at ${last.loss.toFixed(3)}, and ${entropy.toFixed(3)} is ${even ? `ln ${run.data.classes.length}` : "the entropy of the classes"}: that of a head that knows how frequent each class is and nothing of the image`,
				fix: "mend what the other findings name; if there is none, try a larger learning rate",
				edits: [],
				path: ["fit"],
			};
		},
	},
	{
		code: "LOSS_JUMPED",
		needs: "run",
		severities: ["warning"],
		when: "an epoch's training loss is more than twice the lowest before it, and more than that of chance",
		effect: "an update threw the weights away from what was learned",
		fix: "a smaller learning rate, or a schedule that lowers it",
		find(seen) {
			const { job, run } = seen;
			if (brokenEpoch(run.data) !== undefined) return null;
			const { epochs } = run.data;
			const at = epochs.findIndex(({ loss }, i) => {
				const lowest = Math.min(...epochs.slice(0, i).map((epoch) => epoch.loss));
				return loss > JUMP * lowest && loss > entropyOf(seen);
			});
			const jumped = epochs[at];
			if (jumped === undefined || job.fit.loss === "mse") return null;
			const lowest = Math.min(...epochs.slice(0, at).map(({ loss }) => loss));
			return {
				severity: "warning",
				message: `in epoch ${jumped.epoch} the training loss rose to ${jumped.loss.toPrecision(4)} from ${lowest.toPrecision(4)}: an update threw the weights away from what was learned`,
				fix: "set the learning rate ten times smaller, or let fit.schedule lower it",
				edits: job.fit.schedule.kind === "piecewise" ? [] : [`fit.optimizer.learningRate=${job.fit.optimizer.learningRate / 10}`],
				path: ["fit", "optimizer", "learningRate"],
			};
		},
	},
	{
		code: "STILL_LEARNING",
		needs: "run",
		severities: ["note"],
		when: "the last epoch was the best",
		effect: "more epochs might be better still",
		fix: "more epochs, perhaps with early stopping",
		find({ job, run: { data } }) {
			const [before, last] = data.epochs.slice(-2);
			if (before === undefined || last === undefined || data.stoppedEarly || data.epochs.length < 3) return null;
			if (job.fit.validationSteps !== null) return null; // epochs that looked at other images do not compare
			const best = Math.max(...data.epochs.slice(0, -1).map(({ valAccuracy }) => valAccuracy));
			if (!(last.valAccuracy > best && last.valLoss < before.valLoss)) return null;
			return {
				severity: "note",
				message: `the last of ${count(data.epochs.length)} epochs was the best: ${percent(last.valAccuracy)} after ${percent(best)}`,
				fix: `raise fit.epochs (now ${job.fit.epochs}), perhaps with fit.earlyStopping`,
				edits: [`fit.epochs=${2 * job.fit.epochs}`],
				path: ["fit", "epochs"],
			};
		},
	},
	{
		code: "KEPT_NOT_BEST",
		needs: "run",
		severities: ["note"],
		when: `an earlier epoch did better on held-out images than the one that was kept, by more than ${percent(WORTH_KEEPING)}`,
		effect: "the model is not the best that the run had",
		fix: "early stopping with restoreBest",
		find({ job, run: { data, accuracy } }) {
			if (job.fit.earlyStopping?.restoreBest || job.fit.validationSteps !== null) return null;
			const best = data.epochs.reduce((a, b) => (b.valAccuracy > a.valAccuracy ? b : a), data.epochs[0]!);
			if (best === undefined || !(best.valAccuracy - accuracy > WORTH_KEEPING)) return null;
			return {
				severity: "note",
				message: `the kept head, of epoch ${data.bestEpoch}, reaches ${percent(accuracy)}; epoch ${best.epoch} reached ${percent(best.valAccuracy)}`,
				fix: `fit.earlyStopping: { monitor: valAccuracy, patience: ${job.fit.epochs}, restoreBest: true } runs all epochs and keeps the best`,
				edits: [`fit.earlyStopping={ monitor: valAccuracy, patience: ${job.fit.epochs}, restoreBest: true }`],
				path: ["fit", "earlyStopping"],
			};
		},
	},
];

/** The least cross-entropy of a head that says the same of every image: that of the training images' shares. */
function entropyOf({ images: { classes } }: SeenAfterRun): number {
	const all = classes.reduce((sum, { train }) => sum + train, 0);
	return -classes.reduce((sum, { train }) => (train === 0 ? sum : sum + (train / all) * Math.log(train / all)), 0);
}
