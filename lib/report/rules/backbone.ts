// Rules about the frozen part: what its weights expect.
import { catalogue } from "../../backbone/catalogue.ts";
import type { Preprocess } from "../../job/document.ts";
import { finding, type Rule } from "./rule.ts";

const words: Readonly<Record<Preprocess, string>> = {
	caffe: "BGR less its mean",
	tf: "from -1 to 1",
	torch: "standardised RGB",
	unit: "from 0 to 1",
	none: "0 to 255 as they are",
};

export const backboneRules: readonly Rule[] = [
	function foreignPreprocess({ job }) {
		const { name, weights, preprocess } = job.backbone;
		const own = catalogue.get(name ?? "")?.preprocess;
		if (own === undefined || preprocess === null || preprocess === own || weights !== "imagenet") return null;
		return finding(
			"FOREIGN_PREPROCESS",
			"warning",
			`the published weights of ${name} were trained on pixels prepared as \`${own}\` (${words[own]}), and get them as \`${preprocess}\` (${words[preprocess]}): their features are weaker than they could be`,
			"leave backbone.preprocess out: what belongs to the weights is taken",
			["backbone", "preprocess"],
		);
	},
];
