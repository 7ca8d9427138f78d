import { stringify } from "yaml";
import { confusionSection } from "./confusion.ts";
import { costSection } from "./cost.ts";
import { curves } from "./curves.ts";
import type { Finding, ReportData } from "./data.ts";
import { count, decimals, duration, percent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { mistakesSection } from "./mistakes.ts";
import { style } from "./style.ts";

/** Skipped files shown by name; the JSON twin has all of them. */
const SHOWN_SKIPS = 50;

/** One job as one page that stands alone: no script, nothing from elsewhere, so it can be mailed and opened offline. */
export function renderReport(data: ReportData): string {
	const kept = data.epochs[data.bestEpoch - 1];
	return page(
		`${data.name} · Frostline`,
		html`<header><p class="soft small">Frostline · ${data.way === "features" ? "features once, then the head" : "frozen backbone, end to end"}</p><h1>${data.name}</h1>
<div class="headline">${headline("on held-out images", percent(kept?.valAccuracy ?? Number.NaN))}${headline("on training images", percent(kept?.accuracy ?? Number.NaN))}${headline("images, held out", `${count(data.images.train + data.images.validation)}, ${count(data.images.validation)}`)}${headline("classes", count(data.classes.length))}${headline("time", duration(data.seconds.total))}</div></header>
${findingsSection(data.findings)}
${epochsSection(data)}
${confusionSection(
	data.classes.map(({ name }) => name),
	data.confusion,
)}
${mistakesSection(data.mistakes)}
${costSection(data)}
${imagesSection(data)}
${reproduceSection(data)}`,
	);
}

/** A whole document around its content. The policy lets no script run and nothing load, whatever a name may hold. */
export function page(title: string, content: Html): string {
	return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title><style>${style}</style></head><body><main>
${content}
</main></body></html>
`.html;
}

export function headline(what: string, figure: string): Html {
	return html`<div><b>${figure}</b><span>${what}</span></div>`;
}

function findingsSection(findings: readonly Finding[]): Html | null {
	if (findings.length === 0) return null;
	return html`<h2>Findings</h2>${findings.map(
		({ severity, code, message, fix, edits, measured, path }) =>
			html`<div class="finding ${severity}"><div class="code">${severity} · ${code} · <code>${path.join(".")}</code></div><p>${message}</p><p class="soft">${fix}${edits.length > 0 && html`<br><code>${edits.map((edit) => `--set '${edit}'`).join(" ")}</code>`}</p>${measured !== null && html`<p class="soft small">Measured: ${measured}</p>`}</div>`,
	)}`;
}

function epochsSection({ epochs, bestEpoch, stoppedEarly }: ReportData): Html {
	const line = (field: "loss" | "accuracy" | "valLoss" | "valAccuracy") => epochs.map((epoch) => epoch[field]);
	return html`<h2>Epochs</h2>
<div class="pair">${curves({
		title: "Accuracy",
		series: [
			{ name: "training", values: line("accuracy"), colour: "train" },
			{ name: "held out", values: line("valAccuracy"), colour: "held" },
		],
		format: (value) => `${Math.round(100 * value)} %`,
		low: 0,
		high: 1,
		marked: bestEpoch,
	})}${curves({
		title: "Loss",
		series: [
			{ name: "training", values: line("loss"), colour: "train" },
			{ name: "held out", values: line("valLoss"), colour: "held" },
		],
		format: (value) => String(Number(value.toPrecision(3))),
		low: 0,
		marked: bestEpoch,
	})}</div>
${stoppedEarly && html`<p class="soft small">Stopped early; the weights of epoch ${bestEpoch} were kept.</p>`}
<details><summary class="soft small">every epoch in figures</summary><div class="scroll"><table><thead><tr><th class="n">epoch</th><th class="n">loss</th><th class="n">accuracy</th><th class="n">held-out loss</th><th class="n">held-out accuracy</th><th class="n">learning rate</th><th class="n">seconds</th></tr></thead><tbody>${epochs.map(
		(each) =>
			html`<tr><td class="n">${each.epoch}</td><td class="n">${decimals(each.loss, 4)}</td><td class="n">${percent(each.accuracy)}</td><td class="n">${decimals(each.valLoss, 4)}</td><td class="n">${percent(each.valAccuracy)}</td><td class="n">${Number(each.learningRate.toPrecision(4))}</td><td class="n">${decimals(each.seconds, 2)}</td></tr>`,
	)}</tbody></table></div></details>`;
}

function imagesSection({ classes, images, skips, copies }: ReportData): Html {
	const codes = Object.entries(images.skipped);
	return html`<h2>Images</h2>
<div class="pair"><div class="scroll"><table><thead><tr><th>class</th><th class="n">training</th><th class="n">held out</th></tr></thead><tbody>${classes.map(
		({ name, train, validation }) =>
			html`<tr><td>${name}</td><td class="n">${count(train)}</td><td class="n">${count(validation)}</td></tr>`,
	)}</tbody></table></div>
<div><p>${count(images.total)} files: ${count(images.train + images.validation)} used, ${count(skips.length)} skipped${codes.length > 0 && ` (${codes.map(([code, number]) => `${number} ${code}`).join(", ")})`}.</p>
${copies.duplicates > 0 && html`<p>${count(copies.duplicates)} have the same bytes as another${copies.heldOut === 0 ? "; equal images stand on the same side of the split" : `; ${count(copies.heldOut)} held-out images are training images too`}.</p>`}
${copies.twoLabels > 0 && html`<p>${count(copies.twoLabels)} stand under more than one label.</p>`}
${skips.length > 0 && html`<div class="scroll"><table><thead><tr><th>skipped</th><th>reason</th></tr></thead><tbody>${skips.slice(0, SHOWN_SKIPS).map(({ path, code, detail }) => html`<tr><td>${path}</td><td>${code}<br><span class="soft small">${detail}</span></td></tr>`)}</tbody></table></div>`}
${skips.length > SHOWN_SKIPS && html`<p class="soft small">and ${count(skips.length - SHOWN_SKIPS)} more, all of them in report.json</p>`}</div></div>`;
}

function reproduceSection({ job, head, space, dataset, environment, document }: ReportData): Html {
	return html`<h2>To get the same again</h2>
<div class="pair"><dl><dt>job</dt><dd><code>${job}</code></dd><dt>head</dt><dd><code>${head.sha256}</code>, ${count(head.parameters)} parameters</dd><dt>images</dt><dd><code>${dataset}</code></dd><dt>features</dt><dd>${space.text}<br><code>${space.id}</code></dd>${Object.entries(environment).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<pre>${stringify(document, { lineWidth: 0 })}</pre></div>`;
}
