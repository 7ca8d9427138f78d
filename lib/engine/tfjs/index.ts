// The engine `tfjs`: graph forms computed by TensorFlow.js, on a GPU, by TensorFlow's own library or by WebAssembly. In the order things meet:
//   library.ts   — the packages: which are installed, and loading one
//   program.ts   — steps from values to values, and running them with as little in memory as there can be
//   kernels.ts   — one row per ONNX operation; formula.ts: what is written with them as a program
//   ops.ts       — one row per operation of the graph form; convolve.ts and pool.ts: the larger ones; assembler.ts writes programs with them
//   compile.ts   — a cut graph as a program, from pixels to features; backbone.ts opens it
//   head.ts      — a head's training step, by the other engine's formulas
import type { Engine } from "../port.ts";
import { openBackbone, traceBackbone } from "./backbone.ts";
import { inspectHead, openHead } from "./head.ts";
import { describe, loadTfjs, type TfjsKind } from "./library.ts";

export { enginesFolder, type Found, findTfjs, installFlag, missing, type TfjsKind, tfjsKinds } from "./library.ts";

/** The engine on one of its packages, which is loaded with its first backbone or head. */
export function tfjsEngine(kind: TfjsKind): Engine {
	return {
		name: kind,
		describe: () => describe(kind),
		openBackbone: async (graph, options) => openBackbone(await loadTfjs(kind, options.threads), kind, graph, options),
		traceBackbone: async (graph, options, pixels, n) => traceBackbone(await loadTfjs(kind, options.threads), graph, options, pixels, n),
		openHead: async (spec, options, state) => openHead(await loadTfjs(kind, options.threads), spec, options, state),
		inspectHead: async (spec, weights, x, rows, threads) => inspectHead(await loadTfjs(kind, threads), spec, weights, x, rows),
	};
}
