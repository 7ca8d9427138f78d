import { TerminalError } from "../base/errors.ts";
import type { EpochRecord } from "../fit/epoch-record.ts";
import type { LayerFigures } from "../fit/layer-figures.ts";
import { jobKey } from "../store/keys.ts";
import type { Store } from "../store/port.ts";

/** What a fit leaves in the store, as `jobs/<id>/fits/<fit>/outcome.json`. */
export interface FitResult {
	readonly epochs: readonly EpochRecord[];
	readonly bestEpoch: number;
	readonly stoppedEarly: boolean;
	readonly layers: readonly LayerFigures[];
	/** SHA-256 of the head's weights. */
	readonly head: { readonly sha256: string; readonly key: string };
	/** Key of the exported model, and the largest difference between its outputs and the fit's on the images it was checked with. */
	readonly model: { readonly key: string; readonly maxError: number };
	/** Key of the validation outputs, [validation entries, classes] float32 in the plan's order. */
	readonly validation: string;
	readonly forwards: number;
	readonly seconds: { readonly fit: number; readonly export: number };
}

export function outcomeKey(job: string, fit: string): string {
	return jobKey(job, `fits/${fit}/outcome.json`);
}

export async function readFitResult(store: Store, key: string): Promise<FitResult> {
	const bytes = await store.get(key);
	if (bytes === null)
		throw new TerminalError("OUTCOME_GONE", `${key} is not in ${store.where}, though its fit was said to be done`, {
			fix: "run the job again: it goes on from the last checkpoint",
		});
	return JSON.parse(new TextDecoder().decode(bytes)) as FitResult;
}
