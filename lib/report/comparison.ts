import { curves } from "./curves.ts";
import type { ReportData } from "./data.ts";
import { count, decimals, duration, percent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { page } from "./page.ts";

const COLOURS = ["a", "b", "c", "d", "e", "f"] as const;

/**
 * Several runs side by side on one page, with one sentence that says why they differ, and sections of the caller's own behind it. Runs of the same head are
 * drawn over each other: that is the point.
 */
export function renderComparison(runs: readonly ReportData[], why: string, sections: readonly Html[] = []): string {
	const series = (field: "valAccuracy" | "valLoss") =>
		runs.map((run, i) => ({ name: run.name, values: run.epochs.map((epoch) => epoch[field]), colour: COLOURS[i % COLOURS.length]! }));
	const heads = new Map<string, string[]>();
	for (const { name, head } of runs) heads.set(head.sha256, [...(heads.get(head.sha256) ?? []), name]);
	const rows: readonly (readonly [string, (run: ReportData) => string])[] = [
		["way", ({ way }) => way],
		["held-out accuracy after one epoch", ({ epochs }) => percent(epochs[0]?.valAccuracy ?? Number.NaN)],
		["held-out accuracy at the end", ({ epochs }) => percent(epochs.at(-1)?.valAccuracy ?? Number.NaN)],
		["images through the backbone", ({ forwards }) => count(forwards.run)],
		["seconds per epoch", ({ epochs }) => decimals(epochs.reduce((sum, { seconds }) => sum + seconds, 0) / epochs.length, 2)],
		["time", ({ seconds }) => duration(seconds.total)],
		["head", ({ head }) => head.sha256.slice(0, 12)],
	];
	return page(
		`${runs.map(({ name }) => name).join(" and ")} · Frostline`,
		html`<header><p class="soft small">Frostline · runs compared</p><h1>${runs.map(({ name }) => name).join(" · ")}</h1><p class="why">${why}</p></header>
${sections}
<h2>Side by side</h2>
<div class="scroll"><table><thead><tr><th></th>${runs.map(({ name }, i) => html`<th class="n"><b style="color: var(--${COLOURS[i % COLOURS.length]!})">${name}</b></th>`)}</tr></thead><tbody>${rows.map(([what, value]) => html`<tr><th>${what}</th>${runs.map((run) => html`<td class="n">${value(run)}</td>`)}</tr>`)}</tbody></table></div>
${[...heads.values()].filter((names) => names.length > 1).map((names) => html`<p class="soft small">${names.join(" and ")} are one and the same head, bit for bit: their curves lie on each other.</p>`)}
<h2>Epochs, on held-out images</h2>
<div class="pair">${curves({ title: "Accuracy", series: series("valAccuracy"), format: (value) => `${Math.round(100 * value)} %`, low: 0, high: 1 })}${curves({ title: "Loss", series: series("valLoss"), format: (value) => String(Number(value.toPrecision(3))), low: 0 })}</div>`,
	);
}
