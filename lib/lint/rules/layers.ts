// Rules about layers: how they begin, how wide they are, and what they do to each other.
import { sizeOf } from "../../base/tensor.ts";
import type { HeadLayer, Job } from "../../job/document.ts";
import { count, percent } from "../../report/figures.ts";
import { type Rule, stepsOfFit, together } from "../rule.ts";

/** Kernels whose columns are all the same. */
const CONSTANT = ["zeros", "ones"];
/** Of what a layer says, less than a fifth reaches the next one. */
const HEAVY = 0.8;
/** Share of its first values that moving statistics may still hold at the end. */
const COLD = 0.1;
/** A hidden layer narrower than this share of the classes has to crowd them. */
const NARROW = 0.5;
/** Values of a flattened row, and weights for each training image, from which the head mostly learns its images by heart. */
const FLATTENED = 10_000;
const WEIGHTS_PER_IMAGE = 1_000;

export const layerRules: readonly Rule[] = [
	{
		code: "SAME_START",
		needs: "document",
		severities: ["error"],
		when: "a hidden layer's kernel begins as zeros or ones",
		effect:
			"all its units begin alike, get the same gradient and stay alike: a layer of any width is one unit; from zeros, relu never learns",
		fix: "leave kernelInitializer out: glorot_uniform draws different weights",
		find({ job: { head } }) {
			const last = head.findLastIndex(({ kind }) => kind === "dense");
			const places = head.flatMap((layer, at) =>
				at < last && layer.kind === "dense" && CONSTANT.includes(layer.kernelInitializer) ? [at] : [],
			);
			const [at] = places;
			if (at === undefined) return null;
			return {
				severity: "error",
				message: `${places.length === 1 ? "a hidden layer's weights begin" : `the weights of ${places.length} hidden layers begin`} all the same, so its units get the same gradient at every step and stay one unit`,
				fix: `leave ${together(places.map((place) => `head.${place}.kernelInitializer`))} out, or set glorot_uniform`,
				edits: places.map((place) => `head.${place}.kernelInitializer=glorot_uniform`),
				path: ["head", at, "kernelInitializer"],
			};
		},
	},
	{
		code: "HEAVY_DROPOUT",
		needs: "document",
		severities: ["warning"],
		when: `a dropout of ${HEAVY} or more`,
		effect: "training sees so little of a layer that it learns slowly and less, while prediction sees all of it",
		fix: "0.5 is the usual upper end",
		find({ job: { head } }) {
			const at = head.findIndex((layer) => layer.kind === "dropout" && layer.rate >= HEAVY);
			const layer = head[at];
			if (layer?.kind !== "dropout") return null;
			return {
				severity: "warning",
				message: `a dropout of ${layer.rate} leaves ${percent(1 - layer.rate)} of the values at each step`,
				fix: `set head.${at}.dropout to 0.5 or less`,
				edits: [`head.${at}.dropout=0.5`],
				path: ["head", at],
			};
		},
	},
	{
		code: "DROPOUT_BEFORE_BATCH_NORM",
		needs: "document",
		severities: ["note"],
		when: "batch normalisation right behind dropout",
		effect:
			"dropout makes values vary more while training than when predicting, and the moving statistics are of training: prediction then normalises by a variance that is not there (Li et al., 2018)",
		fix: "batch normalisation first, dropout behind it",
		find({ job: { head } }) {
			const at = head.findIndex((layer, place) => layer.kind === "dropout" && layer.rate > 0 && normBehind(head, place) !== null);
			const norm = at === -1 ? null : normBehind(head, at);
			const dropout = head[at];
			if (norm === null || dropout?.kind !== "dropout") return null;
			const { momentum, epsilon, center, scale } = norm.layer;
			return {
				severity: "note",
				message: `batch normalisation behind dropout keeps the variance of training, where values are dropped and the others scaled up; prediction drops none`,
				fix: `exchange head.${at} and head.${norm.at}`,
				edits: [
					`head.${at}={ batch_norm: { momentum: ${momentum}, epsilon: ${epsilon}, center: ${center}, scale: ${scale} } }`,
					`head.${norm.at}={ dropout: ${dropout.rate} }`,
				],
				path: ["head", norm.at],
			};
		},
	},
	{
		code: "BATCH_NORM_COLD",
		needs: "images",
		severities: ["warning"],
		when: `the fit is so short that moving statistics keep more than ${percent(COLD)} of the 0 and 1 that they begin with`,
		effect: "training normalises by each batch's own statistics and does well; prediction normalises by moving ones that are not there yet",
		fix: "a smaller momentum, or more steps",
		find(seen) {
			const steps = stepsOfFit(seen)!;
			const places = seen.job.head.flatMap((layer, at) =>
				layer.kind === "batch_norm" && layer.momentum ** steps > COLD ? [{ at, layer }] : [],
			);
			const [first] = places;
			if (first === undefined) return null;
			// What is left of the first values is then a tenth of the limit.
			const momentum = Math.max(0.1, Math.floor(100 * (COLD / 10) ** (1 / steps)) / 100);
			return {
				severity: "warning",
				message: `after ${count(steps)} steps the moving statistics of batch normalisation still are ${percent(first.layer.momentum ** steps)} of what they began with (momentum ${first.layer.momentum}): prediction normalises by them, training does not`,
				fix: `set momentum to ${momentum}, or train for more steps`,
				edits: places.map(
					({ at, layer: { epsilon, center, scale } }) =>
						`head.${at}={ batch_norm: { momentum: ${momentum}, epsilon: ${epsilon}, center: ${center}, scale: ${scale} } }`,
				),
				path: ["head", first.at],
			};
		},
	},
	{
		code: "NARROW_LAYER",
		needs: "images",
		severities: ["warning"],
		when: "a hidden layer has fewer units than half the classes",
		effect: "all that tells the classes apart has to pass through it",
		fix: "more units, or no such layer",
		find({ job: { head }, images: { classes } }) {
			const last = head.findLastIndex(({ kind }) => kind === "dense");
			const at = head.findIndex(
				(layer, place) => place < last && layer.kind === "dense" && layer.units !== "classes" && layer.units < NARROW * classes.length,
			);
			const layer = head[at];
			if (layer?.kind !== "dense") return null;
			return {
				severity: "warning",
				message: `a hidden layer of ${layer.units} units has to tell ${count(classes.length)} classes apart`,
				fix: `set head.${at}.dense to ${classes.length} or more`,
				edits: [`head.${at}.dense=${2 * classes.length}`],
				path: ["head", at],
			};
		},
	},
	{
		code: "HUGE_FLATTEN",
		needs: "images",
		severities: ["warning"],
		when: `rows of ${count(FLATTENED)} values or more go flattened into a dense layer with more than ${count(WEIGHTS_PER_IMAGE)} weights for each training image`,
		effect: "the head learns its images by heart, and rows, memory and time are as many times larger",
		fix: "pooling: avg, which keeps one value of each channel",
		find({ job, featureShape, images }) {
			const values = featureShape === null || featureShape.length === 1 ? 0 : sizeOf(featureShape);
			const at = job.head.findIndex(({ kind }) => kind === "dense");
			const layer = job.head[at];
			if (values < FLATTENED || layer?.kind !== "dense") return null;
			const weights = values * (layer.units === "classes" ? images.classes.length : layer.units);
			const each = weights / Math.max(1, images.images.train);
			if (each <= WEIGHTS_PER_IMAGE) return null;
			return {
				severity: "warning",
				message: `rows of [${featureShape!.join(", ")}] are ${count(values)} values, so the first dense layer has ${count(weights)} weights, ${count(Math.round(each))} for each of ${count(images.images.train)} training images`,
				fix: `set backbone.pooling to avg: rows of ${count(featureShape!.at(-1)!)} values`,
				edits: ["backbone.pooling=avg"],
				path: pathOfFlatten(job),
			};
		},
	},
];

/** The batch normalisation behind a place, with nothing but activations between. */
function normBehind(head: readonly HeadLayer[], at: number): { at: number; layer: Extract<HeadLayer, { kind: "batch_norm" }> } | null {
	const next = head.findIndex(({ kind }, place) => place > at && kind !== "activation");
	const layer = head[next];
	return layer?.kind === "batch_norm" ? { at: next, layer } : null;
}

function pathOfFlatten({ head }: Job): readonly (string | number)[] {
	const at = head.findIndex(({ kind }) => kind === "flatten");
	return at === -1 ? ["backbone", "pooling"] : ["head", at];
}
