// Rules about the learning rate: defaults that differ between frameworks, and what a schedule makes of it.
import type { Optimizer } from "../../job/document.ts";
import { percent } from "../../report/figures.ts";
import { isHeldBack, peakRate, ratePath, ratesOfFit, shownRate, usualRates, withRate } from "../rates.ts";
import { type Rule, stepsOfFit } from "../rule.ts";

/** A rate below this share of its peak moves next to nothing. */
const STANDS = 0.01;
/** So large a part of a fit may pass at such a rate. */
const REST = 0.5;

/** Settings that Frostline fills in as Keras 3 does, and that PyTorch (torch.optim, 2.x) fills in otherwise. */
const DIFFERENT: Readonly<Partial<Record<Optimizer["name"], { key: string; keras: string; torch: string }>>> = {
	sgd: { key: "learningRate", keras: "0.01", torch: "0.001" },
	rmsprop: { key: "learningRate", keras: "0.001", torch: "0.01" },
	adamw: { key: "weightDecay", keras: "0.004", torch: "0.01" },
};

export const rateRules: readonly Rule[] = [
	{
		code: "ADADELTA_RATE",
		needs: "document",
		severities: ["warning"],
		when: "Adadelta with a learning rate below 0.1, as tf.keras and Keras 3 have it by default",
		effect: "it measures its own steps, and this factor makes them a thousand times smaller: the head hardly moves",
		fix: "1.0, as in the paper and in Keras 2",
		find(seen) {
			const { job } = seen;
			if (!isHeldBack(seen, "adadelta")) return null;
			return {
				severity: "warning",
				message: `Adadelta with learning rate ${shownRate(peakRate(seen), job)} hardly moves: the paper has none, which is 1.0, as in the original Keras; 0.001 is only the default of tf.keras and Keras 3`,
				fix: job.fit.schedule.kind === "piecewise" ? "raise fit.schedule.values to about 1.0" : "set fit.optimizer.learningRate to 1.0",
				edits: withRate(job, 1),
				path: ratePath(job),
			};
		},
	},
	{
		code: "ADAGRAD_RATE",
		needs: "document",
		severities: ["warning"],
		when: "Adagrad with a learning rate below 0.005, as Keras 3 has it by default",
		effect: "its steps only ever become smaller, so one that begins small never gets anywhere",
		fix: "0.01, as in Keras 2 and PyTorch, or more",
		find(seen) {
			const { job } = seen;
			if (!isHeldBack(seen, "adagrad")) return null;
			return {
				severity: "warning",
				message: `Adagrad with learning rate ${shownRate(peakRate(seen), job)} begins with small steps, which only become smaller; 0.001 is the default of Keras 3 alone, Keras 2 and PyTorch have 0.01`,
				fix: "set fit.optimizer.learningRate to 0.01 or more",
				edits: withRate(job, 0.01),
				path: ratePath(job),
			};
		},
	},
	{
		code: "UNLIKELY_RATE",
		needs: "document",
		severities: ["warning", "note"],
		when: "a learning rate far from what is usual with this optimiser; a note where a run learned all the same",
		effect: "too large, and the loss jumps about or leaves the range of numbers; too small, and nothing moves",
		fix: "ten times smaller or larger",
		find(seen) {
			const { job, run } = seen;
			const usual = usualRates(job);
			const rate = peakRate(seen);
			if (usual === null || (rate >= usual[0] && rate <= usual[1]) || isHeldBack(seen, job.fit.optimizer.name)) return null;
			return {
				severity: run === null || run.stuck ? "warning" : "note",
				message: `${job.fit.optimizer.name} ${run === null ? "runs" : "ran"} at learning rate ${shownRate(rate, job)}; ${usual[0]} to ${usual[1]} is usual`,
				fix: rate < usual[0] ? "try one ten times larger" : "try one ten times smaller",
				edits: withRate(job, job.fit.optimizer.name === "sgd" || job.fit.optimizer.name === "adagrad" ? 0.01 : 0.001),
				path: ratePath(job),
			};
		},
	},
	{
		code: "RATE_NOT_WRITTEN",
		needs: "document",
		severities: ["note"],
		when: "sgd or rmsprop without a learning rate, or adamw without a weight decay, in the document; Adadelta and Adagrad without one are an error",
		effect: "the default is Keras 3's, and PyTorch's is another: a run there with the same words is another run",
		fix: "write the setting",
		find({ job, wrote }) {
			const { optimizer } = job.fit;
			const differs = DIFFERENT[optimizer.name];
			if (differs === undefined || wrote(["fit", "optimizer", differs.key])) return null;
			if (differs.key === "learningRate" && job.fit.schedule.kind === "piecewise") return null; // it is not used
			const { momentum, ...others } = optimizer as Record<string, unknown>;
			const written = Object.entries({ ...others, ...(momentum === undefined ? {} : { momentum }) }).map(
				([key, value]) => `${key}: ${value}`,
			);
			return {
				severity: "note",
				message: `${optimizer.name} without a ${differs.key} takes ${differs.keras}, as in Keras; PyTorch takes ${differs.torch}`,
				fix: `write { name: ${optimizer.name}, ${differs.key}: ${differs.keras} }`,
				edits: [`fit.optimizer={ ${written.join(", ")} }`],
				path: ["fit", "optimizer"],
			};
		},
	},
	{
		code: "SCHEDULE_STANDS_STILL",
		needs: "document",
		severities: ["warning"],
		when: `more than half of the fit's steps run at less than ${percent(STANDS)} of its highest learning rate`,
		effect: "schedules count steps (batches), not epochs: after decaySteps the rate is at its end, and the rest of the fit changes nothing",
		fix: "decaySteps as many as the fit has steps",
		find(seen) {
			const { schedule } = seen.job.fit;
			const steps = stepsOfFit(seen);
			if (steps === null || schedule.kind === "constant") return null;
			const rates = ratesOfFit(seen);
			const peak = Math.max(...rates);
			const still = rates.filter((rate) => rate < STANDS * peak).length / rates.length;
			if (still <= REST) return null;
			const counted = "decaySteps" in schedule;
			return {
				severity: "warning",
				message: `of ${steps} steps ${percent(still)} run at less than ${percent(STANDS)} of the highest learning rate: ${counted ? `decaySteps: ${schedule.decaySteps} counts steps (batches), not epochs` : "the boundaries count steps (batches), not epochs"}`,
				fix: counted ? `set fit.schedule.decaySteps to ${steps}` : `spread fit.schedule.boundaries over ${steps} steps`,
				edits: counted ? [`fit.schedule.decaySteps=${steps}`] : ["fit.schedule={ kind: constant }"],
				path: ["fit", "schedule"],
			};
		},
	},
];
