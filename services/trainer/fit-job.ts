import { TerminalError } from "../../lib/base/errors.ts";
import type { Logger } from "../../lib/base/log.ts";
import { sizeOf } from "../../lib/base/tensor.ts";
import type { Bus } from "../../lib/bus/port.ts";
import type { Progress, SampleTable } from "../../lib/compute/calls.ts";
import type { ComputeHost } from "../../lib/compute/host.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import { buildHead } from "../../lib/head/build.ts";
import { outcomeKey } from "../../lib/plan/fit-outcome.ts";
import { decodeFitPlan, type FitPlan } from "../../lib/plan/fit-plan.ts";
import type { Store } from "../../lib/store/port.ts";
import { encodeEvent, type FitTask } from "../../proto/codec.ts";
import { Checkpoints } from "./checkpoints.ts";
import { exportFit } from "./export.ts";
import { openRows } from "./rows.ts";

export interface FitDeps {
	readonly bus: Bus;
	readonly store: Store;
	/** Embeds, for the frozen way and for checking the exported model. */
	readonly pool: ComputePool;
	/** Fits; apart from the pool, so that rows are computed while the head learns. */
	readonly host: ComputeHost;
	readonly threads: number;
	readonly log: Logger;
}

/** Fits one plan's head and writes head, model and outcome; resolves only after they are in the store (F4). */
export async function fitJob(task: FitTask, deps: FitDeps, alive: () => void, signal: AbortSignal): Promise<void> {
	const { bus, store, host, log } = deps;
	const planBytes = await store.get(task.plan);
	if (planBytes === null)
		throw new TerminalError("PLAN_GONE", `${task.plan} is not in ${store.where}`, { fix: "submit the job again: planning puts it there" });
	const plan = decodeFitPlan(planBytes, task.plan);
	const emit = (event: Parameters<typeof encodeEvent>[0]) => bus.emit(plan.job, encodeEvent(event));
	const spec = buildHead(plan.head, plan.featureShape, plan.classes.length);
	const checkpoints = new Checkpoints(store, plan);
	const began = performance.now();
	const rows = await openRows(plan, deps, alive, signal);
	if (task.fresh) await checkpoints.clear();
	const resume = await checkpoints.latest();
	if (resume !== null)
		await emit({ job: plan.job, kind: "note", code: "RESUMED", message: `going on after epoch ${resume.epoch}, from its checkpoint` });
	await emit({ job: plan.job, kind: "phase", name: "fit", total: plan.section.epochs, unit: "epochs" });
	const outcome = await host.call(
		"fit",
		{
			spec,
			fit: plan.section,
			classes: plan.classes,
			threads: deps.threads,
			train: sampleTable(plan, "train"),
			validation: sampleTable(plan, "validation"),
			cached: rows.cached,
			dim: sizeOf(plan.featureShape),
			resume: resume?.bytes ?? null,
		},
		{
			signal,
			rows: rows.compute,
			onProgress: (progress) => {
				alive();
				void report(progress, plan, emit, checkpoints);
			},
		},
	);
	await checkpoints.settled();
	const fitted = (performance.now() - began) / 1000;
	await emit({ job: plan.job, kind: "phase", name: "export", total: 1, unit: "model" });
	const result = await exportFit(plan, spec, outcome, { fit: fitted, forwards: rows.forwards() }, deps);
	await store.replace(outcomeKey(plan.job, plan.fit), new TextEncoder().encode(JSON.stringify(result)));
	log.info({ job: plan.job, fit: plan.fit, head: outcome.sha256 }, "fit done");
	await emit({ job: plan.job, kind: "fitDone", key: outcomeKey(plan.job, plan.fit) });
}

async function report(
	progress: Progress,
	plan: FitPlan,
	emit: (event: Parameters<typeof encodeEvent>[0]) => Promise<unknown>,
	checkpoints: Checkpoints,
): Promise<void> {
	if (progress.kind === "epoch") {
		const { record, of } = progress;
		await emit({ job: plan.job, kind: "epoch", number: record.epoch, of, resumed: false, ...record });
	} else if (progress.kind === "steps") {
		await emit({
			job: plan.job,
			kind: "progress",
			phase: "fit",
			done: progress.done,
			total: progress.total,
			shard: 0,
			worker: "",
			skips: 0,
		});
	} else if (progress.kind === "checkpoint") {
		checkpoints.save(progress.epoch, progress.bytes);
	}
}

/** One side of the split as the fit reads it. */
function sampleTable(plan: FitPlan, split: "train" | "validation"): SampleTable {
	const index = plan.entries.flatMap((entry, i) => (entry.split === split ? [i] : []));
	const key = new Uint8Array(index.length * 32);
	for (const [at, i] of index.entries()) key.set(Buffer.from(plan.entries[i]!.image, "hex"), at * 32);
	return { index: Uint32Array.from(index), label: Int32Array.from(index, (i) => plan.entries[i]!.label), key };
}
