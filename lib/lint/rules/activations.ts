// Rules about activations inside the head: what keeps a gradient from the layers below, or a layer from being one.
import type { Job } from "../../job/document.ts";
import { count, percent } from "../../report/figures.ts";
import { brokenEpoch } from "../chance.ts";
import { isSlow } from "../rates.ts";
import { activationOf, hiddenWith, type Rule, type Seen, type Severity, together } from "../rule.ts";

/** log_softmax is none of them: its slopes stay large. */
const SOFTMAX = ["softmax"];
const SIGMOID = ["sigmoid", "hard_sigmoid"];
/** So many sigmoids on top of each other leave 1/64 of a gradient at most. */
const MANY_SIGMOIDS = 3;

export const activationRules: readonly Rule[] = [
	{
		code: "SOFTMAX_INSIDE",
		needs: "document",
		severities: ["error", "warning"],
		when: "a layer before the last dense one ends in softmax; a warning where a run learned all the same",
		effect:
			"its outputs share a sum of 1, so each is about one over its width whatever the image, and the gradient that comes back through it is as small: the layers below hardly learn, and accuracy stays at chance",
		fix: "relu or sigmoid in hidden layers; softmax belongs to the last layer alone",
		find(seen) {
			const { job, images } = seen;
			const places = hiddenWith(job, SOFTMAX);
			const [at] = places;
			if (at === undefined) return null;
			const width = widthAt(job, at, images?.classes.length ?? null);
			const each =
				width === null ? "each is about one over its width" : `each of ${count(width)} is about ${Number((1 / width).toPrecision(1))}`;
			return {
				severity: stuckSeverity(seen),
				message: `${places.length === 1 ? "a hidden layer ends" : `${places.length} hidden layers end`} in softmax: its outputs share a sum of 1, so at the start ${each} whatever the image, and the gradients that come back through it are as small: the layers below hardly learn${reached(seen)}`,
				fix: `set ${together(places.map((place) => `head.${place}.activation`))} to relu or sigmoid; softmax belongs to the last layer`,
				edits: places.map((place) => `head.${place}.activation=relu`),
				path: ["head", at],
			};
		},
	},
	{
		code: "SOFTMAX_TWICE",
		needs: "document",
		severities: ["error", "warning"],
		when: "the outputs go through softmax and then through another activation; an error where a run learned nothing",
		effect:
			"the second one gets values from 0 to 1 only: a softmax of a softmax gives no class more than e / (e + classes − 1), so the loss stays high and gradients small",
		fix: "leave one of the two out",
		find(seen) {
			const { job, images, run } = seen;
			const twice = softmaxTwice(job);
			if (twice === null) return null;
			const { place, then } = twice;
			const classes = images?.classes.length;
			const reach =
				then.activation === "softmax" && classes !== undefined
					? `, so it gives no class more than ${percent(Math.E / (Math.E + classes - 1))}`
					: "";
			return {
				severity: run?.stuck ? "error" : "warning",
				message: `the outputs go through softmax and then through ${then.activation}, which gets values from 0 to 1 only${reach}${reached(seen)}`,
				fix: `leave one of the two out: set head.${place}.activation to linear`,
				edits: then.activation === "softmax" ? [`head.${place}.activation=linear`] : [`head.${then.place}.activation=linear`],
				path: ["head", place],
			};
		},
	},
	{
		code: "SIGMOID_INSIDE",
		needs: "document",
		severities: ["warning"],
		when: `${MANY_SIGMOIDS} hidden layers or more end in sigmoid; after a run: some do, nothing was learned, and nothing else explains it`,
		effect: "a sigmoid's slope is at most 1/4, and near 0 where it saturates; what is left of a gradient falls with each of them",
		fix: "relu in hidden layers; or a larger learning rate and more epochs",
		find(seen) {
			const places = hiddenWith(seen.job, SIGMOID);
			const [at] = places;
			if (at === undefined) return null;
			// Such heads learn well at a fair rate, so a run that learned acquits them.
			if (seen.run === null ? places.length < MANY_SIGMOIDS : !seen.run.stuck || explained(seen) || isSlow(seen)) return null;
			const last = seen.run?.data.epochs.at(-1);
			const after =
				last === undefined
					? ""
					: `; training accuracy is ${percent(last.accuracy)} after ${last.epoch} epochs. It may be why nothing was learned`;
			return {
				severity: "warning",
				message: `${places.length === 1 ? "a hidden layer ends" : `${places.length} hidden layers end`} in sigmoid, whose slope is at most 1/4 and near 0 where it saturates: ${places.length === 1 ? "it leaves" : "together they leave"} at most ${percent(0.25 ** places.length)} of a gradient${after}`,
				fix: `try relu in ${together(places.map((place) => `head.${place}.activation`))}, or a larger learning rate and more epochs`,
				edits: places.map((place) => `head.${place}.activation=relu`),
				path: ["head", at],
			};
		},
	},
	{
		code: "LINEAR_INSIDE",
		needs: "document",
		severities: ["warning"],
		when: "a dense layer is followed by the next one with no activation between them",
		effect: "the two are one linear layer, however many units there are between them: the head can tell apart no more than without it",
		fix: "an activation for the hidden layer",
		find({ job }) {
			const places = linearInside(job);
			const [at] = places;
			if (at === undefined) return null;
			return {
				severity: "warning",
				message: `no activation stands between ${places.length === 1 ? "a dense layer" : `${places.length} dense layers`} and the next one: the two are one linear layer, whatever their units`,
				fix: `set ${together(places.map((place) => `head.${place}.activation`))} to relu, or leave ${places.length === 1 ? "the layer" : "them"} out`,
				edits: places.map((place) => `head.${place}.activation=relu`),
				path: ["head", at],
			};
		},
	},
];

/** Whether another finding says already why nothing was learned. */
export function explained({ job, run }: Seen): boolean {
	return hiddenWith(job, SOFTMAX).length > 0 || softmaxTwice(job) !== null || (run !== null && brokenEpoch(run.data) !== undefined);
}

/** A softmax among the outputs, and the activation that they go through after it. */
function softmaxTwice({ head }: Job): { place: number; then: { place: number; activation: string } } | null {
	const from = head.findLastIndex(({ kind }) => kind === "dense");
	const outputs = head.map((layer, place) => ({ place, activation: activationOf(layer) ?? "linear" })).slice(from);
	const first = outputs.findIndex(({ activation }) => activation === "softmax");
	const then = first === -1 ? undefined : outputs.slice(first + 1).find(({ activation }) => activation !== "linear");
	return then === undefined ? null : { place: outputs[first]!.place, then };
}

function linearInside({ head }: Job): number[] {
	const dense = head.flatMap((layer, at) => (layer.kind === "dense" ? [at] : []));
	return dense
		.slice(0, -1)
		.filter((at, i) => head.slice(at, dense[i + 1]).every((layer) => (activationOf(layer) ?? "linear") === "linear"));
}

/** Before a run the worst is assumed: it is what nearly every such run comes to. */
function stuckSeverity({ run }: Seen): Severity {
	return run === null || run.stuck ? "error" : "warning";
}

function reached({ run }: Seen): string {
	if (run === null) return "";
	return `; held-out accuracy ${run.stuck ? "stayed at" : "is"} ${percent(run.accuracy)}, and saying always the largest class gives ${percent(run.chance)}`;
}

/** Outputs of the layer at a place of the head; null if no dense layer before it says so. */
function widthAt({ head }: Job, at: number, classes: number | null): number | null {
	const dense = head.slice(0, at + 1).findLast((layer) => layer.kind === "dense");
	if (dense?.kind !== "dense") return null;
	return dense.units === "classes" ? classes : dense.units;
}
