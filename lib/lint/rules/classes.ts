// Rules about classes and how the images fall to them: balance, order, and how much the held-out ones can tell.
import { count, percent } from "../../report/figures.ts";
import { interval, largestShare } from "../chance.ts";
import { type Rule, type SeenImages, someOf } from "../rule.ts";

const IMBALANCE = 5;
/** With fewer held-out images, half of them right may be ten points more or less by luck (95 % interval). */
const ENOUGH_HELD_OUT = 96;
/** Of all images, more is hardly ever held out. */
const LARGEST_SPLIT = 0.5;

export const classRules: readonly Rule[] = [
	{
		code: "UNEVEN_CLASSES",
		needs: "images",
		severities: ["note"],
		when: `the largest class has ${IMBALANCE} times the training images of the smallest or more, and there are no class weights`,
		effect: "accuracy is mostly that of the large classes: a head that never finds a small one may still look good",
		fix: "fit.classWeight: balanced, and the confusion in the report instead of accuracy",
		find({ job, images: { classes } }) {
			const present = classes.filter(({ train }) => train > 0);
			if (present.length === 0 || job.fit.classWeight !== null) return null;
			const largest = present.reduce((a, b) => (b.train > a.train ? b : a));
			const smallest = present.reduce((a, b) => (b.train < a.train ? b : a));
			const ratio = largest.train / smallest.train;
			if (ratio < IMBALANCE) return null;
			const always = largestShare(classes.map(({ validation }) => validation));
			return {
				severity: "note",
				message: `${largest.name} has ${ratio.toFixed(1)} times the training images of ${smallest.name} (${count(largest.train)} and ${count(smallest.train)}): saying always the largest class is right for ${percent(always)} of the held-out images`,
				fix: "set fit.classWeight: balanced, and look at the classes one by one in the report's confusion",
				edits: ["fit.classWeight=balanced"],
				path: ["fit", "classWeight"],
			};
		},
	},
	{
		code: "CLASS_NOT_HELD_OUT",
		needs: "images",
		severities: ["warning"],
		when: "a class without held-out images",
		effect: "nothing is known of how well it is told apart",
		fix: "more images of it, a larger split, or some of it in the validation path",
		find({ job, images: { classes } }) {
			const without = classes.filter(({ validation }) => validation === 0).map(({ name }) => name);
			if (without.length === 0) return null;
			return {
				severity: "warning",
				message: `no image of ${someOf(without)} is held out, so nothing is known of how well ${without.length === 1 ? "it is" : "they are"} told apart`,
				fix:
					"path" in job.data.validation
						? "put images of it into data.validation.path"
						: "give more images of it, or raise data.validation.split",
				edits: [],
				path: ["data", "validation"],
			};
		},
	},
	{
		code: "FEW_HELD_OUT",
		needs: "images",
		severities: ["note"],
		when: `fewer than ${ENOUGH_HELD_OUT} held-out images`,
		effect: "their accuracy may be ten points off by luck: two runs that differ by that are no different",
		fix: "a larger split, or several seeds",
		find({ job, images: { images }, run }) {
			if (images.validation >= ENOUGH_HELD_OUT) return null;
			const range = interval(run?.accuracy ?? 0.5, images.validation);
			const all = images.train + images.validation;
			const split = Math.ceil((100 * ENOUGH_HELD_OUT * 1.1) / Math.max(1, all)) / 100; // the split is drawn, so a little more than that
			const larger = "split" in job.data.validation && split <= LARGEST_SPLIT;
			return {
				severity: "note",
				message: `${count(images.validation)} held-out images are few${range === null ? "" : `: ${percent(run?.accuracy ?? 0.5)} on them means anything from ${percent(range[0])} to ${percent(range[1])} (95 % interval)`}`,
				fix: larger
					? `set data.validation.split to ${split}, or compare runs over several seeds`
					: "hold more images out, or compare runs over several seeds",
				edits: larger ? [`data.validation={ split: ${split} }`] : [],
				path: ["data", "validation"],
			};
		},
	},
	{
		code: "NUMBERED_CLASSES",
		needs: "images",
		severities: ["note"],
		when: "classes are named by numbers, and their order as text is not that of the numbers",
		effect:
			"classes are numbered in the order of their names as text, as flow_from_directory does: class 10 comes before class 2, so output 2 is not class 2",
		fix: "names of equal length (02, 10), or read the class names that stand in the model file",
		find({ images: { classes } }) {
			const names = classes.map(({ name }) => name);
			if (!names.every((name) => /^\d+$/.test(name))) return null;
			const at = names.findIndex((name, i) => i > 0 && Number(name) < Number(names[i - 1]));
			if (at === -1) return null;
			return {
				severity: "note",
				message: `classes are ordered as text: ${someOf(names, 4)}; output ${at} is class ${names[at]}, and another program that counts may think otherwise`,
				fix: `name them with as many digits each (${names[at]!.padStart(Math.max(...names.map(({ length }) => length)), "0")}), or take names from the model file's metadata`,
				edits: [],
				path: ["data", "train"],
			};
		},
	},
	{
		code: "CLASSES_MOVED",
		needs: "images",
		severities: ["warning"],
		when: "classes have other numbers than in the last run of a job of this name",
		effect:
			"a class that comes or goes moves all behind it: heads, label files and class numbers of the earlier run mean other classes now",
		fix: "take names, not numbers, from a model; or another job name",
		find({ images: { classes, classesBefore } }) {
			const moved = movedClasses(classes, classesBefore ?? []);
			const [first] = moved;
			if (first === undefined) return null;
			return {
				severity: "warning",
				message: `${count(moved.length)} of ${count(classes.length)} classes have another number than in the last run of this name: ${first.name} was output ${first.before} and is ${first.now}; what was kept of that run by number means other classes now`,
				fix: "read class names from the model file instead of counting, or name the job anew",
				edits: [],
				path: ["data", "train"],
			};
		},
	},
];

function movedClasses(classes: SeenImages["classes"], before: readonly string[]): { name: string; before: number; now: number }[] {
	return classes.flatMap(({ name }, now) => {
		const was = before.indexOf(name);
		return was === -1 || was === now ? [] : [{ name, before: was, now }];
	});
}
