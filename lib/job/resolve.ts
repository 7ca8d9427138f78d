import { dirname, isAbsolute, resolve as join } from "node:path";
import type { BackboneSection, FitSection, HeadLayer, Job, Optimizer } from "./document.ts";
import { jobSchema, type WrittenJob } from "./schema.ts";

/** From what a person wrote to what the rest reads: shorthands spelt out, every number present, paths absolute. */
export function resolveJob(written: WrittenJob, file: string): Job {
	const folder = dirname(file);
	const path = (text: string): string => (isAbsolute(text) ? text : join(folder, text));
	const { data, fit } = written;
	const validation = typeof data.validation === "string" ? { path: path(data.validation) } : "path" in data.validation ? { path: path(data.validation.path) } : data.validation;
	return {
		version: 1,
		name: written.name,
		data: { ...data, train: path(data.train), validation },
		backbone: resolveBackbone(written.backbone, path),
		way: written.way,
		head: written.head.map(resolveLayer),
		fit: resolveFit(fit),
		extract: written.extract,
	};
}

/** Input sizes that the catalogue's networks were trained at, in pixels; SqueezeNet 1.1's 227 is Caffe's. */
const DEFAULT_SIZE: Readonly<Record<string, number>> = { squeezenet: 227, scattering: 64 };

function resolveBackbone(written: WrittenJob["backbone"], path: (text: string) => string): BackboneSection {
	const size = written.size ?? DEFAULT_SIZE[written.name ?? ""] ?? 224;
	const given = written.weights ?? (written.file !== undefined || written.name === "scattering" ? null : "imagenet");
	return {
		name: written.name ?? null,
		file: written.file === undefined ? null : path(written.file),
		weights: given === null || given === "imagenet" || given === "random" ? given : path(given),
		sha256: written.sha256 ?? null,
		alpha: written.alpha,
		size: typeof size === "number" ? [size, size] : size,
		cut: written.cut ?? null,
		pooling: written.pooling,
		preprocess: written.preprocess ?? null,
		interpolation: written.interpolation,
		fit: written.fit,
	};
}

const NO_PENALTY = { l1: 0, l2: 0 };

function resolveLayer(layer: WrittenJob["head"][number]): HeadLayer {
	if (layer === "flatten") return { kind: "flatten" };
	if (layer === "batch_norm") return batchNorm({});
	if ("dense" in layer) {
		const { dense, kernelRegularizer = NO_PENALTY, biasRegularizer = NO_PENALTY, ...rest } = layer;
		return { kind: "dense", units: dense, ...rest, kernelRegularizer, biasRegularizer };
	}
	if ("dropout" in layer) return { kind: "dropout", rate: layer.dropout };
	if ("flatten" in layer) return { kind: "flatten" };
	if ("batch_norm" in layer) return batchNorm(layer.batch_norm === true ? {} : layer.batch_norm);
	return { kind: "activation", activation: layer.activation };
}

function batchNorm(written: { momentum?: number; epsilon?: number; center?: boolean; scale?: boolean }): HeadLayer {
	return { kind: "batch_norm", momentum: 0.99, epsilon: 1e-3, center: true, scale: true, ...written };
}

function resolveFit(fit: WrittenJob["fit"]): FitSection {
	return {
		...fit,
		optimizer: typeof fit.optimizer === "string" ? defaultsOf(fit.optimizer) : fit.optimizer,
		steps: fit.steps ?? null,
		validationSteps: fit.validationSteps ?? null,
		classWeight: fit.classWeight ?? null,
		earlyStopping: fit.earlyStopping ?? null,
	};
}

/** An optimiser's defaults, from the schema itself. */
function defaultsOf(name: Optimizer["name"]): Optimizer {
	return jobSchema.shape.fit.shape.optimizer.parse({ name }) as Optimizer;
}
