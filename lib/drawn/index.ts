// The drawn image set: photos' stand-in for the demo and for tests, made from nothing, the same on every machine.
//   patterns.ts — the classes
//   picture.ts  — one picture: pattern, colours, light, noise
//   canary.ts   — the sixteen pictures that workers are compared on
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePng } from "../image/thumbnail.ts";
import { patterns } from "./patterns.ts";
import { drawPicture } from "./picture.ts";

export interface DrawnSet {
	readonly classes: number;
	readonly perClass: number;
	/** Pixels along each side. */
	readonly edge: number;
	readonly seed: number;
}

/** Writes a folder per class with PNG files `0000.png` … into `folder`. Answers how many there are. */
export async function drawSet(folder: string, { classes, perClass, edge, seed }: DrawnSet): Promise<number> {
	const chosen = [...patterns].slice(0, classes);
	if (chosen.length < classes) throw new RangeError(`there are ${patterns.size} drawn classes, not ${classes}`);
	for (const [className, pattern] of chosen) {
		await mkdir(join(folder, className), { recursive: true });
		const numbers = Array.from({ length: perClass }, (_, number) => number);
		await Promise.all(
			numbers.map(async (number) => {
				const pixels = drawPicture(pattern, { seed, className, number, edge });
				await writeFile(join(folder, className, `${String(number).padStart(4, "0")}.png`), await encodePng(pixels, edge, edge));
			}),
		);
	}
	return classes * perClass;
}
