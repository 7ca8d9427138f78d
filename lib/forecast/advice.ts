import type { Way } from "../job/document.ts";
import { count, duration } from "../report/figures.ts";
import type { Forecast } from "./forecast.ts";
import type { Measured } from "./measured.ts";

/** One sentence on which way to take, from the figures alone. */
export function advice({ ways, breakEven, breakEvenNow }: Forecast, { images, cached }: Measured, way: Way, epochs: number): string {
	const features = ways[0]!;
	const frozen = ways.at(-1)!;
	const head = "both give the same head, bit for bit";
	if (cached.rows >= images.distinct)
		return `Take the features way: every feature is in the store already, so it is the ${duration(features.seconds.total)} of the fit, and the frozen way would take ${duration(frozen.seconds.total)}; ${head}.`;
	if (features.seconds.total <= frozen.seconds.total) {
		const times = frozen.seconds.total / features.seconds.total;
		const after = breakEvenNow === null ? "" : `, and is ahead after ${epochsSay(breakEvenNow)}`;
		const change = way === "frozen" ? "Set way: features: it" : "Stay with the features way: it";
		return `${change} takes ${duration(features.seconds.total)} where the frozen way takes ${duration(frozen.seconds.total)}, ${times.toFixed(1)} times as long${after}; ${head}.`;
	}
	const why =
		frozen.forwards < features.forwards
			? `in ${epochs === 1 ? "its one epoch" : `its ${epochs} epochs`} the frozen way sees only ${count(frozen.forwards)} images, fewer than the ${count(features.forwards)} there are`
			: `${epochs === 1 ? "one epoch is" : `${epochs} epochs are`} too few for stored features to pay`;
	const later =
		breakEven === null ? "" : `; from ${epochsSay(breakEven)} on, or for a second run with another head, the features way is the cheaper`;
	return `This run alone is quicker the frozen way: ${why}${later}.`;
}

export function epochsSay(epochs: number): string {
	if (epochs < 0.05) return "the start";
	return `${epochs < 10 ? epochs.toFixed(1) : String(Math.round(epochs))} ${epochs.toFixed(1) === "1.0" ? "epoch" : "epochs"}`;
}
