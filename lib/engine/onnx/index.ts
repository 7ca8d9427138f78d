// The engine `onnx`: graph forms compiled to ONNX and run by ONNX Runtime. In the order things meet:
//   session.ts     — the one importer of onnxruntime-node: a model's bytes to something that runs
//   ops.ts         — one row per operation of the graph form: how it is written in ONNX
//   compile.ts     — a cut graph into an ONNX graph, from uint8 pixels to features; backbone.ts opens it
//   head-*.ts      — layers, losses and optimisers of a head, one row each; head-step.ts: a whole training step as the body of one Scan
//   trace.ts       — what each layer makes of some images, in few numbers
//   classifier.ts  — backbone and head as one model file, and that file run again
import type { Graph } from "../../backbone/graph.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import type { Engine } from "../port.ts";
import { openBackbone } from "./backbone.ts";
import { type CompileOptions, compileBackbone } from "./compile.ts";
import { openHead } from "./head.ts";
import { inspectHead } from "./head-inspect.ts";
import { libraryVersion, type Provider } from "./session.ts";
import { traceBackbone } from "./trace.ts";

const DEVICES: Readonly<Record<Provider, string>> = {
	cpu: "CPU",
	"cpu-fp16": "CPU (halves)",
	cuda: "NVIDIA GPU (CUDA)",
	"cuda-tf32": "NVIDIA GPU (CUDA, TF32)",
	"cuda-fp16": "NVIDIA GPU (CUDA, halves)",
	webgpu: "GPU (WebGPU)",
};

/** On the CPU, or its backbones on something else; heads are small enough for the CPU always. */
export function onnxEngineOn(name: string, provider: Provider): Engine {
	return {
		name,
		describe: async () => ({ version: await libraryVersion(), device: DEVICES[provider] }),
		openBackbone: (graph, options) => openBackbone(graph, options, provider),
		traceBackbone: (graph, options, pixels, n) => traceBackbone(graph, options, pixels, n, provider),
		openHead,
		inspectHead,
	};
}

export const onnxEngine: Engine = onnxEngineOn("onnx", "cpu");
export { buildClassifier, type Classifier, openClassifier } from "./classifier.ts";

/** Shape of a feature row, without running anything. Throws the same errors as opening the backbone. */
export function featureShape(graph: Graph, options: CompileOptions): readonly number[] {
	const builder = new GraphBuilder(graph.name);
	const image = builder.input("image", "uint8", ["n", options.height, options.width, 3]);
	return compileBackbone(builder, graph, options, image).shape;
}
