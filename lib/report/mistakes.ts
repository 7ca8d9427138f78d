import type { Mistake } from "./data.ts";
import { percent } from "./figures.ts";
import { type Html, html, trusted } from "./html.ts";

/** The most confident wrong answers: mislabelled images and classes that look alike show here first. */
export function mistakesSection(mistakes: readonly Mistake[]): Html | null {
	if (mistakes.length === 0) return null;
	return html`<h2>Confidently wrong</h2>
<p class="soft small">Held-out images that the head was surest about and wrong. Some may be labelled wrongly.</p>
<div class="mistakes">${mistakes.map(
		({ path, truth, predicted, probability, truthProbability, thumbnail }) =>
			html`<figure>${picture(thumbnail, path)}<b>${predicted}</b> ${percent(probability)}<br>is ${truth}, ${percent(truthProbability)}<br><span class="path">${path}</span></figure>`,
	)}</div>`;
}

function picture(thumbnail: string | null, path: string): Html {
	// Only what this program made itself goes into the attribute.
	if (thumbnail === null || !/^data:image\/jpeg;base64,[A-Za-z0-9+/=]+$/.test(thumbnail)) return html`<span class="none">no picture</span>`;
	return html`<img src="${trusted(thumbnail)}" alt="${path}" loading="lazy">`;
}
