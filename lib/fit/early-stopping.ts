import type { EarlyStopping } from "../job/document.ts";
import type { EpochRecord } from "./epoch-record.ts";

/** Keras 3's EarlyStopping (keras/src/callbacks/early_stopping.py), as a value that a checkpoint can hold. */
export interface Patience {
	/** Best figure so far; null before the first epoch. */
	readonly best: number | null;
	readonly bestEpoch: number;
	/** Epochs since then. */
	readonly wait: number;
}

export const START: Patience = { best: null, bestEpoch: 0, wait: 0 };

/** After an epoch: the new state, whether it was the best, and whether to stop. Without early stopping every epoch is the best. */
export function judge(
	setting: EarlyStopping | null,
	{ best, bestEpoch, wait }: Patience,
	record: Pick<EpochRecord, "epoch" | EarlyStopping["monitor"]>,
): { patience: Patience; improved: boolean; stop: boolean } {
	if (setting === null) return { patience: { best: null, bestEpoch: record.epoch, wait: 0 }, improved: true, stop: false };
	const value = record[setting.monitor];
	const rises = setting.monitor === "accuracy" || setting.monitor === "valAccuracy";
	const improved = best === null || (rises ? value - setting.minDelta > best : value + setting.minDelta < best);
	if (improved) return { patience: { best: value, bestEpoch: record.epoch, wait: 0 }, improved, stop: false };
	// Keras does not stop at the first epoch, whatever the patience.
	return { patience: { best, bestEpoch, wait: wait + 1 }, improved, stop: wait + 1 >= setting.patience && record.epoch > 1 };
}
