import { type Html, html, trusted } from "./html.ts";

/** One line of a chart: a value per epoch. NaN leaves a gap. */
export interface Series {
	readonly name: string;
	readonly values: readonly number[];
	/** A colour variable of the style sheet, without the dashes. */
	readonly colour: string;
}

interface Chart {
	readonly title: string;
	readonly series: readonly Series[];
	readonly format: (value: number) => string;
	/** Fixed ends of the axis; what is not fixed follows the values. */
	readonly low?: number;
	readonly high?: number;
	/** Number of an epoch to mark. */
	readonly marked?: number;
}

const WIDTH = 480;
const HEIGHT = 250;
const LEFT = 44;
const TOP = 12;
const BOTTOM = 30;
/** Lines of labels stand this far apart, so that none covers another. */
const LABEL_GAP = 14;
const LETTER = 7;

/** Values over epochs as one SVG: axes, grid, each line labelled at its end. */
export function curves({ title, series, format, low, high, marked }: Chart): Html {
	const epochs = Math.max(1, ...series.map(({ values }) => values.length));
	const finite = series.flatMap(({ values }) => values).filter(Number.isFinite);
	const ticks = niceTicks(low ?? Math.min(...finite), high ?? Math.max(...finite), 5);
	const [floor, ceiling] = [ticks[0]!, ticks.at(-1)!];
	const right = 12 + Math.max(0, ...series.map(({ name }) => name.length)) * LETTER;
	const plot = WIDTH - LEFT - right;
	const x = (epoch: number) => LEFT + (epochs === 1 ? plot / 2 : ((epoch - 1) / (epochs - 1)) * plot);
	const y = (value: number) =>
		TOP + (1 - (Math.min(Math.max(value, floor), ceiling) - floor) / (ceiling - floor)) * (HEIGHT - TOP - BOTTOM);
	const ends = labelPlaces(series.map(({ values }) => y(values.findLast(Number.isFinite) ?? floor)));
	return html`<figure><h3>${title}</h3><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title} by epoch">
${ticks.map((tick) => html`<line x1="${LEFT}" x2="${LEFT + plot}" y1="${round(y(tick))}" y2="${round(y(tick))}" stroke="var(--line)"/><text x="${LEFT - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${format(tick)}</text>`)}
${epochTicks(epochs).map((epoch) => html`<text x="${round(x(epoch))}" y="${HEIGHT - 10}" text-anchor="middle">${epoch}</text>`)}
${marked !== undefined && marked !== epochs && html`<line x1="${round(x(marked))}" x2="${round(x(marked))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="var(--soft)" stroke-dasharray="2 3"/><text x="${round(x(marked))}" y="${TOP - 2}" text-anchor="middle">kept</text>`}
${series.map(
	({ name, values, colour }, i) =>
		html`<path d="${trusted(path(values, x, y))}" fill="none" stroke="var(--${colour})" stroke-width="2" stroke-linejoin="round"/>${values.length === 1 && Number.isFinite(values[0]!) && html`<circle cx="${round(x(1))}" cy="${round(y(values[0]!))}" r="3.5" fill="var(--${colour})"/>`}<text class="label" x="${LEFT + plot + 6}" y="${round(ends[i]! + 4)}" style="fill: var(--${colour})">${name}</text>`,
)}</svg></figure>`;
}

function path(values: readonly number[], x: (epoch: number) => number, y: (value: number) => number): string {
	let pen = "M";
	return values
		.map((value, i) => {
			if (!Number.isFinite(value)) {
				pen = "M";
				return "";
			}
			const point = `${pen}${round(x(i + 1))} ${round(y(value))}`;
			pen = "L";
			return point;
		})
		.join("");
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}

/** Round numbers from at or below `low` to at or above `high`. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
	if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
	const span = high - low || Math.abs(high) || 1;
	const magnitude = 10 ** Math.floor(Math.log10(span / wanted));
	const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((each) => span / each <= wanted) ?? 10 * magnitude;
	const first = Math.floor(low / step + 1e-9);
	const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
	return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function epochTicks(epochs: number): number[] {
	const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => epochs / each <= 12) ?? 2000;
	const ticks = Array.from({ length: Math.floor(epochs / step) }, (_, i) => (i + 1) * step);
	return step === 1 ? ticks : [1, ...ticks];
}

/** Pushes labels apart, keeping their order. */
function labelPlaces(wanted: readonly number[]): number[] {
	const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
	const places = [...wanted];
	for (const [rank, i] of order.entries()) {
		if (rank > 0) places[i] = Math.max(places[i]!, places[order[rank - 1]!]! + LABEL_GAP);
	}
	const over = Math.max(0, (places[order.at(-1) ?? 0] ?? 0) - (HEIGHT - BOTTOM + 4));
	for (const [rank, i] of [...order].reverse().entries()) {
		const below = rank === 0 ? Number.POSITIVE_INFINITY : places[order[order.length - rank]!]! - LABEL_GAP;
		places[i] = Math.min(places[i]! - (rank === 0 ? over : 0), below);
	}
	return places;
}
