// Draws the images of job.yaml beside it: six classes of sixty, the same on every machine.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensure } from "../../scripts/ensure.js";

ensure();
const { drawSet } = await import("../../dist/lib/drawn/index.js");
const folder = join(dirname(fileURLToPath(import.meta.url)), "images");
const drawn = await drawSet(folder, { classes: 6, perClass: 60, edge: 64, seed: 7 });
process.stdout.write(`${drawn} images in ${folder}\n`);
