// Rules about augmentation: how much of its variety the kept views are.
import { count, percent } from "../figures.ts";
import { finding, type Rule } from "./rule.ts";

export const augmentRules: readonly Rule[] = [
	function oneView({ data }) {
		const { views } = data;
		if (views?.kept !== 1 || views.fresh === 1) return null;
		return finding(
			"ONE_VIEW",
			"warning",
			`one view of each training image was kept: every pass of ${count(views.fresh)} learned from the same pictures, so nothing was augmented; they were only changed`,
			"raise views, or set way: frozen and leave views out for a new one in every pass",
			["views"],
		);
	},
	function someViews({ data }) {
		const { views } = data;
		if (views === undefined || views.kept === null || views.kept === 1 || views.kept >= views.fresh || data.way === "frozen") return null;
		return finding(
			"SOME_VIEWS",
			"note",
			`${count(views.kept)} views of each training image are ${percent(views.variety)} of the variety of ${count(views.fresh)} fresh ones, as the frozen way draws them, for ${percent(views.cost)} of its images through the backbone (${count(data.forwards.featuresWay)} of ${count(data.forwards.frozenWay)})`,
			`views: ${views.fresh} is all of its variety, and the frozen way's own head`,
			["views"],
		);
	},
	function unseenViews({ data }) {
		const { views } = data;
		if (views === undefined || views.kept === null || views.kept <= views.fresh) return null;
		return finding(
			"UNSEEN_VIEWS",
			"note",
			`${count(views.kept)} views of each training image are kept, and the fit's ${count(views.fresh)} ${views.fresh === 1 ? "pass" : "passes"} over the data ${views.fresh === 1 ? "looks at one" : "look at one each"}: the others were never seen`,
			`views: ${views.fresh} is enough`,
			["views"],
		);
	},
];
