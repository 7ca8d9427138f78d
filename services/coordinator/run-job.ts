import { digestOf } from "../../lib/base/digest.ts";
import { UserError } from "../../lib/base/errors.ts";
import { formatSpace, spaceId } from "../../lib/feature/space.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { encodeFitPlan } from "../../lib/plan/fit-plan.ts";
import { jobKey, spaceKey } from "../../lib/store/keys.ts";
import { type Event, encodeEvent, encodeFitTask } from "../../proto/codec.ts";
import { awaitEvents } from "./await.ts";
import { extract } from "./extract.ts";
import { finish, type JobOutcome } from "./finish.ts";
import { fitPlan } from "./fit-plan.ts";
import type { JobDeps } from "./job-deps.ts";
import { planJob } from "./plan.ts";
import { rememberPlan } from "./reasons.ts";
import { refuseTooManySkips } from "./skips.ts";

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
