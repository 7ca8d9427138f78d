import { onnx } from "../../../proto/gen/onnx.js";
import type { Graph } from "../../backbone/graph.ts";
import { UserError } from "../../base/errors.ts";
import type { HeadSpec } from "../../head/spec.ts";
import type { HeadState } from "../../head/state.ts";
import type { ImageTransform } from "../../image/pixels.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import type { BackboneOptions } from "../port.ts";
import { compileBackbone } from "./compile.ts";
import { appendHead } from "./head-forward.ts";
import { createSession } from "./session.ts";

/**
 * The model file that a job leaves: `image` uint8 [n, height, width, 3] in, `probabilities` float32 [n, classes] out. Labels and the way
 * an image becomes its input size travel in the metadata, so the file alone is enough to classify.
 */
const FORMAT = "frostline-classifier/1";

export function buildClassifier(
	graph: Graph,
	options: BackboneOptions,
	transform: ImageTransform,
	spec: HeadSpec,
	weights: HeadState["weights"],
	classes: readonly string[],
	metadata: Readonly<Record<string, string>>,
): Uint8Array {
	const builder = new GraphBuilder("classifier");
	const image = builder.input("image", "uint8", ["n", options.height, options.width, 3]);
	const features = compileBackbone(builder, graph, options, image);
	const output = appendHead(builder, spec, weights, features.output);
	builder.nodes("Identity", [output], {}, ["probabilities"]);
	builder.output("probabilities", "float", ["n", classes.length]);
	return builder.model({ ...metadata, format: FORMAT, classes: JSON.stringify(classes), transform: JSON.stringify(transform) });
}

export interface Classifier {
	readonly classes: readonly string[];
	readonly transform: ImageTransform;
	/** pixels [n, height, width, 3] → probabilities [n, classes]. */
	classify(pixels: Uint8Array, n: number): Promise<Float32Array>;
	close(): Promise<void>;
}

/** Opens a model file that `buildClassifier` wrote; anything else is a UserError that says so. */
export async function openClassifier(bytes: Uint8Array, name: string, threads: number): Promise<Classifier> {
	const { classes, transform } = readMetadata(bytes, name);
	const session = await createSession(bytes, { threads });
	return {
		classes,
		transform,
		async classify(pixels, n) {
			const { probabilities } = await session.run({
				image: { type: "uint8", shape: [n, transform.height, transform.width, 3], data: pixels },
			});
			return probabilities!.data as Float32Array;
		},
		close: () => session.close(),
	};
}

function readMetadata(bytes: Uint8Array, name: string): { classes: string[]; transform: ImageTransform } {
	const fix = "give a model.onnx that `frostline run` wrote";
	let model: onnx.Model;
	try {
		model = onnx.Model.decode(bytes);
	} catch (cause) {
		throw new UserError("BAD_MODEL_FILE", `${name} is not an ONNX model`, { cause, fix });
	}
	const metadata = new Map(model.metadataProps.map(({ key, value }) => [key, value]));
	if (metadata.get("format") !== FORMAT) {
		throw new UserError("BAD_MODEL_FILE", `${name} is an ONNX model, but not one of Frostline's: its metadata has no format "${FORMAT}"`, {
			fix,
		});
	}
	return {
		classes: JSON.parse(metadata.get("classes") ?? "[]") as string[],
		transform: JSON.parse(metadata.get("transform") ?? "{}") as ImageTransform,
	};
}
