import type { LoadedJob } from "../lib/job/load.ts";
import { viewsSentence } from "../lib/report/cost.ts";
import type { ReportData } from "../lib/report/data.ts";
import { count, duration, percent } from "../lib/report/figures.ts";
import { findingText } from "./finding-text.ts";

/** Columns lined up with two spaces between them; numbers are the caller's to format. A first row of headings is set apart by a rule. */
export function renderTable(rows: readonly (readonly string[])[], options: { readonly right?: readonly number[] } = {}): string {
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((row) => (row[c] ?? "").length)));
	const right = new Set(options.right ?? []);
	const line = (row: readonly string[]) =>
		widths
			.map((width, c) => (right.has(c) ? (row[c] ?? "").padStart(width) : (row[c] ?? "").padEnd(width)))
			.join("  ")
			.trimEnd();
	const [heading, ...body] = rows;
	if (heading === undefined) return "";
	return [line(heading), widths.map((width) => "─".repeat(width)).join("  "), ...body.map(line)].join("\n");
}

/** What a finished job comes to, on one screen; with `locate`, findings say where in the document they are. */
export function summaryTable(report: ReportData, locate?: LoadedJob["locate"]): string {
	const { images, features, seconds } = report;
	const skipped = Object.entries(images.skipped).map(([code, count]) => `${count} ${code}`);
	const best = report.epochs[report.bestEpoch - 1];
	const facts: [string, string][] = [
		["job", report.job],
		["way", report.way],
		["images", `${images.train} to train on, ${images.validation} held out${skipped.length > 0 ? `, skipped: ${skipped.join(", ")}` : ""}`],
		...(report.way === "features" ? [["features", featuresLine(features)] as [string, string]] : []),
		[
			"backbone",
			`${report.forwards.run} images through it (the features way needs ${report.forwards.featuresWay}, the frozen way ${report.forwards.frozenWay})`,
		],
		...(report.views === undefined ? [] : [["views", viewsSentence(report.views, report.way)] as [string, string]]),
		[
			"head",
			`${report.head.sha256.slice(0, 16)}, ${count(report.head.parameters)} parameters${report.stoppedEarly ? `, stopped early, epoch ${report.bestEpoch} kept` : ""}`,
		],
		...(best === undefined
			? []
			: [
					["accuracy", `${percent(best.valAccuracy)} on held-out images, ${percent(best.accuracy)} on training images`] as [string, string],
				]),
		[
			"time",
			`${duration(seconds.total)}: plan ${duration(seconds.plan)}, extract ${duration(seconds.extract)}, fit ${duration(seconds.fit)}, export ${duration(seconds.export)}`,
		],
	];
	const width = Math.max(...facts.map(([name]) => name.length));
	const lines = facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
	const epochs = renderTable(
		[
			["epoch", "loss", "accuracy", "val loss", "val accuracy", "seconds"],
			...report.epochs.map((epoch) => [
				String(epoch.epoch),
				epoch.loss.toFixed(4),
				epoch.accuracy.toFixed(4),
				epoch.valLoss.toFixed(4),
				epoch.valAccuracy.toFixed(4),
				epoch.seconds.toFixed(2),
			]),
		],
		{ right: [0, 1, 2, 3, 4, 5] },
	);
	const found = report.findings.map((finding) => findingText(finding, locate?.(finding.path)));
	return [epochs, "", ...lines, ...(found.length > 0 ? ["", ...found] : [""])].join("\n");
}

function featuresLine({ cached, extracted, reasons, dim }: ReportData["features"]): string {
	const why = Object.entries(reasons).map(([reason, count]) => (Object.keys(reasons).length === 1 ? reason : `${count} ${reason}`));
	return `${cached} rows cached, ${extracted} computed${why.length > 0 ? ` (${why.join(", ")})` : ""}, ${count(dim)} values each`;
}
