// What the eight documents learn from: drawn images, the same on every machine.
import { cpSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The documents' file names, in their order. */
export function documents() {
	return readdirSync(dirname(fileURLToPath(import.meta.url))).filter((name) => name.endsWith(".yaml"));
}

/** `images`: six classes of a hundred; `two`: two of three hundred; `uneven`: as `images`, two of the classes with eighteen. */
export async function drawImages(folder) {
	const { drawSet } = await import("../../dist/lib/drawn/index.js");
	const images = join(folder, "images");
	await drawSet(images, { classes: 6, perClass: 100, edge: 64, seed: 7 });
	await drawSet(join(folder, "two"), { classes: 2, perClass: 300, edge: 64, seed: 7 });
	const uneven = join(folder, "uneven");
	cpSync(images, uneven, { recursive: true });
	for (const rare of readdirSync(uneven).slice(0, 2)) {
		for (const extra of readdirSync(join(uneven, rare)).slice(18)) rmSync(join(uneven, rare, extra));
	}
}
