import { curves } from "../report/curves.ts";
import type { ReportData } from "../report/data.ts";
import { percent } from "../report/figures.ts";
import { type Html, html } from "../report/html.ts";
import { page } from "../report/page.ts";
import type { Ablation } from "./ablate.ts";
import { mean } from "./interval.ts";
import type { TrialRow } from "./trial-rows.ts";

const COLOURS = ["a", "b", "c", "d", "e", "f"] as const;

interface Explanation {
	readonly names: readonly [string, string];
	readonly text: string;
	readonly found: Ablation;
	readonly rows: readonly TrialRow[];
	/** Runs whose epochs are drawn, the two documents first. */
	readonly drawn: readonly { readonly name: string; readonly report: ReportData }[];
}

/** The answer, what each run came to, and their epochs, on one page that stands alone. */
export function renderExplanation({ names, text, found, rows, drawn }: Explanation): string {
	const shown = drawn.slice(0, COLOURS.length);
	const line = (field: "valAccuracy" | "valLoss") =>
		shown.map(({ name, report }, i) => ({ name, values: report.epochs.map((epoch) => epoch[field]), colour: COLOURS[i]! }));
	return page(
		`why ${names.join(" and ")} differ · Frostline`,
		html`<header><p class="soft small">Frostline · explain</p><h1>${names.join(" · ")}</h1><p class="why">${text}</p></header>
<h2>Runs</h2>
<p class="soft small">${found.trials.length} runs. Each is the first document with the changes that stand in its line, on the same features; a bar is its accuracy on held-out images, blue where what makes the difference is in it.</p>
<div class="bars">${rows.map(bar)}</div>
${found.b.length > 0 && seeds(names, found)}
<h2>Epochs, on held-out images</h2>
<div class="pair">${curves({ title: "Accuracy", series: line("valAccuracy"), format: (value) => `${Math.round(100 * value)} %`, low: 0, high: 1 })}${curves({ title: "Loss", series: line("valLoss"), format: (value) => String(Number(value.toPrecision(3))), low: 0 })}</div>`,
	);
}

function bar({ says, accuracy, seed, culprit }: TrialRow): Html {
	return html`<span>${says} <span class="soft small">seed ${seed}</span></span><i class="${!culprit && "other"}" style="width: ${(100 * accuracy).toFixed(2)}%"></i><span>${percent(accuracy)}</span>`;
}

function seeds(names: readonly [string, string], { seeds, a, b, gap, margin }: Ablation): Html {
	return html`<h2>Seeds</h2>
<div class="scroll"><table><thead><tr><th>seed</th><th class="n">${names[0]}</th><th class="n">${names[1]}</th><th class="n">difference, points</th></tr></thead><tbody>${seeds.map((seed, i) => html`<tr><td>${seed}</td><td class="n">${percent(a[i]!)}</td><td class="n">${percent(b[i]!)}</td><td class="n">${signed(b[i]! - a[i]!)}</td></tr>`)}<tr><th>mean</th><td class="n">${percent(mean(a))}</td><td class="n">${percent(mean(b))}</td><td class="n">${signed(gap)} ± ${(100 * margin).toFixed(1)}</td></tr></tbody></table></div>
<p class="soft small">A seed draws the split, the order of the images, the dropout masks and the first weights. ± is half the 95 % interval: Student's t over the seeds, and at least what so many held-out images can tell.</p>`;
}

function signed(share: number): string {
	return `${share < 0 ? "−" : ""}${(100 * Math.abs(share)).toFixed(1)}`;
}
