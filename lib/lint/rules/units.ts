// Rules about the units and weights of a head that was fitted.
import type { LayerFigures } from "../../fit/layer-figures.ts";
import { count, percent } from "../../report/figures.ts";
import { activationOf, type Rule, type SeenAfterRun, together } from "../rule.ts";

/** A layer may lose a few units to the fit without anyone missing them. */
const DEAD = 0.5;
/** Of a trained layer many values lie near the bounds; nearly all of them do in one that cannot learn any more. */
const SATURATED = 0.9;
const BOUNDED = ["sigmoid", "hard_sigmoid", "tanh"];
/** A kernel that learned has moved by a good part of its own size; one that moved less than this got next to no gradient. */
const MOVED = 0.01;
/** One that has become so many times as large was thrown about. */
const EXPLODED = 30;

export const unitRules: readonly Rule[] = [
	{
		code: "DEAD_UNITS",
		needs: "run",
		severities: ["warning"],
		when: `${percent(DEAD)} or more of a hidden layer's units say the same of every held-out image`,
		effect: "such a unit tells nothing and, where its slope is 0 there (relu), gets no gradient any more",
		fix: "a smaller learning rate; leaky_relu, which keeps a slope",
		find(seen) {
			const dead = seen.run.data.layers.filter((layer) => isHidden(layer, seen) && layer.constant >= DEAD * layer.units);
			const [first] = dead;
			if (first === undefined) return null;
			const relu = activationOf(seen.job.head[first.at]) === "relu";
			return {
				severity: "warning",
				message: `${dead.map(({ at, constant, units }) => `${count(constant)} of ${count(units)} units of head.${at}`).join(", ")} say the same of every held-out image that was looked at`,
				fix: `try a learning rate ten times smaller${relu ? `, or leaky_relu in head.${first.at}.activation` : ""}`,
				edits: relu ? dead.map(({ at }) => `head.${at}.activation=leaky_relu`) : [],
				path: ["head", first.at],
			};
		},
	},
	{
		code: "SATURATED_UNITS",
		needs: "run",
		severities: ["warning", "note"],
		when: `${percent(SATURATED)} or more of a hidden layer's sigmoids or tanhs lie within 0.01 of a bound; a warning where nothing was learned`,
		effect: "the slope there is next to 0, so the layers below get no gradient",
		fix: "a smaller learning rate, batch normalisation before the activation, or relu",
		find(seen) {
			const full = seen.run.data.layers.filter(
				(layer) =>
					isHidden(layer, seen) &&
					BOUNDED.includes(activationOf(seen.job.head[layer.at]) ?? "") &&
					layer.saturated >= SATURATED &&
					layer.constant < DEAD * layer.units,
			);
			const [first] = full;
			if (first === undefined) return null;
			return {
				severity: seen.run.stuck ? "warning" : "note",
				message: `${full.map(({ at, saturated }) => `${percent(saturated)} of the values of head.${at}`).join(", ")} lie at a bound of ${activationOf(seen.job.head[first.at])}, where its slope is next to 0`,
				fix: "try a learning rate ten times smaller, or relu",
				edits: full.map(({ at }) => `head.${at}.activation=relu`),
				path: ["head", first.at],
			};
		},
	},
	{
		code: "LAYER_NOT_MOVED",
		needs: "run",
		severities: ["warning"],
		when: `a dense layer's weights are within ${percent(MOVED)} of what they began with`,
		effect: "next to no gradient came to the layer, or the learning rate is far too small: it is as random as at the start",
		fix: "look above it: softmax or saturated units in between, or a learning rate that is too small",
		find({ run }) {
			const still = run.data.layers.filter(({ moved }) => moved !== null && moved < MOVED);
			const [first] = still;
			if (first === undefined) return null;
			return {
				severity: "warning",
				message: `in the whole fit the weights of ${together(still.map(({ at, moved }) => `head.${at} moved by ${small(moved!)}`))} of their size: ${still.length === 1 ? "it is" : "they are"} nearly as random as at the start`,
				fix: "look for softmax or sigmoid between there and the output, or raise the learning rate",
				edits: [],
				path: ["head", first.at],
			};
		},
	},
	{
		code: "WEIGHTS_EXPLODED",
		needs: "run",
		severities: ["warning"],
		when: `a dense layer's weights have become more than ${EXPLODED} times what they began with`,
		effect: "updates were larger than the weights: training is thrown about, and outputs are 0 or 1 whatever the image",
		fix: "a learning rate ten times smaller",
		find({ job, run }) {
			const thrown = run.data.layers.filter(({ moved }) => moved !== null && !(moved <= EXPLODED));
			const [first] = thrown;
			if (first === undefined) return null;
			return {
				severity: "warning",
				message: `the weights of ${together(thrown.map(({ at, moved }) => `head.${at} ${Number.isFinite(moved) ? `are ${count(Math.round(moved!))} times as far from their beginning as they were large` : "are no numbers any more"}`))}: the updates are too large`,
				fix: "set the learning rate ten times smaller",
				edits: job.fit.schedule.kind === "piecewise" ? [] : [`fit.optimizer.learningRate=${job.fit.optimizer.learningRate / 10}`],
				path: ["fit", "optimizer", "learningRate"],
			};
		},
	},
];

/** Two digits: 0.03 %, where `percent` would say 0.0 %. */
function small(share: number): string {
	return `${Number((100 * share).toPrecision(2))} %`;
}

/** Before the outputs: those have bounds of their own right. */
function isHidden({ at, units }: LayerFigures, { job }: SeenAfterRun): boolean {
	return units > 0 && at < job.head.findLastIndex(({ kind }) => kind === "dense");
}
