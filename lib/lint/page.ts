import { catalogue } from "./catalogue.ts";
import { measured, setting } from "./measured.ts";
import type { Rule } from "./rule.ts";

/** docs/lint.md as Markdown, from the catalogue itself (`npm run docs` writes it, a test compares). */
export function lintPage(): string {
	const group = (title: string, about: string, needs: Rule["needs"]) =>
		[`## ${title}`, about, ...catalogue.filter((rule) => rule.needs === needs).map(section)].join("\n\n");
	return [
		HEAD,
		`Each **measured** line is an experiment, run again by \`npm run lint-figures\`: ${setting}`,
		`## All codes\n\n| code | severity | when |\n|---|---|---|\n${catalogue.map(row).join("\n")}`,
		group("From the document alone", "`frostline lint JOB --no-data` looks for these.", "document"),
		group("From its images", "`frostline lint JOB` reads the files and decodes none; labels, counts and copies are known then.", "images"),
		group("From a run that ended", "Only a report has these.", "run"),
		RULED_OUT,
	]
		.join("\n\n")
		.concat("\n");
}

function row({ code, severities, when }: Rule): string {
	return `| [\`${code}\`](#${code.toLowerCase()}) | ${severities.join(", ")} | ${when} |`;
}

function section({ code, severities, when, effect, fix }: Rule): string {
	const lines = [
		`### ${code}`,
		`*${severities.join(" or ")}*: ${sentence(when)}`,
		`**What it does.** ${sentence(effect)}`,
		...(measured[code] === undefined ? [] : [`**Measured.** ${sentence(measured[code])}`]),
		`**Fix.** ${sentence(fix)}`,
	];
	return lines.join("\n\n");
}

function sentence(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const HEAD = `# Findings

Written by \`npm run docs\` from \`lib/lint\`; do not edit it here.

\`frostline lint JOB.yaml\` says what is known to go wrong with a job, before it runs; every run says the same, with its own figures, at the end of its output
and in its report. Each finding has a code, its place in the document, what it did in a small experiment, and the fix, which \`--set\` takes too:

\`\`\`
$ frostline lint method-2.yaml
method-2.yaml:12:5 error SOFTMAX_INSIDE: 2 hidden layers end in softmax: …
  fix: set head.0.activation and head.2.activation to relu or sigmoid; softmax belongs to the last layer
       --set head.0.activation=relu --set head.2.activation=relu
\`\`\`

An *error* will not learn, or did not; a *warning* could be better, or its figures mislead; a *note* is good to know. Codes are stable and never reused for
something else.

| exit code of \`lint\` | means |
|---|---|
| 0 | nothing worse than a warning; with \`--strict\`, than a note |
| 1 | an error; with \`--strict\`, a warning too |
| 2 | the document is wrong: \`run\` would refuse it |

\`--no-data\` leaves the images alone, \`-o json\` gives findings with \`path\`, \`at: { file, line, column }\`, \`edits\` and \`measured\`. Nothing is decoded, fetched or
written. Before a run, a trap is judged by what it nearly always comes to; where a run learned all the same, the report says it more mildly.`;

const RULED_OUT = `## What a document cannot say

Some traps of other tools have no finding, because here they cannot be written, or end as an error with the line:

| trap | here |
|---|---|
| Adadelta or Adagrad without a learning rate, whose default differs between frameworks | \`BAD_JOB\`: the rate must be written |
| dropout, or anything but an activation, behind the last dense layer | \`BAD_JOB\` |
| a frozen backbone whose batch normalisation still uses or updates batch statistics | batch normalisation of a backbone is always the inference form, folded into the network, on both ways |
| \`trainable\` changed after \`compile\`, without effect | everything below the cut is frozen, everything in \`head\` learns |
| features and labels that are not in the same order; \`shuffle\` while predicting | rows are found by the image's digest, never by place |
| the last smaller batch left out of features or of an epoch | a pass has all images |
| one preprocessing while extracting, another while predicting or the other way | it is part of the features' space and of the exported model |
| features of old weights, sizes or images used again | a feature's name follows from all that it depends on |
| validation images that training has too, after images were added or copied | the split is drawn from an image's bytes: copies fall on one side, and stay there |
| class weights for a class that is not there | \`UNKNOWN_CLASS\` |
| an optimiser that is another one by the same name | the six are compared step by step with Keras 3 in the tests |`;
