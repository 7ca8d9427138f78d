import { TerminalError } from "../../lib/base/errors.ts";
import type { Logger } from "../../lib/base/log.ts";
import { sizeOf } from "../../lib/base/tensor.ts";
import type { Bus } from "../../lib/bus/port.ts";
import type { Asks, Progress } from "../../lib/compute/calls.ts";
import type { ComputeHost } from "../../lib/compute/host.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { RemoteImages } from "../../lib/data/remote.ts";
import { buildHead } from "../../lib/head/build.ts";
import { outcomeKey } from "../../lib/plan/fit-outcome.ts";
import { decodeFitPlan, type FitPlan } from "../../lib/plan/fit-plan.ts";
import { readState } from "../../lib/plan/job-state.ts";
import { sampleTable } from "../../lib/plan/sample-table.ts";
import type { Metrics } from "../../lib/service/metrics.ts";
import type { Store } from "../../lib/store/port.ts";
import { encodeEvent, type FitTask } from "../../proto/codec.ts";
import { Checkpoints } from "./checkpoints.ts";
import { exportFit } from "./export.ts";
import { FeaturesBroken, openRows } from "./rows.ts";

export interface FitDeps {
	readonly bus: Bus;
	readonly store: Store;
	/** Images in an S3 service; null where none is configured. */
	readonly remote: RemoteImages | null;
	/** Embeds, for the frozen way with its backbone here, and for checking the exported model. */
	readonly pool: ComputePool;
	/** Fits; apart from the pool, so that rows are computed while the head learns. */
	readonly host: ComputeHost;
	readonly threads: number;
	readonly worker: string;
	readonly metrics: Metrics;
	readonly log: Logger;
	readonly witness?: FitWitness;
}

/** Whoever looks over a fit's shoulder, to prove something of it. */
export interface FitWitness {
	/** What the frozen way's backbone gave for rows that the fit asked for, before the fit has them. */
	rows(plan: FitPlan, asked: Asks["rows"]["params"], rows: Float32Array): Promise<void>;
	/** An epoch's checkpoint (lib/fit/checkpoint.ts). */
	checkpoint(plan: FitPlan, epoch: number, bytes: Uint8Array): void;
}

/**
 * Fits one plan's head, or gives the fit back when feature files turn out damaged or gone: the coordinator has their rows computed again and hands the fit
 * out anew. Ends early when the job is cancelled.
 */
export async function fitJob(task: FitTask, deps: FitDeps, alive: () => void, stopping: AbortSignal): Promise<void> {
	const cancel = new AbortController();
	const stop = watchForCancel(task.job, deps.store, cancel);
	const signal = AbortSignal.any([stopping, cancel.signal]);
	try {
		await fitPlanned(task, deps, alive, signal);
	} catch (error) {
		if (cancel.signal.aborted && !stopping.aborted) return; // nothing is left to do for it
		if (!(error instanceof FeaturesBroken)) throw error;
		const { message, keys } = error;
		await deps.bus.emit(task.job, encodeEvent({ job: task.job, kind: "fitReturned", code: "FEATURES_DAMAGED", message, keys }));
	} finally {
		stop();
	}
}

/** How often a trainer looks whether its job is still wanted: the store says so, not the bus (F1). */
const CANCEL_MS = 2_000;

function watchForCancel(job: string, store: Store, cancel: AbortController): () => void {
	const look = async (): Promise<void> => {
		const state = await readState(store, job);
		if (state?.state === "cancelled") cancel.abort(new Error(`${job} was cancelled`));
	};
	const timer = setInterval(() => void look().catch(() => {}), CANCEL_MS);
	timer.unref();
	return () => clearInterval(timer);
}

/** Fits one plan's head and writes head, model and outcome; resolves only after they are in the store (F4). */
async function fitPlanned(task: FitTask, deps: FitDeps, alive: () => void, signal: AbortSignal): Promise<void> {
	const { bus, store, host, log } = deps;
	const planBytes = await store.get(task.plan);
	if (planBytes === null)
		throw new TerminalError("PLAN_GONE", `${task.plan} is not in ${store.where}`, { fix: "submit the job again: planning puts it there" });
	const plan = decodeFitPlan(planBytes, task.plan);
	const emit = (event: Parameters<typeof encodeEvent>[0]) => bus.emit(plan.job, encodeEvent(event));
	const spec = buildHead(plan.head, plan.featureShape, plan.classes.length);
	const checkpoints = new Checkpoints(store, plan);
	const began = performance.now();
	if (task.fresh) await checkpoints.clear();
	const resume = await checkpoints.latest();
	const rows = await openRows(plan, deps, { after: resume?.epoch ?? 0, alive, signal });
	log.info({ job: plan.job, fit: plan.fit }, resume === null ? "fit begins" : `fit goes on after epoch ${resume.epoch}`);
	try {
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
				engine: plan.space.engine,
			},
			{
				signal,
				async rows(asked) {
					const computed = await rows.compute(asked);
					await deps.witness?.rows(plan, asked, computed);
					return computed;
				},
				onProgress: (progress) => {
					alive();
					// News that cannot be told is lost, and nothing with it (F1).
					if (progress.kind === "epoch") deps.metrics.epoch(stepsOf(plan));
					if (progress.kind === "checkpoint") deps.witness?.checkpoint(plan, progress.epoch, progress.bytes);
					void report(progress, plan, emit, checkpoints, deps.worker).catch(() => {});
				},
			},
		);
		await checkpoints.settled();
		const fitted = (performance.now() - began) / 1000;
		await emit({ job: plan.job, kind: "phase", name: "export", total: 1, unit: "model" });
		const result = await exportFit(plan, spec, outcome, { fit: fitted, forwards: rows.forwards() }, deps);
		deps.metrics.spent(result.seconds);
		await store.replace(outcomeKey(plan.job, plan.fit), new TextEncoder().encode(JSON.stringify(result)));
		log.info({ job: plan.job, fit: plan.fit, head: outcome.sha256 }, "fit done");
		await emit({ job: plan.job, kind: "fitDone", key: outcomeKey(plan.job, plan.fit) });
	} finally {
		await rows.close();
	}
}

async function report(
	progress: Progress,
	plan: FitPlan,
	emit: (event: Parameters<typeof encodeEvent>[0]) => Promise<unknown>,
	checkpoints: Checkpoints,
	worker: string,
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
			worker,
			skips: 0,
		});
	} else if (progress.kind === "checkpoint") {
		checkpoints.save(progress.epoch, progress.bytes);
	}
}

/** Steps of an epoch. */
function stepsOf({ section, entries }: FitPlan): number {
	return section.steps ?? Math.ceil(entries.filter(({ split }) => split === "train").length / section.batch);
}
