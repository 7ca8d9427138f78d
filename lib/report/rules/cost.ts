// Rules about what the run cost.
import { count } from "../figures.ts";
import { finding, type Rule } from "./rule.ts";

export const costRules: readonly Rule[] = [
	function frozenForNothing({ data }) {
		if (data.way !== "frozen" || data.views?.kept === null) return null;
		const { frozenWay, featuresWay } = data.forwards;
		const times = frozenWay / Math.max(1, featuresWay);
		if (times <= 1) return null; // few steps see fewer images than there are
		return finding(
			"FROZEN_COST",
			"note",
			`${data.views === undefined ? "nothing changes the images from epoch to epoch" : "the images change among views that can be kept"}, so the features way gives this same head with ${count(featuresWay)} images through the backbone instead of ${count(frozenWay)}: ${times.toFixed(1)} times fewer`,
			"set way: features",
			["way"],
		);
	},
];
