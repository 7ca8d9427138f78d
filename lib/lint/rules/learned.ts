// Rules about what a run learned.
import { count, percent } from "../../report/figures.ts";
import { isSlow } from "../rates.ts";
import { type Rule, someOf } from "../rule.ts";
import { explained } from "./activations.ts";

const OVERFIT_GAP = 0.15;
/** A class with fewer held-out images may be missed by bad luck alone. */
const ENOUGH_TO_MISS = 5;

export const learnedRules: readonly Rule[] = [
	{
		code: "NOT_LEARNED",
		needs: "run",
		severities: ["error"],
		when: "the run is no better than saying always the largest class, in accuracy and in the classes' recalls, and no other finding explains it",
		effect: "the head says nothing about images",
		fix: "the learning rate first, then backbone.preprocess, then the images that were read",
		find(seen) {
			const {
				run: { data, accuracy, chance, stuck },
			} = seen;
			if (!stuck || explained(seen)) return null;
			return {
				severity: "error",
				message: `after ${data.epochs.length} ${data.epochs.length === 1 ? "epoch" : "epochs"} held-out accuracy is ${percent(accuracy)}; saying always the largest class gives ${percent(chance)}`,
				fix: isSlow(seen)
					? "raise the learning rate first: it is far below what is usual"
					: "check backbone.preprocess, try another learning rate or more epochs, and look at the images that were read",
				edits: [],
				path: ["fit"],
			};
		},
	},
	{
		code: "CONSTANT_PREDICTIONS",
		needs: "run",
		severities: ["warning"],
		when: "every held-out image is told to be of one class, though there are several",
		effect: "only the last layer's offsets have learned: which class is the most frequent",
		fix: "what SOFTMAX_INSIDE, NOT_LEARNED or a rate's finding says beside it; else a smaller learning rate",
		find({
			run: {
				data: { confusion, classes },
			},
		}) {
			const told = classes.map((_, c) => confusion.reduce((sum, row) => sum + (row[c] ?? 0), 0));
			const all = told.reduce((sum, each) => sum + each, 0);
			const only = told.indexOf(all);
			if (all === 0 || only === -1 || classes.filter(({ validation }) => validation > 0).length < 2) return null;
			return {
				severity: "warning",
				message: `all ${count(all)} held-out images are told to be ${classes[only]!.name}: the answer does not depend on the image`,
				fix: "mend what the other findings name; if there is none, try a learning rate ten times smaller",
				edits: [],
				path: ["head"],
			};
		},
	},
	{
		code: "CLASS_NEVER_FOUND",
		needs: "run",
		severities: ["warning"],
		when: `of a class with ${ENOUGH_TO_MISS} held-out images or more, not one was recognised`,
		effect: "the head does not know the class, whatever accuracy says",
		fix: "look at its images and labels; if it is small, fit.classWeight: balanced",
		find({ job, run: { data, stuck } }) {
			// A head that says always the same finds no other class: NOT_LEARNED has said so.
			if (stuck) return null;
			const missed = data.classes.filter(({ validation }, c) => validation >= ENOUGH_TO_MISS && data.confusion[c]?.[c] === 0);
			if (missed.length === 0) return null;
			return {
				severity: "warning",
				message: `not one held-out image was recognised of ${someOf(missed.map(({ name, validation }) => `${name} (0 of ${count(validation)})`))}`,
				fix: "look at its images and labels; if it is small, set fit.classWeight: balanced",
				edits: job.fit.classWeight === null ? ["fit.classWeight=balanced"] : [],
				path: ["data", "train"],
			};
		},
	},
	{
		code: "OVERFIT",
		needs: "run",
		severities: ["note"],
		when: `more than ${percent(OVERFIT_GAP)} better on training images than on held-out ones`,
		effect: "the head has learned its images by heart",
		fix: "more dropout, fewer units, an L2 penalty, more images, or early stopping",
		find({ run: { kept, accuracy } }) {
			if (kept === undefined || !(kept.accuracy - accuracy > OVERFIT_GAP)) return null;
			return {
				severity: "note",
				message: `${percent(kept.accuracy)} on training images against ${percent(accuracy)} on held-out ones`,
				fix: "more dropout, fewer units, an L2 penalty, more images, or fit.earlyStopping",
				edits: [],
				path: ["head"],
			};
		},
	},
];
