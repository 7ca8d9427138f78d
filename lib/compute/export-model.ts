import { readFile } from "node:fs/promises";
import { decodeGraph } from "../backbone/serial.ts";
import { TerminalError } from "../base/errors.ts";
import { readPlace } from "../base/file-part.ts";
import { buildClassifier, openClassifier } from "../engine/onnx/index.ts";
import { decodeHead } from "../head/serial.ts";
import { loadRow } from "../image/transform.ts";
import type { Calls, ExportParams } from "./calls.ts";

/**
 * The exported model composes the same parts in another graph with another batch size, so float sums may differ in their last
 * bits; measured differences stay below 1e-5, and a wrong channel order or layout shows as more than 1e-2.
 */
const TOLERANCE = 1e-3;

/** Builds the model file and proves it: the images that the fit was validated on must give the outputs that the fit gave. */
export async function exportModel(params: ExportParams): Promise<Calls["exportModel"]["result"]> {
	const { transform, pooling, preprocess, maxPixels } = params.embedding;
	const graph = decodeGraph(await readFile(params.graph));
	const options = { height: transform.height, width: transform.width, pooling, preprocess, threads: 1 };
	const model = buildClassifier(graph, options, transform, params.spec, decodeHead(params.head), params.classes, params.metadata);
	const classifier = await openClassifier(model, "the exported model", 1);
	const pixels = new Uint8Array(transform.height * transform.width * 3);
	let maxError = 0;
	for (const [i, file] of params.check.files.entries()) {
		if ((await loadRow(await readPlace(file), transform, { maxPixels }, pixels, 0)) !== null) continue;
		const got = await classifier.classify(pixels, 1);
		for (const [c, value] of got.entries()) maxError = Math.max(maxError, Math.abs(value - params.check.outputs[i * got.length + c]!));
	}
	await classifier.close();
	if (!(maxError <= TOLERANCE)) {
		throw new TerminalError(
			"EXPORT_DIFFERS",
			`the exported model's outputs differ from the fit's by up to ${maxError}, more than ${TOLERANCE}`,
			{ fix: "report this with the job document: the head and its features are in the store and are right" },
		);
	}
	return { model, maxError };
}
