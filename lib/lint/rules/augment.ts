// Rules about augmentation: how much of its variety the kept views are.
import { count, percent } from "../../report/figures.ts";
import { type Rule, type Seen, stepsPerEpoch } from "../rule.ts";

export const augmentRules: readonly Rule[] = [
	{
		code: "ONE_VIEW",
		needs: "document",
		severities: ["warning"],
		when: "augmentation with one kept view",
		effect:
			"all passes learn from the same changed pictures: nothing is augmented, the training images are only made unlike the held-out ones",
		fix: "more views, or the frozen way without views",
		find(seen) {
			const views = viewsOf(seen);
			if (views?.kept !== 1 || views.fresh === 1) return null;
			const passes = views.fresh === null ? "every pass over the data learns" : `every pass of ${count(views.fresh)} learns`;
			return {
				severity: "warning",
				message: `one view of each training image is kept: ${passes} from the same pictures, so nothing is augmented; they are only changed`,
				fix: "raise views, or set way: frozen and leave views out for a new one in every pass",
				edits: views.fresh === null ? [] : [`views=${views.fresh}`],
				path: ["views"],
			};
		},
	},
	{
		code: "SOME_VIEWS",
		needs: "run",
		severities: ["note"],
		when: "fewer augmented views are kept than there are passes",
		effect: "part of the frozen way's variety, at part of its cost",
		fix: "as many views as there are passes are all of it",
		find({ run: { data } }) {
			const { views } = data;
			if (views === undefined || views.kept === null || views.kept === 1 || views.kept >= views.fresh || data.way === "frozen") return null;
			return {
				severity: "note",
				message: `${count(views.kept)} views of each training image are ${percent(views.variety)} of the variety of ${count(views.fresh)} fresh ones, as the frozen way draws them, for ${percent(views.cost)} of its images through the backbone (${count(data.forwards.featuresWay)} of ${count(data.forwards.frozenWay)})`,
				fix: `views: ${views.fresh} is all of its variety, and the frozen way's own head`,
				edits: [`views=${views.fresh}`],
				path: ["views"],
			};
		},
	},
	{
		code: "UNSEEN_VIEWS",
		needs: "document",
		severities: ["note"],
		when: "more augmented views are kept than there are passes to look at them",
		effect: "views are computed that no pass learns from",
		fix: "as many views as there are passes",
		find(seen) {
			const views = viewsOf(seen);
			if (views === null || views.kept === null || views.fresh === null || views.kept <= views.fresh) return null;
			const looks = views.fresh === 1 ? "pass over the data looks at one" : "passes over the data look at one each";
			return {
				severity: "note",
				message: `${count(views.kept)} views of each training image are kept, and the fit's ${count(views.fresh)} ${looks}: the others are never seen`,
				fix: `views: ${views.fresh} is enough`,
				edits: [`views=${views.fresh}`],
				path: ["views"],
			};
		},
	},
];

/** Views kept of an image (null: a fresh one in each pass), and passes over the data, where they are known. */
function viewsOf(seen: Seen): { kept: number | null; fresh: number | null } | null {
	const { job, images, run } = seen;
	if (job.augment === null) return null;
	if (run?.data.views !== undefined) return run.data.views;
	const trained = images?.images.train ?? null;
	const each = stepsPerEpoch(seen);
	if (job.fit.steps === null) return { kept: job.views, fresh: job.fit.epochs };
	return {
		kept: job.views,
		fresh: trained === null || each === null ? null : Math.max(1, Math.ceil((each * job.fit.batch * job.fit.epochs) / trained)),
	};
}
