import { expect, test } from "vitest";
import { judge, type Patience, START } from "../../lib/fit/early-stopping.ts";
import type { EarlyStopping } from "../../lib/job/document.ts";

/** Epoch that it stops after, and the best one; as Keras 3's EarlyStopping does on the same figures. */
function follow(setting: EarlyStopping, values: readonly number[]): { stopped: number | null; best: number } {
	let patience: Patience = START;
	for (const [i, value] of values.entries()) {
		const record = { epoch: i + 1, loss: value, accuracy: value, valLoss: value, valAccuracy: value };
		const verdict = judge(setting, patience, record);
		patience = verdict.patience;
		if (verdict.stop) return { stopped: i + 1, best: patience.bestEpoch };
	}
	return { stopped: null, best: patience.bestEpoch };
}

const falling: EarlyStopping = { monitor: "valLoss", patience: 2, minDelta: 0, restoreBest: true };

test.each([
	["patience counts epochs without improvement", falling, [1, 0.5, 0.6, 0.7, 0.1], 4, 2],
	["an equal figure is no improvement", falling, [1, 1, 1], 3, 1],
	["accuracy should rise", { ...falling, monitor: "valAccuracy" }, [0.1, 0.5, 0.4, 0.6, 0.5, 0.5], 6, 4],
	["a change below minDelta is no improvement", { ...falling, minDelta: 0.1 }, [1, 0.95, 0.91, 0.5], 3, 1],
	["patience 0 stops at the first epoch that is no better, and never at the very first", { ...falling, patience: 0 }, [1, 0.9, 0.95], 3, 2],
	["improving all the time it never stops", falling, [5, 4, 3, 2, 1], null, 5],
] as const)("%s", (_, setting, values, stopped, best) => {
	expect(follow(setting as EarlyStopping, values)).toEqual({ stopped, best });
});
