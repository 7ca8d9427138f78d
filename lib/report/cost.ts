import type { ReportData, ReportViews } from "./data.ts";
import { count, duration, percent } from "./figures.ts";
import { type Html, html } from "./html.ts";

/** What the run cost, phase by phase, and what either way costs from nothing. */
export function costSection({ seconds, forwards, way, features, views }: ReportData): Html {
	const phases = [
		["plan", seconds.plan],
		["extract", seconds.extract],
		["fit", seconds.fit],
		["export", seconds.export],
	] as const;
	const most = Math.max(...phases.map(([, each]) => each), 1e-9);
	const through = [
		["this run", forwards.run, false],
		["features way, from nothing", forwards.featuresWay, true],
		["frozen way", forwards.frozenWay, true],
	] as const;
	const largest = Math.max(...through.map(([, each]) => each), 1);
	const reasons = Object.entries(features.reasons);
	return html`<h2>What it cost</h2>
<div class="pair"><figure><h3>Time, ${duration(seconds.total)} in all</h3><div class="bars">${phases.map(([name, each]) => html`<span>${name}</span><i style="width: ${((100 * each) / most).toFixed(2)}%"></i><span>${duration(each)}</span>`)}</div></figure>
<figure><h3>Images through the backbone</h3><div class="bars">${through.map(([name, each, other]) => html`<span>${name}</span><i class="${other && "other"}" style="width: ${((100 * each) / largest).toFixed(2)}%"></i><span>${count(each)}</span>`)}</div></figure></div>
${way === "features" && html`<p class="soft small">${count(features.cached)} feature rows were there already, ${count(features.extracted)} were computed${reasons.length > 0 && html` (${reasons.map(([reason, number], i) => `${i > 0 ? ", " : ""}${reason}: ${count(number)}`)})`}; ${count(features.dim)} values each.</p>`}${views !== undefined && html`<p class="soft small">Augmented views: ${viewsSentence(views, way)}.</p>`}`;
}

/** What part of the frozen way's variety a fit has seen, and at what share of its cost. */
export function viewsSentence({ kept, seen, fresh, variety, cost }: ReportViews, way: ReportData["way"]): string {
	const passes = `${count(fresh)} ${fresh === 1 ? "pass" : "passes"} over the data`;
	if (kept === null) return `a new one of each training image in each of ${passes}`;
	const part = `${count(kept)} of each training image: ${count(seen)} of the ${count(fresh)} that fresh ones in ${passes} would be (${percent(variety)})`;
	return way === "frozen"
		? `${part}; the features way keeps them, and gives the same head for ${percent(cost)} of the images through the backbone`
		: `${part}, for ${percent(cost)} of the frozen way's images through the backbone`;
}
