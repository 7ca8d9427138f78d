import { setTimeout as pause } from "node:timers/promises";
import { backoffMs } from "../../lib/base/backoff.ts";
import { FrostlineError, RetryableError, UserError } from "../../lib/base/errors.ts";
import type { Logger } from "../../lib/base/log.ts";
import type { Bus, Lease, Queue } from "../../lib/bus/port.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { RemoteImages } from "../../lib/data/remote.ts";
import { hasEnded, type JobState, listStates, readState, writeState } from "../../lib/plan/job-state.ts";
import type { Metrics } from "../../lib/service/metrics.ts";
import type { Traces } from "../../lib/service/traces.ts";
import type { Store } from "../../lib/store/port.ts";
import { decodeJobRequest, encodeEvent, encodeJobReply, encodeServiceInfo, type JobReply } from "../../proto/codec.ts";
import { fenced } from "./fenced.ts";
import { forgetGivenUp } from "./given-up.ts";
import { performSubmitted } from "./perform-submitted.ts";

export interface CoordinatorDeps {
	readonly bus: Bus;
	readonly store: Store;
	readonly remote: RemoteImages | null;
	/** For thumbnails. */
	readonly pool: ComputePool;
	readonly worker: string;
	readonly version: string;
	readonly log: Logger;
	/** A leader that says nothing for so long has lost its place. */
	readonly leaseMs: number;
	/** Jobs whose submission nobody heard of are found this often. */
	readonly scanMs: number;
	/** Shards of one job on the bus at a time. */
	readonly window: number;
	readonly metrics: Metrics;
	readonly traces: Traces;
}

export interface Coordinator {
	/** Lets go of the lease; running jobs go on under the next leader. */
	stop(): Promise<void>;
}

/** A coordinator that may run beside others: one leads and runs all jobs, the others wait for its place. What they share is in the store. */
export function startCoordinator(deps: CoordinatorDeps): Coordinator {
	const stopping = new AbortController();
	const running = new Map<string, Running>();
	const started = Date.now();
	let lease: Lease | null = null;
	let done = 0;
	const { bus, log, worker, version } = deps;

	const lead = async (): Promise<void> => {
		while (!stopping.signal.aborted) {
			lease = await bus.lead("coordinator", { holder: worker, leaseMs: deps.leaseMs, signal: stopping.signal });
			log.info({ term: lease.term }, "leads");
			deps.metrics.leader(true);
			const over = AbortSignal.any([lease.lost, stopping.signal]);
			try {
				await runJobs(deps, lease, over, running, () => done++);
			} catch (error) {
				if (!over.aborted) log.error({ err: error }, "leading ended with an error; standing for it again");
			} finally {
				await Promise.all([...running.values()].map(({ ended }) => ended));
				await lease.release().catch(() => {});
				lease = null;
				deps.metrics.leader(false);
				deps.metrics.jobs(null);
				for (const queue of QUEUES) deps.metrics.queue(queue, null);
			}
			log.info("leads no more");
		}
	};
	const loop = (async () => {
		const quiet = await bus.serve(
			"services",
			async () =>
				encodeServiceInfo({ service: "coordinator", worker, version, started, hands: [...running.keys()], done, leads: lease !== null }),
			{ everyone: true },
		);
		while (!stopping.signal.aborted) {
			await lead().catch((error: unknown) => {
				if (!stopping.signal.aborted) log.warn({ err: error }, "the lead cannot be had; trying again");
			});
			if (!stopping.signal.aborted) await pause(1_000, undefined, { signal: stopping.signal }).catch(() => {});
		}
		await quiet();
	})();
	return {
		async stop() {
			stopping.abort(new Error("the coordinator is stopping"));
			await loop;
		},
	};
}

interface Running {
	readonly cancel: AbortController;
	readonly ended: Promise<void>;
}

class Cancelled extends Error {}

const QUEUES: readonly Queue[] = ["extract", "fit"];

/** While this coordinator leads: takes up every job that has not ended, each on its own; answers requests. Resolves when `over`. */
async function runJobs(
	deps: CoordinatorDeps,
	lease: Lease,
	over: AbortSignal,
	running: Map<string, Running>,
	onDone: () => void,
): Promise<void> {
	const { log, scanMs } = deps;
	// A leader that was out for a while and wakes must not write over its successor: everything it does asks the lease first.
	const bus = fenced(deps.bus, lease, ["publish", "emit", "purge"]);
	const store = fenced(deps.store, lease, ["put", "replace", "remove"]);
	const leading = { ...deps, bus, store };

	const take = (state: JobState): void => {
		if (over.aborted || hasEnded(state) || running.has(state.id)) return;
		const cancel = new AbortController();
		const signal = AbortSignal.any([over, cancel.signal]);
		const ended = carry(state, leading, signal, cancel.signal)
			.catch((error: unknown) => {
				if (!over.aborted) log.error({ err: error, job: state.id }, "the job could not be carried on; it is taken up again");
			})
			.finally(() => {
				running.delete(state.id);
				onDone();
			});
		running.set(state.id, { cancel, ended });
	};
	const known = async (id: string): Promise<JobState> => {
		const state = await readState(store, id);
		if (state === null) throw new UserError("UNKNOWN_JOB", `there is no job ${id}`, { fix: "frostline ls shows the jobs there are" });
		return state;
	};
	const serving = [
		await bus.serve("submit", (body) =>
			answer(async () => {
				const id = decodeJobRequest(body);
				const before = running.get(id);
				if (before?.cancel.signal.aborted) await before.ended; // cancelled a moment ago, and wanted again
				const state = await known(id);
				take(state);
				return state.state;
			}),
		),
		await bus.serve("cancel", (body) =>
			answer(async () => {
				const id = decodeJobRequest(body);
				const state = await known(id);
				if (hasEnded(state)) {
					if (state.state === "cancelled") return state.state;
					throw new UserError("JOB_ENDED", `${id} is ${state.state} already`, { fix: "nothing is left to cancel" });
				}
				// The state first: a crash from here on leaves a cancelled job (F4).
				await writeState(store, { ...state, state: "cancelled", ended: Date.now() });
				running.get(id)?.cancel.abort(new Cancelled());
				await Promise.all(QUEUES.map((queue) => bus.purge(queue, id)));
				await bus.emit(id, encodeEvent({ job: id, kind: "state", state: "cancelled", detail: "" }));
				return "cancelled";
			}),
		),
	];
	try {
		while (!over.aborted) {
			try {
				const states = await listStates(store);
				for (const state of states.toReversed()) take(state);
				await tellMetrics(deps, states);
			} catch (error) {
				if (!over.aborted) log.warn({ err: error }, "jobs cannot be listed; trying again");
			}
			await pause(scanMs, undefined, { signal: over }).catch(() => {});
		}
	} finally {
		await Promise.all(serving.map((stop) => stop().catch(() => {})));
	}
}

/** What autoscalers and people look at. */
async function tellMetrics({ bus, metrics }: CoordinatorDeps, states: readonly JobState[]): Promise<void> {
	const counts: Partial<Record<JobState["state"], number>> = {};
	for (const { state } of states) counts[state] = (counts[state] ?? 0) + 1;
	metrics.jobs(counts);
	for (const queue of QUEUES) metrics.queue(queue, await bus.backlog(queue));
}

async function answer(work: () => Promise<string>): Promise<Uint8Array> {
	const reply = (fields: Partial<JobReply>) => encodeJobReply({ state: "", code: "", message: "", fix: "", ...fields });
	try {
		return reply({ state: await work() });
	} catch (error) {
		if (!(error instanceof FrostlineError)) throw error;
		return reply({ code: error.code, message: error.message, fix: error.fix ?? "" });
	}
}

/** Carries one job to its end, through every error that may pass. Returns early when the signal comes: whoever leads next goes on. */
async function carry(state: JobState, deps: CoordinatorDeps, signal: AbortSignal, cancelled: AbortSignal): Promise<void> {
	const { bus, store, metrics, traces, log } = deps;
	const { id } = state;
	const say = (name: JobState["state"], detail: string) => bus.emit(id, encodeEvent({ job: id, kind: "state", state: name, detail }));
	log.info({ job: id }, "taken up");
	for (let tries = 1; ; tries++) {
		try {
			const now = await readState(store, id);
			if (now === null || hasEnded(now)) return; // cancelled since it was listed
			// A job that failed and was submitted again; one that is taken over goes on where it was.
			if (now.state === "queued") await forgetGivenUp(bus, id);
			await writeState(store, { ...state, state: "running" });
			await say("running", "");
			const { result } = await performSubmitted(id, deps, state.fresh, signal);
			metrics.rows("store", result.features.cached);
			metrics.rows("extractors", result.features.extracted);
			await writeState(store, { ...state, state: "done", ended: Date.now() });
			await say("done", "");
			log.info({ job: id }, "done");
			traces.ended({
				job: id,
				name: "job",
				began: state.submitted,
				attributes: { "frostline.way": state.way, "frostline.images": result.images.total },
			});
			return;
		} catch (error) {
			if (cancelled.aborted || signal.aborted) return;
			if (error instanceof RetryableError) {
				log.warn({ job: id, code: error.code, tries }, error.message);
				await bus
					.emit(id, encodeEvent({ job: id, kind: "note", code: error.code, message: `${error.message}; it goes on by itself` }))
					.catch(() => {});
				await pause(Math.max(error.delayMs, backoffMs(tries, Math.random())), undefined, { signal }).catch(() => {});
				continue;
			}
			await fail(state, error, deps);
			return;
		}
	}
}

async function fail(state: JobState, thrown: unknown, { bus, store, traces, log }: CoordinatorDeps): Promise<void> {
	const { id } = state;
	const known = thrown instanceof FrostlineError ? thrown : null;
	const error = {
		code: known?.code ?? "INTERNAL",
		message: thrown instanceof Error ? thrown.message : String(thrown),
		fix: known?.fix ?? "this is a bug in Frostline: please report it with the coordinator's log",
		exitCode: thrown instanceof UserError ? thrown.exitCode : 1,
	};
	log.error({ job: id, code: error.code, ...(known === null ? { err: thrown } : {}) }, error.message);
	traces.ended({ job: id, name: "job", began: state.submitted, attributes: { "frostline.way": state.way }, error: thrown });
	await writeState(store, { ...state, state: "failed", ended: Date.now(), error });
	// What else of it waits is of no use any more; a later submit publishes anew what is missing.
	await bus.purge("extract", id);
	await bus.emit(id, encodeEvent({ job: id, kind: "failed", code: error.code, message: error.message, fix: error.fix }));
	await bus.emit(id, encodeEvent({ job: id, kind: "state", state: "failed", detail: error.code }));
}
