import type { Bus } from "../../lib/bus/port.ts";
import { sampleTable } from "../../lib/data/samples.ts";
import { openRowIndex, type RowIndex } from "../../lib/feature/row-index.ts";
import { spaceId } from "../../lib/feature/space.ts";
import type { Store } from "../../lib/store/port.ts";
import { encodeEvent, encodeShardTask } from "../../proto/codec.ts";
import { awaitEvents } from "./await.ts";
import type { JobPlan } from "./plan.ts";
import { explainMissing } from "./reasons.ts";
import { shardTasks } from "./shards.ts";

export interface Extraction {
	/** Every sample is a row or a skip here (F3). */
	readonly index: RowIndex;
	/** Samples whose rows were there, and those computed now, with why. */
	readonly cached: number;
	readonly extracted: number;
	readonly reasons: Readonly<Record<string, number>>;
	/** Seconds that compute children spent, by stage. */
	readonly stages: Readonly<Record<string, number>>;
}

export interface ExtractDeps {
	readonly bus: Bus;
	readonly store: Store;
	readonly signal: AbortSignal;
}

/** Publishes the shards whose rows are missing and resolves when all of them are in the store: the store decides, not the news (F1). */
export async function extract(job: { id: string; name: string }, plan: JobPlan, shardSize: number, deps: ExtractDeps): Promise<Extraction> {
	const { bus, store, signal } = deps;
	const space = plan.extraction;
	const id = spaceId(space);
	const before = await openRowIndex(store, id);
	// A damaged file is removed first: keys are put once, so it would keep its place for ever.
	for (const key of before.damaged) await store.remove(key);
	const samples = sampleTable(plan.dataset);
	const missing = samples.filter((sample) => before.find(sample.id) === null);
	const reasons = await explainMissing(job, plan, missing, before, store);
	const tasks = shardTasks(job.id, space, missing, shardSize);
	const stages: Record<string, number> = {};
	await bus.emit(job.id, encodeEvent({ job: job.id, kind: "phase", name: "extract", total: missing.length, unit: "images" }));
	const waiting = new Map(tasks.map((task) => [task.key, task]));
	const settle = async (key: string): Promise<void> => {
		if (waiting.has(key) && (await store.size(key)) !== null) waiting.delete(key);
	};
	for (const task of tasks) await bus.publish("extract", `${job.id}/${task.key}`, encodeShardTask(task));
	await awaitEvents(
		bus,
		job.id,
		1,
		signal,
		async (event) => {
			if (event.kind === "shardDone") {
				for (const [stage, seconds] of Object.entries(event.seconds)) stages[stage] = (stages[stage] ?? 0) + seconds;
				await settle(event.key);
			}
			return waiting.size === 0;
		},
		async () => {
			for (const key of [...waiting.keys()]) await settle(key);
			return waiting.size === 0;
		},
	);
	const index = missing.length === 0 ? before : await openRowIndex(store, id);
	return { index, cached: samples.length - missing.length, extracted: missing.length, reasons, stages };
}
