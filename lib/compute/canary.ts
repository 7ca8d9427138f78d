import { readFile } from "node:fs/promises";
import { decodeGraph } from "../backbone/serial.ts";
import { TerminalError } from "../base/errors.ts";
import { CANARIES, CANARY_EDGE, canaryPicture } from "../drawn/canary.ts";
import { encodePng } from "../image/thumbnail.ts";
import { loadRow } from "../image/transform.ts";
import { compiledBackbone } from "./backbones.ts";
import type { Calls } from "./calls.ts";
import { engineOf } from "./engines.ts";

/** Of the pictures, so many go through the backbone once more with every layer looked at. */
const TRACED = 4;

/** Takes the canary's pictures all the way from a file's bytes to rows, and with `layers` says what each stage on the way came to. */
export async function canary({ embedding, layers, batch }: Calls["canary"]["params"]): Promise<Calls["canary"]["result"]> {
	const { transform, pooling, preprocess, maxPixels, engine } = embedding;
	const size = transform.height * transform.width * 3;
	const pixels = new Uint8Array(CANARIES * size);
	for (let i = 0; i < CANARIES; i++) {
		const file = await encodePng(canaryPicture(i), CANARY_EDGE, CANARY_EDGE);
		const skip = await loadRow(file, transform, { maxPixels: Math.max(maxPixels, CANARY_EDGE ** 2) }, pixels, i * size);
		if (skip !== null) throw new TerminalError("CANARY_UNREADABLE", `this machine cannot decode a PNG file: ${skip.detail}`);
	}
	const backbone = await compiledBackbone(embedding, batch);
	const rows = await backbone.embed(pixels, CANARIES);
	if (!layers) return { rows, layers: [] };
	const options = { height: transform.height, width: transform.width, pooling, preprocess, threads: 1 };
	const graph = decodeGraph(await readFile(embedding.graph));
	const traced = await engineOf(engine).traceBackbone(graph, options, pixels.subarray(0, TRACED * size), TRACED);
	return { rows, layers: [{ name: DECODING, means: pictureMeans(pixels, size) }, ...traced] };
}

/** Stands before the layers: what comes of reading and resizing. */
const DECODING = "(decoding)";

/** Mean of each channel of each picture, [pictures · 3]. */
function pictureMeans(pixels: Uint8Array, size: number): Float32Array {
	const sums = new Float64Array((pixels.length / size) * 3);
	for (const [i, value] of pixels.entries()) sums[Math.floor(i / size) * 3 + (i % 3)]! += value;
	return Float32Array.from(sums, (sum) => sum / (size / 3));
}
