import { digestOf } from "../base/digest.ts";
import { type CanonicalAugment, canonicalAugment } from "./augment.ts";
import type { EngineChoice, Optimizer } from "./document.ts";
import { layerKinds } from "./layers.ts";
import { optimizerOf } from "./optimizers.ts";
import type { WrittenJob } from "./schema.ts";

type WrittenLayer = WrittenJob["head"][number];

/**
 * A document with its defaults filled in, its shorthands spelt out and its paths as written: what it means, whatever its format,
 * comments, shorthands and order of keys. It is itself a document. Its digest names the job, on every machine the same.
 */
export interface CanonicalJob extends Omit<WrittenJob, "data" | "backbone" | "augment" | "engine" | "head" | "fit"> {
	readonly data: Omit<WrittenJob["data"], "validation"> & { readonly validation: { readonly split: number } | { readonly path: string } };
	readonly backbone: Omit<WrittenJob["backbone"], "size"> & { readonly size?: [number, number] };
	readonly augment?: CanonicalAugment;
	/** Absent: onnx, so that jobs are named as they were before there was a choice. */
	readonly engine?: Exclude<EngineChoice, "onnx">;
	readonly head: CanonicalLayer[];
	readonly fit: Omit<WrittenJob["fit"], "optimizer"> & { readonly optimizer: Optimizer };
}

export type CanonicalLayer = Exclude<WrittenLayer, string | { batch_norm: unknown }> | { readonly batch_norm: Required<BatchNormSettings> };
type BatchNormSettings = Exclude<Extract<WrittenLayer, { batch_norm: unknown }>["batch_norm"], true>;

export function canonicalJob({ data, backbone: { size, ...backbone }, augment, engine, head, fit, ...rest }: WrittenJob): CanonicalJob {
	return {
		...rest,
		data: { ...data, validation: typeof data.validation === "string" ? { path: data.validation } : data.validation },
		backbone: { ...backbone, ...(size === undefined ? {} : { size: typeof size === "number" ? [size, size] : size }) },
		...(augment === undefined ? {} : { augment: canonicalAugment(augment) }),
		...(engine === "onnx" ? {} : { engine }),
		head: head.map(canonicalLayer),
		fit: { ...fit, optimizer: optimizerOf(fit.optimizer) },
	};
}

function canonicalLayer(layer: WrittenLayer): CanonicalLayer {
	if (layer === "flatten") return { flatten: true };
	if (layer === "batch_norm") return batchNorm({});
	return "batch_norm" in layer ? batchNorm(layer.batch_norm === true ? {} : layer.batch_norm) : layer;
}

/** The settings with their defaults, which are the schema's own. */
function batchNorm(settings: object): CanonicalLayer {
	return layerKinds.batch_norm.parse({ batch_norm: settings }) as Extract<CanonicalLayer, { batch_norm: unknown }>;
}

export function jobDigest(canonical: CanonicalJob): string {
	return digestOf(canonical);
}

export function jobId(canonical: CanonicalJob): string {
	return `${canonical.name}-${jobDigest(canonical).slice(0, 8)}`;
}
