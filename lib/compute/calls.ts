import type { FilePlace } from "../base/file-part.ts";
import type { Views } from "../data/views.ts";
import type { EngineIdentity, LayerTrace } from "../engine/port.ts";
import type { Reading } from "../feature/source.ts";
import type { EpochRecord } from "../fit/epoch-record.ts";
import type { LayerFigures } from "../fit/layer-figures.ts";
import type { HeadSpec } from "../head/spec.ts";
import type { ImageTransform } from "../image/pixels.ts";
import type { Preprocessing } from "../image/preprocess.ts";
import type { SkipCode } from "../image/skip-code.ts";
import type { Variation } from "../image/vary.ts";
import type { Augment, BackboneSection, EngineChoice, FitSection, Pooling, Preprocess } from "../job/document.ts";

/**
 * What a parent may ask of a compute child, and what comes back. Files are local paths that the parent has put in place;
 * the child opens no connection (F7).
 */
export interface Calls {
	/** Reads a backbone's files into the graph form, cut, and writes it down as bytes. */
	readBackbone: { params: BackboneWanted; result: BackboneRead };
	/** Decodes images and, unless only checking, runs the backbone over them. */
	embed: { params: EmbedParams; result: Embedded };
	/** Decodes images into a file of pixels, for another process that embeds them. */
	decode: { params: EmbedParams & { into: string }; result: Decoded };
	/** Embeds pixels that another process has left in a file. */
	embedPixels: {
		params: { embedding: Embedding & { readonly graph: string }; pixels: string; count: number; batch: number };
		/** With how many images at a time: fewer than it was told where there was no memory for so many. */
		result: Embedded & { readonly batch: number };
	};
	/** Finds how many images at a time, `most` at most, a device is fastest with; images a second of each number that was tried. */
	measureBatch: {
		params: { embedding: Embedding & { readonly graph: string }; most: number };
		result: { readonly batch: number; readonly rates: readonly { readonly batch: number; readonly rate: number }[] };
	};
	/** Fits a head; asks the parent for rows when the way is frozen. */
	fit: { params: FitParams; result: FitOutcome };
	/** Composes preprocessing, backbone and head into one model file. */
	exportModel: { params: ExportParams; result: { model: Uint8Array; maxError: number } };
	/** Small JPEGs for the report; null where an image gives none. */
	thumbnails: { params: { files: readonly FilePlace[]; edge: number }; result: readonly (Uint8Array | null)[] };
	/** Pictures varied after they are brought to the input's size, as PNG of that size; null where an image gives none. */
	vary: { params: VaryParams; result: readonly (Uint8Array | null)[] };
	/** Names of the layers that a backbone may be cut at. */
	listLayers: { params: { section: BackboneSection; seed: number }; result: readonly string[] };
	/** Embeds the sixteen fixed pictures, and with `layers` looks at every layer. */
	canary: { params: { embedding: Embedding & { readonly graph: string }; layers: boolean; batch?: number }; result: CanaryRows };
	/** Has an engine compute for some seconds. */
	measureEngine: { params: { engine: string; seconds: number }; result: EngineMeasure };
	/** Runs an exported model on image files. */
	predict: { params: { model: string; files: readonly string[]; maxPixels: number }; result: Predicted };
}

export type Method = keyof Calls;

export interface BackboneWanted {
	readonly section: BackboneSection;
	readonly seed: number;
	/** What will compute it; ONNX Runtime if not given. */
	readonly engine?: EngineChoice;
	/** This machine will: the engine has to be installed here. */
	readonly here?: boolean;
}

export interface BackboneRead {
	/** encodeGraph's bytes. */
	readonly graph: Uint8Array;
	readonly topology: string;
	readonly weights: string;
	readonly cut: string;
	readonly preprocess: Preprocess | null;
	readonly source: {
		readonly name: string;
		readonly file: string | null;
		readonly sha256: string | null;
		readonly bytes: number;
		readonly format: string;
	};
	/** Shape of a feature row at the job's size and pooling. */
	readonly featureShape: readonly number[];
	/** As a space names it. */
	readonly engine: string;
}

/** How an image becomes a row. `graph` is the local file of an encoded graph; null checks that images decode and makes rows of no values. */
export interface Embedding {
	readonly graph: string | null;
	readonly transform: ImageTransform;
	/** What views from 1 on are drawn from. */
	readonly augment?: Augment;
	readonly pooling: Pooling;
	/** A job's by name; any other to try what somebody else may have done. */
	readonly preprocess: Preprocess | Preprocessing;
	readonly maxPixels: number;
	/** As the space names it. */
	readonly engine: string;
}

export interface EmbedParams {
	readonly embedding: Embedding;
	/** `view` is 0, the image itself, where it is absent. */
	readonly images: readonly { readonly file: FilePlace; readonly image: string; readonly view?: number }[];
}

export interface VaryParams {
	readonly transform: ImageTransform;
	readonly maxPixels: number;
	readonly images: readonly { readonly file: FilePlace; readonly variation: Variation }[];
}

export interface CanaryRows {
	/** [16, dim] */
	readonly rows: Float32Array;
	/** Stages in their order, decoding first; none unless asked for. */
	readonly layers: readonly LayerTrace[];
}

export interface EngineMeasure extends EngineIdentity {
	/** Billions of multiplications and additions a second, of 3×3 convolutions. */
	readonly gflops: number;
}

export interface Embedded {
	/** [kept, dim], in the order of `images`, skips left out. */
	readonly rows: Float32Array;
	readonly dim: number;
	readonly skips: readonly { readonly index: number; readonly code: SkipCode; readonly detail: string }[];
	/** Seconds by stage: read (waiting for bytes and decoding that the engine's work did not hide), infer. */
	readonly seconds: Readonly<Record<string, number>>;
}

export interface Decoded extends Pick<Embedded, "skips" | "seconds"> {
	/** Images in the file, [count, h, w, 3]. */
	readonly count: number;
}

export interface FitParams {
	readonly spec: HeadSpec;
	readonly fit: FitSection;
	readonly classes: readonly string[];
	readonly threads: number;
	readonly train: SampleTable;
	readonly validation: SampleTable;
	/** Feature files and where each sample's row is (features way); null: ask the parent for rows (frozen way). */
	readonly cached: CachedRows | null;
	/** Values in a row. */
	readonly dim: number;
	/** Bytes of the checkpoint to go on from. */
	readonly resume: Uint8Array | null;
	/** Of the space whose rows it learns from. */
	readonly engine: string;
}

/** Feature files, and where each sample's rows are: `file` and `row` hold the views of a sample one after the other, from `first` on. */
export interface CachedRows {
	readonly files: readonly string[];
	readonly file: Uint32Array;
	readonly row: Uint32Array;
	/** Absent where each sample has one row. */
	readonly views?: { readonly first: Uint32Array; readonly order: Views };
}

/** Samples of one side of the split: index into the fit's rows, class, and the image digest that its place in the order is drawn from. */
export interface SampleTable {
	readonly index: Uint32Array;
	readonly label: Int32Array;
	/** 32 bytes each. */
	readonly key: Uint8Array;
}

export interface FitOutcome {
	readonly epochs: readonly EpochRecord[];
	/** Head weights as safetensors, and the digest that names them. */
	readonly head: Uint8Array;
	readonly sha256: string;
	/** [validation samples, classes] of the final head. */
	readonly validation: Float32Array;
	readonly bestEpoch: number;
	readonly stoppedEarly: boolean;
	readonly layers: readonly LayerFigures[];
}

export interface ExportParams {
	readonly graph: string;
	readonly embedding: Omit<Embedding, "graph">;
	readonly spec: HeadSpec;
	readonly head: Uint8Array;
	readonly classes: readonly string[];
	/** A few images with the outputs that fitting gave them: the exported model must give the same. */
	readonly check: { readonly files: readonly FilePlace[]; readonly outputs: Float32Array };
	readonly metadata: Readonly<Record<string, string>>;
}

export interface Predicted {
	readonly classes: readonly string[];
	/** Per file: probabilities in the order of `classes`, or why there are none. */
	readonly results: readonly ({ readonly probabilities: readonly number[] } | { readonly code: SkipCode; readonly detail: string })[];
}

/** What a call says on the way; any message also shows that the child is alive. */
export type Progress =
	| { readonly kind: "images"; readonly done: number; readonly skips: number }
	| { readonly kind: "steps"; readonly done: number; readonly total: number }
	| { readonly kind: "epoch"; readonly record: EpochRecord; readonly of: number }
	| { readonly kind: "checkpoint"; readonly epoch: number; readonly bytes: Uint8Array }
	| { readonly kind: "note"; readonly code: string; readonly message: string };

/** What a call may ask its caller. */
export interface Asks {
	/** Rows of samples [n, dim], for the frozen way. */
	rows: { params: { samples: Uint32Array; reading: Reading }; result: Float32Array };
}

/** The messages on the channel. */
export type ToChild =
	| { readonly type: "call"; readonly id: number; readonly method: Method; readonly params: unknown }
	| { readonly type: "cancel"; readonly id: number }
	| { readonly type: "answer"; readonly ask: number; readonly result?: unknown; readonly error?: Failure };
export type FromChild =
	| { readonly type: "ready" }
	| { readonly type: "progress"; readonly id: number; readonly progress: Progress }
	| { readonly type: "ask"; readonly id: number; readonly ask: number; readonly name: keyof Asks; readonly params: unknown }
	| { readonly type: "result"; readonly id: number; readonly result: unknown }
	| { readonly type: "error"; readonly id: number; readonly error: Failure };

/** An error as it crosses the channel: its class is what the caller does next, so that survives. */
export interface Failure {
	readonly kind: "user" | "retryable" | "terminal" | "bug";
	readonly code: string;
	readonly message: string;
	readonly fix?: string;
	readonly path?: readonly (string | number)[];
	readonly stack?: string;
}
