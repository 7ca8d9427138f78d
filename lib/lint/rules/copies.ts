// Rules about the files themselves: copies, copies under two labels or on both sides of the split, and files that gave no image.
import { count } from "../../report/figures.ts";
import type { Rule, SeenImages } from "../rule.ts";

export const copyRules: readonly Rule[] = [
	{
		code: "COPIES_HELD_OUT",
		needs: "images",
		severities: ["warning"],
		when: "held-out images that training has too",
		effect: "the head has seen the answers: held-out figures are too good, and hide overfitting",
		fix: "remove them from one side; data.validation.split keeps copies together by itself",
		find({ job, images: { copies, images } }) {
			if (copies.heldOut === 0) return null;
			return {
				severity: "warning",
				message: `${count(copies.heldOut)} of ${count(images.validation)} held-out images ${copies.heldOut === 1 ? "is a copy of a training image" : "are copies of training images"}${named(copies.named.heldOut)}: the head has seen the answers`,
				fix: "remove them from one side; `validation: { split: … }` keeps copies on one side by itself",
				edits: [],
				path: "path" in job.data.validation ? ["data", "validation"] : ["data", "train"],
			};
		},
	},
	{
		code: "TWO_LABELS",
		needs: "images",
		severities: ["warning"],
		when: "the same image under two labels",
		effect: "it can only be learned wrong under one of them, and a held-out one can only be half right",
		fix: "remove the wrong copies",
		find({ images: { copies } }) {
			if (copies.twoLabels === 0) return null;
			const one = copies.twoLabels === 1;
			return {
				severity: "warning",
				message: `${count(copies.twoLabels)} ${one ? "image stands" : "images stand"} under more than one label${named(copies.named.twoLabels)}: ${one ? "it" : "each"} can only be learned wrong under one of them`,
				fix: "remove the wrong copies",
				edits: [],
				path: ["data", "train"],
			};
		},
	},
	{
		code: "DUPLICATE_IMAGES",
		needs: "images",
		severities: ["note"],
		when: "files with equal bytes, on one side of the split and under one label",
		effect: "such an image counts as often as it is there",
		fix: "remove the copies, unless they are meant",
		find({ images: { copies } }) {
			if (copies.duplicates === 0 || copies.heldOut + copies.twoLabels > 0) return null; // which is said in graver words
			const one = copies.duplicates === 1;
			return {
				severity: "note",
				message: `${count(copies.duplicates)} ${one ? "file has" : "files have"} the bytes of another${named(copies.named.duplicates)}: such an image counts more than once`,
				fix: "remove the copies",
				edits: [],
				path: ["data", "train"],
			};
		},
	},
	{
		code: "IMAGES_SKIPPED",
		needs: "images",
		severities: ["note"],
		when: "some files gave no image; before a run only empty and unreadable ones are known",
		effect: "they are left out on both ways alike; if they are of one class, it has that many fewer",
		fix: "docs/images.md says what each code means",
		find({ images: { images } }) {
			const codes = Object.entries(images.skipped);
			if (codes.length === 0) return null;
			return {
				severity: "note",
				message: `${codes.map(([code, number]) => `${count(number)} ${code}`).join(", ")} of ${count(images.total)} files gave no image`,
				fix: "the report lists them; docs/images.md says what each code means",
				edits: [],
				path: ["data", "train"],
			};
		},
	},
];

/** " (rose/1.jpg = tulip/7.jpg, …)": the first of them, by their files. */
function named([first, ...rest]: SeenImages["copies"]["named"]["heldOut"]): string {
	return first === undefined ? "" : ` (${first.join(" = ")}${rest.length > 0 ? ", …" : ""})`;
}
