// Rules about early stopping: what it watches, and how soon it gives up.
import type { Rule } from "../rule.ts";

export const stoppingRules: readonly Rule[] = [
	{
		code: "STOPS_AT_ONCE",
		needs: "document",
		severities: ["note"],
		when: "early stopping with patience 0, which is Keras' default",
		effect: "the first epoch that is not better than all before it ends the fit, though held-out figures rise and fall from epoch to epoch",
		fix: "a patience of a few epochs",
		find({ job: { fit } }) {
			if (fit.earlyStopping?.patience !== 0) return null;
			return {
				severity: "note",
				message: `patience 0 ends the fit at the first epoch whose ${fit.earlyStopping.monitor} is not the best so far, and figures rise and fall from epoch to epoch`,
				fix: "set fit.earlyStopping.patience to a few epochs",
				edits: ["fit.earlyStopping.patience=3"],
				path: ["fit", "earlyStopping"],
			};
		},
	},
	{
		code: "STOPS_ON_TRAINING",
		needs: "document",
		severities: ["note"],
		when: "early stopping watches the training loss or accuracy",
		effect: "those go on improving while a head learns its images by heart: the fit does not stop, or keeps the wrong epoch",
		fix: "valLoss or valAccuracy",
		find({ job: { fit } }) {
			const { monitor } = fit.earlyStopping ?? {};
			if (monitor !== "loss" && monitor !== "accuracy") return null;
			return {
				severity: "note",
				message: `early stopping watches the ${monitor} on training images, which goes on improving while the head learns them by heart`,
				fix: `set fit.earlyStopping.monitor to ${monitor === "loss" ? "valLoss" : "valAccuracy"}`,
				edits: [`fit.earlyStopping.monitor=${monitor === "loss" ? "valLoss" : "valAccuracy"}`],
				path: ["fit", "earlyStopping", "monitor"],
			};
		},
	},
];
