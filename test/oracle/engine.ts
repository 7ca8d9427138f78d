import type { Graph } from "../../lib/backbone/graph.ts";
import { engineOf } from "../../lib/compute/engines.ts";
import type { Backbone, BackboneOptions } from "../../lib/engine/port.ts";

/** The engine that is held to the oracles: ONNX Runtime, or the one that FROSTLINE_TEST_ENGINE names (`npm run test:engines`). */
export const engine = engineOf(process.env.FROSTLINE_TEST_ENGINE || "onnx");

export const openBackbone = (graph: Graph, options: BackboneOptions): Promise<Backbone> => engine.openBackbone(graph, options);
