import type { Bus } from "../../lib/bus/port.ts";
import { type Sample, sampleId, sampleTable, viewTable } from "../../lib/data/samples.ts";
import { openRowIndex, type RowIndex } from "../../lib/feature/row-index.ts";
import { type Space, spaceId } from "../../lib/feature/space.ts";
import type { Job } from "../../lib/job/document.ts";
import type { Store } from "../../lib/store/port.ts";
import { encodeEvent, encodeShardTask, type ShardTask } from "../../proto/codec.ts";
import { awaitEvents, LOOK_MS } from "./await.ts";
import { refuseGivenUp } from "./given-up.ts";
import type { JobPlan } from "./plan.ts";
import { explainMissing } from "./reasons.ts";
import { shardTasks } from "./shards.ts";

export interface Extraction {
	/** Every sample is a row or a skip here (F3). */
	readonly index: Pick<RowIndex, "find" | "skips">;
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
	/** Shards of one job on the bus at a time: few enough that jobs which run side by side take turns, enough to keep every worker busy. */
	readonly window: number;
}

/** Publishes the shards whose rows are missing and resolves when all of them are in the store: the store decides, not the news (F1). */
export async function extract(
	job: Pick<Job, "name" | "way" | "views" | "extract"> & { readonly id: string },
	plan: JobPlan,
	deps: ExtractDeps,
): Promise<Extraction> {
	const { bus, store } = deps;
	const parts: Part[] = [];
	const tasks: ShardTask[] = [];
	for (const { space, samples } of wantedOf(job, plan)) {
		const before = await openRowIndex(store, spaceId(space));
		// A damaged file is removed first: keys are put once, so it would keep its place for ever.
		for (const key of before.damaged) await store.remove(key);
		const isMissing = (sample: Sample) => before.find(sampleId(sample.image, sample.view)) === null;
		const missing = samples.filter(isMissing);
		parts.push({
			space,
			before,
			samples: samples.length,
			missing: missing.length,
			reasons: await explainMissing(job, plan, space, missing, before, store),
		});
		tasks.push(...shardTasks(job.id, space, samples, isMissing, job.extract.shard, tasks.length));
	}
	const extracted = sum(parts, ({ missing }) => missing);
	const from = await bus.emit(job.id, encodeEvent({ job: job.id, kind: "phase", name: "extract", total: extracted, unit: "images" }));
	const stages = await shardsDone(tasks, from, deps);
	const indices = await Promise.all(
		parts.map(({ space, missing, before }) => (missing === 0 ? before : openRowIndex(store, spaceId(space)))),
	);
	return {
		index: {
			// A sample's id says its view, so no other space has a row or skip under it that this job would take.
			find: (sample) => indices.map((index) => index.find(sample)).find((found) => found !== null) ?? null,
			skips: indices.flatMap(({ skips }) => skips),
		},
		cached: sum(parts, ({ samples, missing }) => samples - missing),
		extracted,
		reasons: parts.map(({ reasons }) => reasons).reduce(added, {}),
		stages,
	};
}

/** What is wanted of one space, and what is missing of it. */
interface Part {
	readonly space: Space;
	readonly before: RowIndex;
	readonly samples: number;
	readonly missing: number;
	readonly reasons: Readonly<Record<string, number>>;
}

/**
 * The samples that a job wants, by their space. The features way with augmentation keeps views of its training images; held-out images are never augmented
 * (F6), and their rows are those of any job without augmentation.
 */
function wantedOf({ way, views }: Pick<Job, "way" | "views">, plan: JobPlan): { space: Space; samples: Sample[] }[] {
	const { dataset, extraction } = plan;
	if (plan.views === null || views === null || way === "frozen") return [{ space: extraction, samples: sampleTable(dataset) }];
	const side = (split: string) => ({ entries: dataset.entries.filter((entry) => entry.split === split) });
	return [
		{ space: plan.views, samples: viewTable(side("train"), views) },
		{ space: extraction, samples: sampleTable(side("validation")) },
	];
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
	return all.reduce((total, each) => total + of(each), 0);
}

/** Counts by reason, together. */
export function added(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
	const counts = { ...a };
	for (const [reason, count] of Object.entries(b)) counts[reason] = (counts[reason] ?? 0) + count;
	return counts;
}

/** Keeps a window of shards on the bus until every one is in the store. Answers the seconds that they took, by stage. */
async function shardsDone(
	tasks: readonly ShardTask[],
	from: number,
	{ bus, store, signal, window }: ExtractDeps,
): Promise<Record<string, number>> {
	const stages: Record<string, number> = {};
	/** By key: what is out, and since when. */
	const published = new Map<string, { readonly task: ShardTask; readonly at: number }>();
	let next = 0;
	const publish = (task: ShardTask) => bus.publish("extract", `${task.job}/${task.key}`, encodeShardTask(task));
	/** Publishes up to the window; true once nothing is left to wait for. */
	const goOn = async (): Promise<boolean> => {
		while (published.size < window && next < tasks.length) {
			const task = tasks[next++]!;
			published.set(task.key, { task, at: performance.now() });
			await publish(task);
		}
		return published.size === 0;
	};
	const settle = async (key: string): Promise<void> => {
		if (published.has(key) && (await store.size(key)) !== null) published.delete(key);
	};
	const job = tasks[0]?.job;
	if (job === undefined || (await goOn())) return stages;
	await awaitEvents(
		bus,
		job,
		from,
		signal,
		async (event) => {
			if (event.kind !== "shardDone") return false;
			for (const [stage, seconds] of Object.entries(event.seconds)) stages[stage] = (stages[stage] ?? 0) + seconds;
			await settle(event.key);
			return goOn();
		},
		async () => {
			// What went out a moment ago is neither done nor lost.
			const since = performance.now() - LOOK_MS;
			for (const [key, { at }] of [...published]) if (at <= since) await settle(key);
			await refuseGivenUp(
				bus,
				"extract",
				[...published.values()].map(({ task }) => `${task.job}/${task.key}`),
			);
			// The bus forgets nothing that waits or is in hand, and refuses it a second time; what it lost comes back so (F1).
			for (const { task, at } of published.values()) if (at <= since) await publish(task);
			return goOn();
		},
	);
	return stages;
}
