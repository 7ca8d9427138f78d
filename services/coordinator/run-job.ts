import { digestOf } from "../../lib/base/digest.ts";
import { UserError } from "../../lib/base/errors.ts";
import type { Bus } from "../../lib/bus/port.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import { formatSpace, spaceId } from "../../lib/feature/space.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { encodeFitPlan } from "../../lib/plan/fit-plan.ts";
import { jobKey, spaceKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { type Event, encodeEvent, encodeFitTask } from "../../proto/codec.ts";
import { awaitEvents } from "./await.ts";
import { type Extraction, extract } from "./extract.ts";
import { finish, type JobOutcome } from "./finish.ts";
import { fitPlan } from "./fit-plan.ts";
import { type JobPlan, planJob } from "./plan.ts";
import { rememberPlan } from "./reasons.ts";

export type { JobOutcome, JobResult } from "./finish.ts";

export interface JobDeps {
	readonly bus: Bus;
	readonly store: Store;
	/** For reading backbones and drawing thumbnails. */
	readonly pool: ComputePool;
	readonly threads: number;
	/** Fit from the start, leaving checkpoints aside. */
	readonly fresh: boolean;
	readonly version: string;
	readonly signal: AbortSignal;
}

/** Sequences and times a job's stages. Everything lasting is in the store, so another call of the same job goes on where this one ends. */
export async function runJob(loaded: LoadedJob, deps: JobDeps): Promise<JobOutcome> {
	const { bus, store, pool, signal } = deps;
	const { id, job } = loaded;
	const emit = (event: Event) => bus.emit(id, encodeEvent(event));
	const seconds = { plan: 0, extract: 0, fit: 0, export: 0, total: 0 };
	const began = performance.now();
	const time = async <T>(phase: "plan" | "extract" | "fit", work: () => Promise<T>): Promise<T> => {
		const from = performance.now();
		const result = await work();
		seconds[phase] = (performance.now() - from) / 1000;
		return result;
	};

	const plan = await time("plan", async () => {
		await emit({ job: id, kind: "phase", name: "plan", total: 0, unit: "images" });
		const made = await planJob(
			loaded,
			{ store, pool, note: (message) => void emit({ job: id, kind: "note", code: "FETCHING", message }) },
			throttled((done, total) => void emit({ job: id, kind: "progress", phase: "plan", done, total, shard: 0, worker: "", skips: 0 })),
			signal,
		);
		await store.replace(jobKey(id, "spec.json"), new TextEncoder().encode(`${JSON.stringify(loaded.canonical, null, 2)}\n`));
		await store.put(spaceKey(spaceId(made.extraction)), new TextEncoder().encode(`${formatSpace(made.extraction)}\n`));
		return made;
	});

	const extraction = await time("extract", () => extract({ id, name: job.name }, plan, job.extract.shard, deps));
	await rememberPlan(job, plan, store);
	refuseTooManySkips(loaded, plan, extraction);

	const hand = fitPlan(loaded, plan, extraction, { frostline: deps.version });
	for (const split of ["train", "validation"] as const) {
		if (!hand.entries.some((entry) => entry.split === split)) {
			throw new UserError(
				split === "train" ? "NO_TRAINING" : "NO_VALIDATION",
				`no image is left for ${split === "train" ? "training" : "validation"}: all of its images were skipped`,
				{ at: loaded.locate(["data"]), fix: "the report of skips says why; give images that decode" },
			);
		}
	}
	const bytes = encodeFitPlan(hand);
	const key = jobKey(id, `plans/${digestOf(hand).slice(0, 32)}.json`);
	await store.put(key, bytes);
	const outcomeKey = await time("fit", async () => {
		let done = "";
		const from = await emit({
			job: id,
			kind: "note",
			code: "FIT_QUEUED",
			message: `${hand.entries.length} images, head of ${hand.head.length} layers`,
		});
		await bus.publish("fit", `${id}/${hand.fit}`, encodeFitTask({ job: id, plan: key, fresh: deps.fresh }));
		await awaitEvents(
			bus,
			id,
			from,
			signal,
			async (event) => {
				if (event.kind !== "fitDone") return false;
				done = event.key;
				return true;
			},
			async () => false,
		);
		return done;
	});
	return finish({ loaded, plan, extraction, hand, outcomeKey, seconds, began }, deps);
}

/** More skips than the document allows: an end of its own, so that scripts can tell it from failure. */
function refuseTooManySkips({ job, locate }: LoadedJob, { dataset }: JobPlan, { index }: Extraction): void {
	const total = dataset.entries.length + dataset.skips.length;
	const skipped = dataset.skips.length + skippedEntries(dataset.entries, index).length;
	if (skipped / total <= job.data.maxSkipRatio) return;
	throw new UserError(
		"TOO_MANY_SKIPS",
		`${skipped} of ${total} images were skipped, more than data.maxSkipRatio ${job.data.maxSkipRatio} allows`,
		{
			exitCode: 3,
			at: locate(["data", "maxSkipRatio"]),
			fix: "look at the files (features/…/*.safetensors name them with reasons), or raise data.maxSkipRatio",
		},
	);
}

/** Entries of the dataset whose image gave no row. */
export function skippedEntries(
	entries: JobPlan["dataset"]["entries"],
	index: Extraction["index"],
): { path: string; code: string; detail: string }[] {
	const byImage = new Map(index.skips.map((skip) => [skip.image, skip]));
	return entries.flatMap(({ image, path }) => {
		const skip = byImage.get(image);
		return skip === undefined ? [] : [{ path, code: skip.code, detail: skip.detail }];
	});
}

/** At most ten calls a second: progress of thousands of small files. */
function throttled(call: (done: number, total: number) => void): (done: number, total: number) => void {
	let last = 0;
	return (done, total) => {
		const now = performance.now();
		if (now - last < 100 && done !== total) return;
		last = now;
		call(done, total);
	};
}
