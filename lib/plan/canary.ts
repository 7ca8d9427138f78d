import type { CanaryRows, Embedding } from "../compute/calls.ts";
import type { ComputePool } from "../compute/pool.ts";
import { bytesOf, decodeSafetensors, encodeSafetensors, float32Of, type NamedTensor } from "../feature/safetensors.ts";
import { backboneOf, type Space, spaceId } from "../feature/space.ts";
import { canaryKey } from "../store/keys.ts";
import type { Store } from "../store/port.ts";
import { embeddingOf } from "./embedding.ts";

/**
 * Of the largest value of all rows. Engines sum in other orders: up to 2e-5 for the catalogue's networks (test/oracle/networks.test.ts), of MobileNetV2. A wrong weight, channel
 * order or kernel is off by more than 1e-3.
 */
export const CANARY_TOLERANCE = 1e-4;
/** TF32 and halves keep 10 binary digits of each factor: up to 1.3e-3 measured of SqueezeNet's and scattering's rows in halves. */
const COARSE_TOLERANCE = 5e-3;

export function canaryTolerance(engine: string): number {
	return /-(tf32|fp16)$/.test(engine) ? COARSE_TOLERANCE : CANARY_TOLERANCE;
}

/** A layer has parted at this share of what rows may differ by: its channel means smooth out what single values show. */
const LAYER_SHARE = 0.1;

export interface CanaryVerdict {
	/** Of the largest value. */
	readonly difference: number;
	readonly tolerance: number;
}

/** Puts a canary of a planned space beside its backbone, computed by the engine that is everywhere; nothing where there is one. */
export async function publishCanary(space: Space, store: Store, pool: ComputePool, signal: AbortSignal): Promise<void> {
	const backbone = backboneOf(space);
	if (backbone === null) return;
	const key = canaryKey(backbone, spaceId(space));
	if ((await store.size(key)) !== null) return;
	const embedding = await canaryEmbedding(space, store);
	const computed = await pool.call("canary", { embedding: { ...embedding, engine: "onnx" }, layers: true }, { signal });
	await store.put(key, encodeCanary(computed));
}

/** A space's canary; null where its planner has left none. */
export async function readCanary(space: Space, store: Store): Promise<CanaryRows | null> {
	const backbone = backboneOf(space);
	const bytes = backbone === null ? null : await store.get(canaryKey(backbone, spaceId(space)));
	return bytes === null ? null : decodeCanary(bytes);
}

/** A space's conditions as a canary is computed under: views are of the same images, and need none of their own. */
export async function canaryEmbedding({ augment: _, ...space }: Space, store: Store): Promise<Embedding & { readonly graph: string }> {
	const { graph, ...embedding } = await embeddingOf(space, space.maxPixels, store);
	if (graph === null) throw new Error("a space whose rows have values has a backbone");
	return { graph, ...embedding };
}

export function judge(reference: CanaryRows, own: CanaryRows, engine: string): CanaryVerdict {
	return { difference: difference(reference.rows, own.rows), tolerance: canaryTolerance(engine) };
}

/** The first stage that two computations part at; null where all that both looked at agree. */
export function partsAt(reference: CanaryRows, own: CanaryRows, tolerance: number): string | null {
	const ours = new Map(own.layers.map(({ name, means }) => [name, means]));
	const parted = reference.layers.find(({ name, means }) => {
		const other = ours.get(name);
		return other !== undefined && !(difference(means, other) <= tolerance * LAYER_SHARE);
	});
	return parted?.name ?? null;
}

/** Largest difference as a share of the largest value; infinite where the shapes differ or a value is no number. */
function difference(a: Float32Array, b: Float32Array): number {
	if (a.length !== b.length) return Number.POSITIVE_INFINITY;
	let most = 0;
	let largest = 0;
	for (const [i, value] of a.entries()) {
		const off = Math.abs(value - b[i]!);
		if (!Number.isFinite(off)) return Number.POSITIVE_INFINITY;
		if (off > most) most = off;
		if (Math.abs(value) > largest) largest = Math.abs(value);
	}
	return most === 0 ? 0 : most / largest;
}

const ROWS = "rows";

export function encodeCanary({ rows, layers }: CanaryRows): Uint8Array {
	const tensor = (name: string, values: Float32Array): NamedTensor => ({
		name,
		dtype: "F32",
		shape: [values.length],
		data: bytesOf(values),
	});
	return encodeSafetensors([tensor(ROWS, rows), ...layers.map(({ means }, i) => tensor(`layer ${i}`, means))], {
		layers: JSON.stringify(layers.map(({ name }) => name)),
	});
}

export function decodeCanary(bytes: Uint8Array): CanaryRows {
	const { tensors, metadata } = decodeSafetensors(bytes, "the stored canary");
	const names = JSON.parse(metadata.layers ?? "[]") as string[];
	return { rows: float32Of(tensors.get(ROWS)!), layers: names.map((name, i) => ({ name, means: float32Of(tensors.get(`layer ${i}`)!) })) };
}
