import { fillNormal, fillUniform, stream } from "../base/rng.ts";
import type { Pattern } from "./patterns.ts";

/** Names one picture of a set. */
export interface Drawing {
	readonly seed: number;
	readonly className: string;
	readonly number: number;
	/** Pixels along each side. */
	readonly edge: number;
}

/** Standard deviation of the noise, in grey levels. */
const NOISE = 4;
/** Grey levels between the two colours, at least and at most, in each channel. */
const CONTRAST = [40, 140] as const;
/** Repeats across the picture. */
const REPEATS = [2.5, 9] as const;

/**
 * One picture, RGB [edge, edge, 3] uint8: a patch of cloth in any two colours, at any size and angle, bent, in uneven light, under noise. Colour and brightness say
 * nothing about the class; only the pattern does. A pure function of its arguments (F5).
 */
export function drawPicture(pattern: Pattern, { seed, className, number, edge }: Drawing): Uint8Array {
	const draws = fillUniform(stream(seed, "picture", className, number), new Float32Array(32), 0, 1);
	let next = 0;
	const draw = (low: number, high: number) => low + draws[next++]! * (high - low);
	const ground = [draw(60, 195), draw(60, 195), draw(60, 195)];
	const contrast = draw(...CONTRAST);
	const step = [draw(0.3, 1), draw(0.3, 1), draw(0.3, 1)].map((share) => share * contrast * (draw(0, 1) < 0.5 ? -1 : 1));
	const repeats = draw(...REPEATS);
	const turn = draw(0, 2 * Math.PI);
	const shift = [draw(0, 1), draw(0, 1)] as const;
	const bend = draw(-0.25, 0.25);
	const stretch = draw(0.75, 1.33);
	const light = draw(0, 2 * Math.PI);
	const shade = draw(0, 80);
	const noise = fillNormal(stream(seed, "noise", className, number), new Float32Array(edge * edge * 3), NOISE);
	const pixels = new Uint8Array(edge * edge * 3);
	const cos = Math.cos(turn);
	const sin = Math.sin(turn);
	for (let row = 0; row < edge; row++) {
		for (let column = 0; column < edge; column++) {
			const u = (column + 0.5) / edge - 0.5;
			const v = (row + 0.5) / edge - 0.5;
			const x = repeats * stretch * (u * cos - v * sin + bend * v * v) + shift[0];
			const y = repeats * (u * sin + v * cos + bend * u * u) + shift[1];
			const cover = pattern(x, y, (1.5 * repeats) / edge);
			const shadow = shade * (u * Math.cos(light) + v * Math.sin(light));
			const at = (row * edge + column) * 3;
			for (let c = 0; c < 3; c++)
				pixels[at + c] = Math.min(Math.max(Math.round(ground[c]! + step[c]! * cover + shadow + noise[at + c]!), 0), 255);
		}
	}
	return pixels;
}
