import { FrostlineError } from "../base/errors.ts";
import { inTurns } from "../base/in-turns.ts";
import { featurePrefix } from "../store/keys.ts";
import type { Store } from "../store/port.ts";
import { FEATURE_FORMAT, parseSkips, SAMPLE_ID_BYTES, type SampleSkip } from "./file.ts";
import { safetensorsHeaderOf } from "./safetensors.ts";

/** Files asked for at a time: enough to hide a remote store's latency. */
const READERS = 16;
/** Holds the header of any file without many skips, and the whole file where rows have no values. */
const HEADER_BYTES = 16 * 1024;

/** Where each sample's row of a space is, from the feature files themselves: the store is the truth (F1). */
export type Found = { readonly kind: "row"; readonly key: string; readonly row: number } | ({ readonly kind: "skip" } & SampleSkip);

export interface RowIndex {
	/** A sample's row or recorded skip, or null: it has yet to be computed. */
	find(sample: Uint8Array): Found | null;
	/** Keys of files that are not whole; their rows count as missing. */
	readonly damaged: readonly string[];
	readonly rows: number;
	readonly skips: readonly SampleSkip[];
}

/**
 * Reads names and ids of all feature files of a space: a few kilobytes of each, whatever its rows weigh. Rows are checked by their file's digest when a
 * fit reads them.
 */
export async function openRowIndex(store: Store, space: string): Promise<RowIndex> {
	const keys: string[] = [];
	for await (const key of store.list(featurePrefix(space))) if (key.endsWith(".safetensors")) keys.push(key);
	const read = await inTurns(keys, READERS, (key) => readIds(store, key, space).catch(damagedOnly));
	const found = new Map<string, Found>();
	const damaged: string[] = [];
	const skips: SampleSkip[] = [];
	let rows = 0;
	for (const [i, key] of keys.entries()) {
		const file = read[i] ?? null;
		if (file === null) {
			damaged.push(key);
			continue;
		}
		for (let row = 0; row * SAMPLE_ID_BYTES < file.ids.length; row++) {
			const id = file.ids.toString("hex", row * SAMPLE_ID_BYTES, (row + 1) * SAMPLE_ID_BYTES);
			if (found.has(id)) continue; // one sample in two shards of different plans: both rows are the same
			found.set(id, { kind: "row", key, row });
			rows++;
		}
		for (const skip of file.skips) {
			if (found.has(skip.sample)) continue;
			found.set(skip.sample, { kind: "skip", ...skip });
			skips.push(skip);
		}
	}
	return {
		damaged,
		rows,
		skips,
		find: (sample) => found.get(Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength).toString("hex")) ?? null,
	};
}

/** Damaged files are removed and computed again, so a store that cannot be reached just now must not make a whole file look damaged. */
function damagedOnly(error: unknown): null {
	if (error instanceof FrostlineError && (error.code === "DAMAGED_OBJECT" || error.code === "BAD_SAFETENSORS")) return null;
	throw error;
}

async function readIds(store: Store, key: string, space: string): Promise<{ ids: Buffer; skips: SampleSkip[] } | null> {
	let start = await store.range(key, 0, HEADER_BYTES);
	if (start === null) return null;
	let header = safetensorsHeaderOf(start.bytes, start.total, key);
	if ("needs" in header) {
		start = await store.range(key, 0, header.needs);
		if (start === null) return null;
		header = safetensorsHeaderOf(start.bytes, start.total, key);
		if ("needs" in header) return null;
	}
	const { tensors, metadata } = header;
	const samples = tensors.get("samples");
	const rows = tensors.get("features")?.shape[0];
	if (samples?.dtype !== "U8" || samples.shape[1] !== SAMPLE_ID_BYTES || samples.shape[0] !== rows) return null;
	if (metadata.format !== FEATURE_FORMAT || metadata.space !== space) return null;
	const skips = parseSkips(metadata.skips);
	if (skips === null) return null;
	if (samples.to <= start.bytes.length) return { ids: Buffer.from(start.bytes.subarray(samples.from, samples.to)), skips };
	const ids = await store.range(key, samples.from, samples.to - samples.from);
	return ids === null || ids.bytes.length !== samples.to - samples.from ? null : { ids: Buffer.from(ids.bytes), skips };
}
