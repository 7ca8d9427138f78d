import { blended, blendTable } from "./blend.ts";

const { fround } = Math;

/** Colour changes as torchvision's ColorJitter draws them: in this order, with these factors. */
export type JitterStep = readonly [kind: "brightness" | "contrast" | "saturation" | "hue", factor: number];

/** Changes RGB values [n, 3] in place, as torchvision does on PIL images (transforms/_functional_pil.py over Pillow's ImageEnhance). */
export function jitter(data: Uint8Array, steps: readonly JitterStep[]): void {
	for (const [kind, factor] of steps) {
		if (kind === "brightness") throughTable(data, blendTable(0, factor));
		else if (kind === "contrast") throughTable(data, blendTable(meanGrey(data), factor));
		else if (kind === "saturation") saturate(data, factor);
		else turnHue(data, factor);
	}
}

export function throughTable(data: Uint8Array, table: Uint8Array): void {
	for (let i = 0; i < data.length; i++) data[i] = table[data[i]!]!;
}

/** ITU-R 601-2 luma in 16-bit fixed point (Pillow's Convert.c, L24). */
function grey(data: Uint8Array, at: number): number {
	return (data[at]! * 19595 + data[at + 1]! * 38470 + data[at + 2]! * 7471 + 0x8000) >> 16;
}

function meanGrey(data: Uint8Array): number {
	let sum = 0;
	for (let at = 0; at < data.length; at += 3) sum += grey(data, at);
	return Math.floor(sum / (data.length / 3) + 0.5);
}

function saturate(data: Uint8Array, factor: number): void {
	const share = Math.fround(factor);
	for (let at = 0; at < data.length; at += 3) {
		const base = grey(data, at);
		data[at] = blended(base, data[at]!, share);
		data[at + 1] = blended(base, data[at + 1]!, share);
		data[at + 2] = blended(base, data[at + 2]!, share);
	}
}

/** Turns hues by a share of the circle, on hue, saturation and value of 8 bits each, as Pillow has them, 32-bit floats between (Convert.c, after Python's colorsys). */
function turnHue(data: Uint8Array, factor: number): void {
	const turn = Math.trunc(factor * 255) & 255;
	for (let at = 0; at < data.length; at += 3) {
		const r = data[at]!;
		const g = data[at + 1]!;
		const b = data[at + 2]!;
		const most = r > g ? (r > b ? r : b) : g > b ? g : b;
		const least = r < g ? (r < b ? r : b) : g < b ? g : b;
		if (most === least) continue; // grey has no hue
		const span = most - least;
		const toRed = fround((most - r) / span);
		const toGreen = fround((most - g) / span);
		const toBlue = fround((most - b) / span);
		const sector = fround(r === most ? toBlue - toGreen : g === most ? 2 + toRed - toBlue : 4 + toGreen - toRed);
		const hue = (Math.trunc(fround((sector / 6 + 1) % 1) * 255) + turn) & 255;
		const saturation = fround(Math.trunc(fround(span / most) * 255) / 255);
		const place = (hue * 6) / 255;
		const step = Math.floor(place);
		const part = fround(place - step);
		const low = rounded(most * (1 - saturation));
		const falling = rounded(most * (1 - saturation * part));
		const rising = rounded(most * (1 - saturation * (1 - part)));
		const side = step % 6;
		data[at] = side === 0 || side === 5 ? most : side === 1 ? falling : side === 4 ? rising : low;
		data[at + 1] = side === 1 || side === 2 ? most : side === 3 ? falling : side === 0 ? rising : low;
		data[at + 2] = side === 3 || side === 4 ? most : side === 5 ? falling : side === 2 ? rising : low;
	}
}

function rounded(value: number): number {
	return Math.floor(value + 0.5);
}
