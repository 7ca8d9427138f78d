import { count, percent } from "./figures.ts";
import { type Html, html } from "./html.ts";

/** More classes than this make a wall of digits: then the confusions are listed instead, the most frequent first. */
const MATRIX_CLASSES = 30;
const LISTED = 20;

/** Who was taken for whom, over the validation images, with each class's precision and recall. */
export function confusionSection(classes: readonly string[], confusion: readonly (readonly number[])[]): Html {
	return html`<h2>Who was taken for whom</h2>
<p class="soft small">Held-out images. Rows are the truth, columns what the head said; recall is the share of a class that was found, precision the share of a claim that was right.</p>
${classes.length <= MATRIX_CLASSES ? matrix(classes, confusion) : list(classes, confusion)}`;
}

function matrix(classes: readonly string[], confusion: readonly (readonly number[])[]): Html {
	return html`<div class="scroll"><table class="confusion"><thead><tr><th></th>${classes.map((name) => html`<th><span title="${name}">${name}</span></th>`)}<th class="n">recall</th><th class="n">precision</th></tr></thead>
<tbody>${classes.map((name, row) => html`<tr><th title="${name}">${name}</th>${classes.map((_, column) => cell(confusion[row]!, row, column, classes))}<td class="rate">${rate(recall(confusion, row))}</td><td class="rate">${rate(precision(confusion, row))}</td></tr>`)}</tbody></table></div>`;
}

function cell(row: readonly number[], truth: number, predicted: number, classes: readonly string[]): Html {
	const number = row[predicted]!;
	const share =
		number /
		Math.max(
			1,
			row.reduce((sum, each) => sum + each, 0),
		);
	const shade = number === 0 ? 0 : 0.08 + 0.62 * share;
	return html`<td class="${truth === predicted && "right"}" style="background: rgba(var(--heat), ${shade.toFixed(3)})" title="${classes[truth]!} taken for ${classes[predicted]!}: ${number}">${number === 0 ? html`<span class="soft">·</span>` : count(number)}</td>`;
}

function list(classes: readonly string[], confusion: readonly (readonly number[])[]): Html {
	const pairs = confusion.flatMap((row, truth) =>
		row.flatMap((number, predicted) => (truth !== predicted && number > 0 ? [{ truth, predicted, number }] : [])),
	);
	pairs.sort((a, b) => b.number - a.number);
	return html`<div class="pair"><div><h3>Most frequent confusions</h3><table><thead><tr><th>truth</th><th>taken for</th><th class="n">images</th></tr></thead><tbody>${pairs
		.slice(0, LISTED)
		.map(
			({ truth, predicted, number }) =>
				html`<tr><td>${classes[truth]!}</td><td>${classes[predicted]!}</td><td class="n">${number}</td></tr>`,
		)}</tbody></table></div>
<div><h3>Classes found least</h3><table><thead><tr><th>class</th><th class="n">recall</th><th class="n">precision</th></tr></thead><tbody>${classes
		.map((name, i) => ({ name, found: recall(confusion, i), right: precision(confusion, i) }))
		.sort((a, b) => (a.found ?? 2) - (b.found ?? 2))
		.slice(0, LISTED)
		.map(
			({ name, found, right }) => html`<tr><td>${name}</td><td class="n">${rate(found)}</td><td class="n">${rate(right)}</td></tr>`,
		)}</tbody></table></div></div>`;
}

/** null where the class has no held-out image. */
function recall(confusion: readonly (readonly number[])[], c: number): number | null {
	const all = confusion[c]!.reduce((sum, each) => sum + each, 0);
	return all === 0 ? null : confusion[c]![c]! / all;
}

/** null where the class was never claimed. */
function precision(confusion: readonly (readonly number[])[], c: number): number | null {
	const all = confusion.reduce((sum, row) => sum + row[c]!, 0);
	return all === 0 ? null : confusion[c]![c]! / all;
}

function rate(share: number | null): string {
	return share === null ? "–" : percent(share);
}
