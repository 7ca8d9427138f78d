import { dirname, isAbsolute, resolve as join } from "node:path";
import { resolveAugment } from "./augment.ts";
import type { CanonicalJob, CanonicalLayer } from "./canonical.ts";
import type { BackboneSection, FitSection, HeadLayer, Job } from "./document.ts";

/** From a document to what the rest reads: every setting present, paths absolute. */
export function resolveJob(canonical: CanonicalJob, file: string): Job {
	const folder = dirname(file);
	const path = (text: string): string => (isAbsolute(text) || /^s3:\/\//.test(text) ? text : join(folder, text));
	const { data } = canonical;
	const augment = canonical.augment === undefined ? null : resolveAugment(canonical.augment, canonical.fit.seed);
	return {
		version: 1,
		name: canonical.name,
		data: {
			...data,
			train: path(data.train),
			validation: "path" in data.validation ? { path: path(data.validation.path) } : data.validation,
		},
		backbone: resolveBackbone(canonical.backbone, path),
		augment,
		way: canonical.way,
		views: augment === null ? null : (canonical.views ?? null),
		head: canonical.head.map(resolveLayer),
		fit: resolveFit(canonical.fit),
		extract: canonical.extract,
		frozen: canonical.frozen,
		engine: canonical.engine ?? "onnx",
	};
}

/** Input sizes that the catalogue's networks were trained at, in pixels; SqueezeNet 1.1's 227 is Caffe's. */
const DEFAULT_SIZE: Readonly<Record<string, number>> = { squeezenet: 227, scattering: 64 };

function resolveBackbone(written: CanonicalJob["backbone"], path: (text: string) => string): BackboneSection {
	const side = DEFAULT_SIZE[written.name ?? ""] ?? 224;
	const given = written.weights ?? (written.file !== undefined || written.name === "scattering" ? null : "imagenet");
	return {
		name: written.name ?? null,
		file: written.file === undefined ? null : path(written.file),
		weights: given === null || given === "imagenet" || given === "random" ? given : path(given),
		sha256: written.sha256 ?? null,
		alpha: written.alpha,
		size: written.size ?? [side, side],
		cut: written.cut ?? null,
		pooling: written.pooling,
		preprocess: written.preprocess ?? null,
		interpolation: written.interpolation,
		fit: written.fit,
	};
}

const NO_PENALTY = { l1: 0, l2: 0 };

function resolveLayer(layer: CanonicalLayer): HeadLayer {
	if ("dense" in layer) {
		const { dense, kernelRegularizer = NO_PENALTY, biasRegularizer = NO_PENALTY, ...rest } = layer;
		return { kind: "dense", units: dense, ...rest, kernelRegularizer, biasRegularizer };
	}
	if ("dropout" in layer) return { kind: "dropout", rate: layer.dropout };
	if ("flatten" in layer) return { kind: "flatten" };
	if ("batch_norm" in layer) return { kind: "batch_norm", ...layer.batch_norm };
	return { kind: "activation", activation: layer.activation };
}

function resolveFit(fit: CanonicalJob["fit"]): FitSection {
	return {
		...fit,
		steps: fit.steps ?? null,
		validationSteps: fit.validationSteps ?? null,
		classWeight: fit.classWeight ?? null,
		earlyStopping: fit.earlyStopping ?? null,
	};
}
