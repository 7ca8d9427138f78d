import { canonicalJson } from "../base/digest.ts";
import { TerminalError } from "../base/errors.ts";
import { bytesOf, decodeSafetensors, encodeSafetensors, float32Of } from "./safetensors.ts";

/**
 * A feature file: one shard's rows and skips. `features` F32 [n, d], `samples` U8 [n, 16], skips in the metadata. It holds no time and
 * no machine, so doing a shard twice gives the same bytes (F2).
 */
export const FEATURE_FORMAT = "frostline-features/1";
export const SAMPLE_ID_BYTES = 16;

export interface FeatureFile {
	/** Id of the space. */
	readonly space: string;
	/** Values in a row; 0 in a space without a backbone. */
	readonly dim: number;
	/** [n, dim] */
	readonly rows: Float32Array;
	/** n ids of 16 bytes. */
	readonly samples: readonly Uint8Array[];
	readonly skips: readonly SampleSkip[];
}

export interface SampleSkip {
	/** The sample's id, hex. */
	readonly sample: string;
	readonly image: string;
	readonly code: string;
	readonly detail: string;
}

export function encodeFeatureFile({ space, dim, rows, samples, skips }: FeatureFile): Uint8Array {
	const bad = nonFinite(rows);
	if (bad !== -1) {
		const sample = Buffer.from(samples[Math.floor(bad / dim)] ?? []).toString("hex");
		throw new TerminalError(
			"NON_FINITE_FEATURE",
			`value ${bad % dim} of sample ${sample}'s row is ${rows[bad]}: such a row ruins every fit it is part of`,
			{
				fix: "check that `preprocess` belongs to the weights, and that the weights are whole",
			},
		);
	}
	const ids = new Uint8Array(samples.length * SAMPLE_ID_BYTES);
	for (const [i, id] of samples.entries()) ids.set(id, i * SAMPLE_ID_BYTES);
	return encodeSafetensors(
		[
			{ name: "features", dtype: "F32", shape: [samples.length, dim], data: bytesOf(rows) },
			{ name: "samples", dtype: "U8", shape: [samples.length, SAMPLE_ID_BYTES], data: ids },
		],
		{ format: FEATURE_FORMAT, space, skips: canonicalJson(skips) },
	);
}

/** Index of the first value that is infinite or none; -1: all are numbers. Called for every row, so a plain loop: a callback takes six times as long. */
function nonFinite(values: Float32Array): number {
	for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
	return -1;
}

export function decodeFeatureFile(bytes: Uint8Array, name: string): FeatureFile {
	const { tensors, metadata } = decodeSafetensors(bytes, name);
	const features = tensors.get("features");
	const samples = tensors.get("samples");
	const [n, dim] = features?.shape ?? [];
	const skips = parseSkips(metadata.skips);
	if (
		skips === null ||
		metadata.format !== FEATURE_FORMAT ||
		features?.dtype !== "F32" ||
		n === undefined ||
		dim === undefined ||
		samples?.shape[0] !== n ||
		samples.shape[1] !== SAMPLE_ID_BYTES
	) {
		throw new TerminalError("BAD_FEATURE_FILE", `${name} is not a feature file of format ${FEATURE_FORMAT}`, {
			fix: "remove it and run again: its rows are computed anew",
		});
	}
	return {
		space: metadata.space ?? "",
		dim,
		rows: float32Of(features),
		samples: Array.from({ length: n }, (_, i) => samples.data.subarray(i * SAMPLE_ID_BYTES, (i + 1) * SAMPLE_ID_BYTES)),
		skips,
	};
}

/** The skips that a file's metadata record, or null where they are not a list of skips. */
export function parseSkips(text = "[]"): SampleSkip[] | null {
	try {
		const skips = JSON.parse(text) as Partial<SampleSkip>[];
		return skips.every(({ sample, code }) => typeof sample === "string" && typeof code === "string") ? (skips as SampleSkip[]) : null;
	} catch {
		return null; // not JSON, or not a list of objects
	}
}
