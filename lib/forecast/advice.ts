import type { Way } from "../job/document.ts";
import { count, duration } from "../report/figures.ts";
import type { Forecast } from "./forecast.ts";

/** What the advice is about, beside the figures. */
export interface Advised {
	readonly way: Way;
	readonly epochs: number;
	/** Views of each training image that the frozen way would draw; null without augmentation. */
	readonly fresh: number | null;
	/** Whether the document says how many views there are: then either way learns from the same ones. */
	readonly counted: boolean;
}

/** Two ways whose times differ by less than this factor are told alike: a forecast is no better. */
const ALIKE = 1.25;

/** One sentence on which way to take, from the figures alone. */
export function advice({ ways, breakEven, breakEvenNow }: Forecast, { way, epochs, fresh, counted }: Advised): string {
	const features = ways[0]!;
	const frozen = ways.at(-1)!;
	const views = features.views ?? 1;
	const head =
		fresh === null || counted || views >= fresh
			? "both give the same head, bit for bit"
			: `it learns from ${views} kept ${views === 1 ? "view" : "views"} of each image, where the frozen way draws ${fresh}`;
	if (features.forwards === 0)
		return `Take the features way: every feature is in the store already, so it is the ${duration(features.seconds.total)} of the fit, and the frozen way would take ${duration(frozen.seconds.total)}; ${head}.`;
	const ratio = frozen.seconds.total / features.seconds.total;
	if (ratio < ALIKE && ratio > 1 / ALIKE)
		return `Either way takes about as long, ${duration(features.seconds.total)} and ${duration(frozen.seconds.total)}; a second run with another head needs no features any more the features way; ${head}.`;
	if (features.seconds.total <= frozen.seconds.total) {
		const after = breakEvenNow === null ? "" : `, and is ahead after ${epochsSay(breakEvenNow)}`;
		const set = fresh === null || counted ? "Set way: features" : `Set way: features and views: ${views}`;
		return `${way === "frozen" ? set : "Stay with the features way"}: it takes ${duration(features.seconds.total)} where the frozen way takes ${duration(frozen.seconds.total)}, ${ratio.toFixed(1)} times as long${after}; ${head}.`;
	}
	const why =
		frozen.forwards < features.forwards
			? `in ${epochs === 1 ? "its one epoch" : `its ${epochs} epochs`} the frozen way sends only ${count(frozen.forwards)} images through the backbone, fewer than the ${count(features.forwards)} of the features way`
			: `${epochs === 1 ? "one epoch is" : `${epochs} epochs are`} too few for stored features to pay`;
	const later =
		breakEven === null ? "" : `; from ${epochsSay(breakEven)} on, or for a second run with another head, the features way is the cheaper`;
	return `This run alone is quicker the frozen way: ${why}${later}.`;
}

export function epochsSay(epochs: number): string {
	if (epochs < 0.05) return "the start";
	return `${epochs < 10 ? epochs.toFixed(1) : String(Math.round(epochs))} ${epochs.toFixed(1) === "1.0" ? "epoch" : "epochs"}`;
}
