// Rules about the images: classes, labels, copies, what was skipped, and how much the held-out ones can tell.
import { count, percent } from "../figures.ts";
import { interval } from "./learned.ts";
import { finding, type Rule, someOf } from "./rule.ts";

const IMBALANCE = 5;
/** Half the width of the 95 % interval: with less than this, ten points between two runs may be luck. */
const UNSURE_BY = 0.1;

export const dataRules: readonly Rule[] = [
	function unevenClasses({ data, job }) {
		const present = data.classes.filter(({ train }) => train > 0);
		if (present.length === 0 || job.fit.classWeight !== null) return null;
		const largest = present.reduce((a, b) => (b.train > a.train ? b : a));
		const smallest = present.reduce((a, b) => (b.train < a.train ? b : a));
		const ratio = largest.train / smallest.train;
		if (ratio < IMBALANCE) return null;
		return finding(
			"UNEVEN_CLASSES",
			"note",
			`${largest.name} has ${ratio.toFixed(1)} times the training images of ${smallest.name} (${count(largest.train)} and ${count(smallest.train)})`,
			"set fit.classWeight: balanced",
			["fit", "classWeight"],
		);
	},
	function classWithoutValidation({ data, job }) {
		const without = data.classes.filter(({ validation }) => validation === 0).map(({ name }) => name);
		if (without.length === 0) return null;
		return finding(
			"CLASS_NOT_HELD_OUT",
			"warning",
			`no image of ${someOf(without)} is held out, so nothing is known of how well ${without.length === 1 ? "it is" : "they are"} told apart`,
			"path" in job.data.validation
				? "put images of it into data.validation.path"
				: "give more images of it, or raise data.validation.split",
			["data", "validation"],
		);
	},
	function fewHeldOut({ data, accuracy }) {
		const range = interval(accuracy, data.images.validation);
		if (range === null || (range[1] - range[0]) / 2 <= UNSURE_BY) return null;
		return finding(
			"FEW_HELD_OUT",
			"note",
			`${count(data.images.validation)} held-out images are few: ${percent(accuracy)} on them means anything from ${percent(range[0])} to ${percent(range[1])} (95 % interval)`,
			"hold more images out, or compare runs over several seeds",
			["data", "validation"],
		);
	},
	function twoLabels({ data }) {
		if (data.labelConflicts === 0) return null;
		const one = data.labelConflicts === 1;
		return finding(
			"TWO_LABELS",
			"warning",
			`${count(data.labelConflicts)} ${one ? "image stands" : "images stand"} under more than one label: ${one ? "it" : "each"} can only be learned wrong under one of them`,
			"remove the wrong copies",
			["data", "train"],
		);
	},
	function duplicates({ data, job }) {
		if (data.duplicates === 0) return null;
		const one = data.duplicates === 1;
		const apart = "path" in job.data.validation;
		return finding(
			"DUPLICATE_IMAGES",
			apart ? "warning" : "note",
			`${count(data.duplicates)} ${one ? "file has" : "files have"} the bytes of another: such an image counts more than once${apart ? ", and a copy among the held-out images makes their figures too good" : ""}`,
			apart ? "remove the copies, above all those that stand in both folders" : "remove the copies",
			["data", apart ? "validation" : "train"],
		);
	},
	function skipped({ data }) {
		const codes = Object.entries(data.images.skipped);
		if (codes.length === 0) return null;
		return finding(
			"IMAGES_SKIPPED",
			"note",
			`${codes.map(([code, number]) => `${count(number)} ${code}`).join(", ")} of ${count(data.images.total)} files gave no image`,
			"the list is below and in report.json; docs/images.md says what each code means",
			["data", "train"],
		);
	},
];
