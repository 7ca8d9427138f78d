import { count, decimals, duration, percent } from "../report/figures.ts";
import { type Html, html } from "../report/html.ts";
import type { Certificate, WayName } from "./certificate.ts";
import { figure } from "./verdict.ts";

/** What was held against each other, one line each: what it is, either way's side, and how far apart they are. For page and terminal. */
export function comparedLines({
	plan,
	features,
	order,
	firstLoss,
	epochs,
}: Certificate): readonly (readonly [string, string, string, string])[] {
	const { rows, images, maxAbs, maxRelative, differing } = features;
	const compared = rows.inFit + rows.besides;
	const short = (digest: string | null | undefined) => digest?.slice(0, 12) ?? "none";
	const loss = (value: number) => String(Number(value.toPrecision(9)));
	return [
		["images", `${count(plan.train)} + ${count(plan.validation)}`, plan.equal ? "the same" : "others", plan.equal ? "0" : "differ"],
		[
			"feature rows",
			`${count(images)} stored`,
			`${count(compared)} computed`,
			differing === 0 ? "0" : `${figure(maxAbs)} (${figure(maxRelative)} of a row)`,
		],
		[
			"batch order",
			`${count(order.batches)} batches`,
			`${count(order.batches)} batches`,
			order.equal ? "0" : `from epoch ${order.first!.epoch}`,
		],
		["loss of the first step", loss(firstLoss.features), loss(firstLoss.frozen), figure(firstLoss.difference)],
		...epochs.map(
			({ epoch, features: a, frozen: b, maxDifference, equal }) =>
				[
					`head after epoch ${epoch}`,
					short(a),
					short(b),
					maxDifference === null ? (equal ? "0" : "differ") : figure(maxDifference),
				] as const,
		),
	];
}

/** What either way costs, one line each. */
export function costLines({ cost }: Certificate): readonly (readonly [string, string, string])[] {
	const line = (name: string, value: (way: WayName) => string) => [name, value("features"), value("frozen")] as const;
	return [
		line("images through the backbone", (way) => count(cost[way].forwards.run)),
		line("the same from nothing", (way) => count(cost[way].forwards.fromNothing)),
		line("time to extract", (way) => duration(cost[way].seconds.extract ?? 0)),
		line("time to fit", (way) => duration(cost[way].seconds.fit ?? 0)),
		line("written, now", (way) => bytes(cost[way].bytes.written)),
		line("features kept", (way) => bytes(cost[way].bytes.features)),
		line("rows that were there already", (way) => count(cost[way].reused.rows)),
		line("epochs that were there already", (way) => count(cost[way].reused.epochs)),
	];
}

/** The certificate on a page of two runs. */
export function certificateSection(certificate: Certificate): Html {
	const { verdict, epochs } = certificate;
	const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
		html`<div class="scroll"><table><thead><tr>${heads.map((head, i) => html`<th class="${i > 0 && "n"}">${head}</th>`)}</tr></thead><tbody>${rows.map(
			([what, ...values]) => html`<tr><th>${what!}</th>${values.map((value) => html`<td class="n">${value}</td>`)}</tr>`,
		)}</tbody></table></div>`;
	return html`<h2>Certificate: ${verdict.pass ? "the same computation" : `they part at the ${verdict.place!}`}</h2>
<div class="finding ${verdict.pass ? "note" : "error"}"><p>${verdict.says}</p>${verdict.look.map((each) => html`<p class="soft">Look at ${each}.</p>`)}</div>
${table(["", "features way", "frozen way", "largest difference"], comparedLines(certificate))}
<p class="soft small">Held-out accuracy at the end: ${percent(epochs.at(-1)?.valAccuracy.features ?? Number.NaN)} the features way, ${percent(epochs.at(-1)?.valAccuracy.frozen ?? Number.NaN)} the frozen way.</p>
<h2>What either way costs</h2>
${table(["", "features way", "frozen way"], costLines(certificate))}`;
}

function bytes(number: number): string {
	return number < 1e6 ? `${decimals(number / 1e3, 1)} kB` : `${decimals(number / 1e6, 1)} MB`;
}
