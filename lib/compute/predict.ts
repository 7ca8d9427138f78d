import { readFile } from "node:fs/promises";
import { openClassifier } from "../engine/onnx/index.ts";
import { loadRow } from "../image/transform.ts";
import type { Calls, Predicted } from "./calls.ts";
import type { CallContext } from "./child.ts";

/** Runs an exported model on files, one image at a time: a bad one is a reason in its place (F3). */
export async function predict({ model, files, maxPixels }: Calls["predict"]["params"], context: CallContext): Promise<Predicted> {
	const classifier = await openClassifier(await readFile(model), model, 1);
	const { transform, classes } = classifier;
	const pixels = new Uint8Array(transform.height * transform.width * 3);
	const results: Predicted["results"][number][] = [];
	for (const file of files) {
		context.signal.throwIfAborted();
		const bytes = await readFile(file).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
		const skip =
			bytes instanceof Error
				? { code: "UNREADABLE" as const, detail: bytes.message }
				: await loadRow(bytes, transform, { maxPixels }, pixels, 0);
		results.push(skip ?? { probabilities: [...(await classifier.classify(pixels, 1))] });
		void context.progress({ kind: "images", done: results.length, skips: 0 });
	}
	await classifier.close();
	return { classes, results };
}
