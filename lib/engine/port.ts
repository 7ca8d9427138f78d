import type { Graph } from "../backbone/graph.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { HeadState } from "../head/state.ts";
import type { Preprocessing } from "../image/preprocess.ts";
import type { Loss, Optimizer, Pooling, Preprocess } from "../job/document.ts";

/** An engine runs in a compute child (F7). It never touches the network and never sees a path: graphs and rows come in, rows and weights go out. */
export interface Engine {
	readonly name: string;
	/** Loads its library, and says which it is. */
	describe(): Promise<EngineIdentity>;
	/** Compiles a cut graph for one input size. Pixels are uint8 RGB; preprocessing, layout and batch norm are inside. */
	openBackbone(graph: Graph, options: BackboneOptions): Promise<Backbone>;
	/** Compiles the head's training step and its forward pass, starting from `state`. */
	openHead(spec: HeadSpec, options: HeadOptions, state: HeadState): Promise<HeadTrainer>;
	/** What the layers that end in an activation give for x [rows, d], by their place in the head. */
	inspectHead(spec: HeadSpec, weights: HeadState["weights"], x: Float32Array, rows: number, threads: number): Promise<LayerOutput[]>;
	/** What each layer of a backbone makes of some images, pixels [n, height, width, 3], in few numbers: for finding where two computations part. */
	traceBackbone(graph: Graph, options: BackboneOptions, pixels: Uint8Array, n: number): Promise<LayerTrace[]>;
}

export interface EngineIdentity {
	/** Of its library. */
	readonly version: string;
	/** Where it computes, in words. */
	readonly device: string;
}

export interface LayerTrace {
	/** The layer's name; in the order of the graph. Layers that an engine has merged with others are left out. */
	readonly name: string;
	/** Mean of each channel over images and pixels, [c]; of a layer whose outputs have no pixels, of each value. */
	readonly means: Float32Array;
}

export interface LayerOutput {
	readonly at: number;
	readonly units: number;
	/** Units that give the same for every row. */
	readonly constant: number;
	/** Share of values within 0.01 of a bound of sigmoid or tanh, whatever the activation is. */
	readonly saturated: number;
}

export interface BackboneOptions {
	readonly height: number;
	readonly width: number;
	readonly pooling: Pooling;
	readonly preprocess: Preprocess | Preprocessing;
	readonly threads: number;
	/** Images of one native call, where the engine's own number does not do. */
	readonly batch?: number;
}

export interface Backbone {
	/** Shape of one feature row: [d], or [h, w, c] when nothing pools. Its product is the row's length. */
	readonly featureShape: readonly number[];
	/** Rows that one native call computes; `embed` pads to it, so a row never depends on its neighbours. */
	readonly batch: number;
	/** pixels [n, height, width, 3] → rows [n, d], for any n. */
	embed(pixels: Uint8Array, n: number): Promise<Float32Array>;
	close(): Promise<void>;
}

export interface HeadOptions {
	readonly loss: Loss;
	readonly optimizer: Optimizer;
	/** Rows per step; the last step of a pass is padded with rows of `valid` 0. */
	readonly batch: number;
	readonly threads: number;
	/** The learning rate is the optimiser's own at every step, so that the compiled step may have it built in. */
	readonly steadyRate?: boolean;
}

/** `steps` consecutive batches, k of them, b rows each. */
export interface StepChunk {
	readonly steps: number;
	/** [k, b, d] */
	readonly x: Float32Array;
	/** [k, b] class indices; anything in padding rows. */
	readonly labels: Int32Array;
	/** [k, b] 1 for a row, 0 for padding. */
	readonly valid: Float32Array;
	/** [k, b] factor of the row's loss (class weight), 0 for padding. */
	readonly weight: Float32Array;
	/** [k] */
	readonly learningRate: Float32Array;
	/** By dropout layer's name, [k, b, units]: 1 keeps a unit, 0 drops it. */
	readonly masks: ReadonlyMap<string, Uint8Array>;
}

/** Per step, before its update, with dropout, as Keras reports: loss (with penalties) and how many valid rows were right. */
export interface StepResult {
	readonly loss: Float32Array; // [k]
	readonly correct: Float32Array; // [k]
}

export interface HeadTrainer {
	/** Runs the steps in order; weights and slots stay inside. Splitting a chunk in two changes no bit of the result. */
	steps(chunk: StepChunk): Promise<StepResult>;
	/** Inference: x [n, d] → outputs [n, classes], padded inside to a fixed batch. */
	predict(x: Float32Array, n: number): Promise<Float32Array>;
	/** The present values themselves, not a copy: they change with the next `steps`. */
	state(): HeadState;
	close(): Promise<void>;
}
