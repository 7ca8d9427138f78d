import { FrostlineError } from "../base/errors.ts";
import { inTurns } from "../base/in-turns.ts";
import { featurePrefix } from "../store/keys.ts";
import type { Store } from "../store/port.ts";
import { FEATURE_FORMAT, parseSkips, SAMPLE_ID_BYTES, type SampleSkip } from "./file.ts";
import { IdTable } from "./id-table.ts";
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
	const files = keys.flatMap((key, i) => (read[i] == null ? [] : [{ key, ...read[i] }]));
	const most = files.reduce((sum, { ids }) => sum + ids.length / SAMPLE_ID_BYTES, 0);
	const rows = new IdTable(most);
	const [fileOf, rowOf] = [new Uint32Array(most), new Uint32Array(most)];
	for (const [file, { ids }] of files.entries()) {
		for (let row = 0; row * SAMPLE_ID_BYTES < ids.length; row++) {
			const number = rows.size;
			// One sample in two shards of different plans: both rows are the same.
			if (!rows.add(ids.subarray(row * SAMPLE_ID_BYTES, (row + 1) * SAMPLE_ID_BYTES))) continue;
			fileOf[number] = file;
			rowOf[number] = row;
		}
	}
	const skips = new Map<string, SampleSkip>();
	for (const skip of files.flatMap((file) => file.skips))
		if (!skips.has(skip.sample) && rows.find(Buffer.from(skip.sample, "hex")) === -1) skips.set(skip.sample, skip);
	return {
		damaged: keys.filter((_, i) => read[i] == null),
		rows: rows.size,
		skips: [...skips.values()],
		find(sample) {
			const id = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
			const number = rows.find(id);
			if (number !== -1) return { kind: "row", key: files[fileOf[number]!]!.key, row: rowOf[number]! };
			const skip = skips.size === 0 ? undefined : skips.get(id.toString("hex"));
			return skip === undefined ? null : { kind: "skip", ...skip };
		},
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
	if (samples.to <= start.bytes.length) return { ids: copied(start.bytes.subarray(samples.from, samples.to)), skips };
	const ids = await store.range(key, samples.from, samples.to - samples.from);
	return ids === null || ids.bytes.length !== samples.to - samples.from ? null : { ids: copied(ids.bytes), skips };
}

/** In memory of its own: a small `Buffer` is cut from a larger one, which thousands of them would keep. */
function copied(bytes: Uint8Array): Buffer {
	return Buffer.from(new Uint8Array(bytes).buffer);
}
