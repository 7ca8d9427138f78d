// Rules about the frozen part: what its weights expect.
import { catalogue } from "../../backbone/catalogue.ts";
import type { Preprocess } from "../../job/document.ts";
import type { Rule } from "../rule.ts";

const words: Readonly<Record<Preprocess, string>> = {
	caffe: "BGR less its mean",
	tf: "from -1 to 1",
	torch: "standardised RGB",
	unit: "from 0 to 1",
	none: "0 to 255 as they are",
};
/** Pixels along a side below which little is left of what the filters of a network for 224 look for. */
const SMALL = 96;

export const backboneRules: readonly Rule[] = [
	{
		code: "FOREIGN_PREPROCESS",
		needs: "document",
		severities: ["warning"],
		when: "the catalogue's ImageNet weights get pixels prepared otherwise than they were trained on",
		effect: "every filter sees other values than it has learned from: features are weaker, silently",
		fix: "leave backbone.preprocess out: what belongs to the weights is taken",
		find({ job }) {
			const { name, weights, preprocess } = job.backbone;
			const own = catalogue.get(name ?? "")?.preprocess;
			if (own === undefined || preprocess === null || preprocess === own || weights !== "imagenet") return null;
			return {
				severity: "warning",
				message: `the published weights of ${name} were trained on pixels prepared as \`${own}\` (${words[own]}), and get them as \`${preprocess}\` (${words[preprocess]}): their features are weaker than they could be`,
				fix: "leave backbone.preprocess out: what belongs to the weights is taken",
				edits: [`backbone.preprocess=${own}`],
				path: ["backbone", "preprocess"],
			};
		},
	},
	{
		code: "RANDOM_BACKBONE",
		needs: "document",
		severities: ["warning"],
		when: "backbone.weights is random",
		effect: "the frozen part never learns, so its random filters stay what they are",
		fix: "weights: imagenet or a file; scattering, where no file is at hand",
		find({ job }) {
			const { name, weights } = job.backbone;
			if (weights !== "random") return null;
			return {
				severity: "warning",
				message: `${name} has random weights, and nothing below the head ever learns: its features are those of random filters`,
				fix: "set backbone.weights to imagenet or to a file; scattering needs no file and is better than random filters",
				edits: ["backbone.weights=imagenet"],
				path: ["backbone", "weights"],
			};
		},
	},
	{
		code: "SMALL_INPUT",
		needs: "document",
		severities: ["note"],
		when: `ImageNet weights at a backbone.size below ${SMALL} pixels`,
		effect:
			"the weights were trained at 224: at a third of it objects are a third as large, and the last layers see a few points of the image",
		fix: "the size that the weights were trained at, or the nearest that time allows",
		find({ job }) {
			const { weights, size } = job.backbone;
			if (weights !== "imagenet" || Math.min(...size) >= SMALL) return null;
			return {
				severity: "note",
				message: `the weights were trained at 224 pixels and see images of ${size[0]} × ${size[1]}`,
				fix: "set backbone.size to 224, or the nearest that time allows",
				edits: ["backbone.size=224"],
				path: ["backbone", "size"],
			};
		},
	},
];
