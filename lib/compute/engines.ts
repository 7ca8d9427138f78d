import { onnxEngine, onnxEngineOn } from "../engine/onnx/index.ts";
import type { Engine } from "../engine/port.ts";
import { findTfjs, missing, tfjsEngine, tfjsKinds } from "../engine/tfjs/index.ts";
import type { EngineChoice, EngineName } from "../job/document.ts";

const engines: Readonly<Record<EngineName, () => Engine>> = {
	onnx: () => onnxEngine,
	"onnx-cuda": () => onnxEngineOn("onnx-cuda", "cuda"),
	"onnx-cuda-tf32": () => onnxEngineOn("onnx-cuda-tf32", "cuda-tf32"),
	"onnx-cuda-fp16": () => onnxEngineOn("onnx-cuda-fp16", "cuda-fp16"),
	"onnx-webgpu": () => onnxEngineOn("onnx-webgpu", "webgpu"),
	"tfjs-node-gpu": () => tfjsEngine("tfjs-node-gpu"),
	"tfjs-node": () => tfjsEngine("tfjs-node"),
	"tfjs-wasm": () => tfjsEngine("tfjs-wasm"),
};

/** What this machine computes a space of `any` engine with: as its operator chose, or the GPU's engine where it is installed, else ONNX Runtime. */
export function engineHere(name: string, chosen: EngineName | undefined): string {
	if (name !== "any") return name;
	return chosen ?? (findTfjs("tfjs-node-gpu") === null ? "onnx" : "tfjs-node-gpu");
}

/** The engine of a name. `any` is none: a machine has to have made up its mind (`engineHere`). */
export function engineOf(name: string): Engine {
	const engine = engines[name as EngineName];
	if (engine === undefined) throw new RangeError(`there is no engine ${name}; there are ${Object.keys(engines).join(", ")}`);
	return engine();
}

/** The engine that fits a head: of the space whose rows it learns from, and of `any` the one that is everywhere. */
export function headEngineOf(name: string): Engine {
	return name === "any" ? onnxEngine : engineOf(name);
}

/**
 * The name that a space bears for what the document says: of `tfjs` the fastest kind installed here, since its kinds differ in their last bits.
 *
 * @throws UserError ENGINE_MISSING if it has to be here and is not
 */
export function resolveEngine(choice: EngineChoice, here: boolean): EngineName | "any" {
	if (choice === "tfjs") {
		const kind = tfjsKinds.find((each) => findTfjs(each) !== null);
		if (kind === undefined) throw missing("tfjs-node");
		return kind;
	}
	const kind = tfjsKinds.find((each) => each === choice);
	if (here && kind !== undefined && findTfjs(kind) === null) throw missing(kind);
	return choice;
}
