/**
 * The classes of the drawn image set: patterns of a weave. Each says how much of the second colour is at a point, from 0 to 1; one repeat is about one unit
 * wide. `soft` is the width of a pixel in the same units: edges blend over it.
 */
export type Pattern = (x: number, y: number, soft: number) => number;

export const patterns: ReadonlyMap<string, Pattern> = new Map<string, Pattern>([
	["stripes", (x, _y, soft) => edge(Math.abs(wrap(x)) - 0.25, soft)],
	["pinstripes", (x, _y, soft) => edge(Math.abs(wrap(x)) - 0.1, soft)],
	["waves", (x, y, soft) => edge(Math.abs(wrap(x + 0.22 * Math.sin(2 * Math.PI * 0.7 * y))) - 0.25, soft)],
	["zigzag", (x, y, soft) => edge(Math.abs(wrap(x + 0.8 * Math.abs(wrap(0.7 * y)))) - 0.25, soft)],
	["checks", (x, y, soft) => xor(edge(Math.abs(wrap(x)) - 0.25, soft), edge(Math.abs(wrap(y)) - 0.25, soft))],
	["grid", (x, y, soft) => Math.max(edge(Math.abs(wrap(x)) - 0.12, soft), edge(Math.abs(wrap(y)) - 0.12, soft))],
	["dots", (x, y, soft) => edge(Math.hypot(wrap(x), wrap(y)) - 0.3, soft)],
	["rings", (x, y, soft) => edge(Math.abs(Math.hypot(wrap(x), wrap(y)) - 0.3) - 0.09, soft)],
	[
		"bricks",
		(x, y, soft) =>
			1 - Math.max(edge(Math.abs(wrap(0.6 * x + 0.5 * (Math.floor(y) & 1))) - 0.06, soft), edge(Math.abs(wrap(y)) - 0.1, soft)),
	],
	["scales", (x, y, soft) => edge(Math.abs(Math.hypot(wrap(x + 0.5 * (Math.floor(y) & 1)), y - Math.floor(y)) - 0.52) - 0.09, soft)],
]);

/** Place within a repeat, −0.5 to 0.5. */
function wrap(x: number): number {
	return x - Math.round(x);
}

/** 1 inside (a negative distance), 0 outside, a ramp as wide as a pixel between. */
function edge(distance: number, soft: number): number {
	return Math.min(Math.max(0.5 - distance / soft, 0), 1);
}

function xor(a: number, b: number): number {
	return a + b - 2 * a * b;
}
