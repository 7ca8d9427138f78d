import { open } from "node:fs/promises";
import { FrostlineError } from "../base/errors.ts";
import { featurePrefix } from "../store/keys.ts";
import type { Store } from "../store/port.ts";
import { FEATURE_FORMAT, parseSkips, SAMPLE_ID_BYTES, type SampleSkip } from "./file.ts";
import { readSafetensorsHeader } from "./safetensors.ts";

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

/** Reads names and ids of all feature files of a space, and checks each file's digest once per process. */
export async function openRowIndex(store: Store, space: string): Promise<RowIndex> {
	const found = new Map<string, Found>();
	const damaged: string[] = [];
	const skips: SampleSkip[] = [];
	let rows = 0;
	for await (const key of store.list(featurePrefix(space))) {
		if (!key.endsWith(".safetensors")) continue;
		const read = await readIds(store, key, space).catch(damagedOnly);
		if (read === null) {
			damaged.push(key);
			continue;
		}
		for (let row = 0; row * SAMPLE_ID_BYTES < read.ids.length; row++) {
			const id = read.ids.toString("hex", row * SAMPLE_ID_BYTES, (row + 1) * SAMPLE_ID_BYTES);
			if (found.has(id)) continue; // one sample in two shards of different plans: both rows are the same
			found.set(id, { kind: "row", key, row });
			rows++;
		}
		for (const skip of read.skips) {
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
	const file = await store.localFile(key);
	const size = await store.size(key);
	if (file === null || size === null) return null;
	const { tensors, metadata } = readSafetensorsHeader(file, size);
	const samples = tensors.get("samples");
	const rows = tensors.get("features")?.shape[0];
	if (samples?.dtype !== "U8" || samples.shape[1] !== SAMPLE_ID_BYTES || samples.shape[0] !== rows) return null;
	if (metadata.format !== FEATURE_FORMAT || metadata.space !== space) return null;
	const skips = parseSkips(metadata.skips);
	if (skips === null) return null;
	const ids = Buffer.alloc(samples.to - samples.from);
	const handle = await open(file);
	try {
		await handle.read(ids, 0, ids.length, samples.from);
	} finally {
		await handle.close();
	}
	return { ids, skips };
}
