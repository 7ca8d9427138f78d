import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../../lib/base/errors.ts";
import { hasEnded, type JobState } from "../../lib/plan/job-state.ts";
import type { ReportData } from "../../lib/report/data.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { decodeKnownEvent, type Event } from "../../proto/codec.ts";
import type { JobResult } from "../../services/coordinator/index.ts";
import { Interrupted } from "../failure.ts";
import { PhaseMeter } from "../phase-meter.ts";
import { progressTeller } from "../show-progress.ts";
import { summaryTable } from "../table.ts";
import { type Cluster, type ClusterOptions, doneJob, failureOf, print, stateOf, withCluster } from "./connect.ts";

export async function watchCommand(job: string, options: ClusterOptions): Promise<number> {
	return withCluster(options, async (cluster) => {
		await stateOf(cluster.store, job);
		const stop = new AbortController();
		const interrupt = () => stop.abort(new Interrupted(`detached; ${job} goes on. Come back with: frostline watch ${job}`));
		process.on("SIGINT", interrupt);
		process.on("SIGTERM", interrupt);
		const teller = progressTeller(process.stderr);
		const meter = new PhaseMeter();
		try {
			const json = options.output === "json";
			const state = await followToEnd(job, cluster, stop.signal, (event, seq) => {
				if (json) print({ seq, ...event, ...progressOf(meter, event) });
				else teller.tell(event);
			});
			teller.end();
			if (json && state.state === "done") return 0;
			return await printEnd(state, cluster.store, options.output);
		} catch (error) {
			throw stop.signal.aborted ? stop.signal.reason : error;
		} finally {
			teller.end();
			process.off("SIGINT", interrupt);
			process.off("SIGTERM", interrupt);
		}
	});
}

/** How often the store is asked whether the job has ended: news of its end may be lost (F1). */
const LOOK_MS = 1_500;

/** Tells a job's events, from the first on, until the store says that it has ended. Answers the end. */
export async function followToEnd(
	job: string,
	{ bus, store }: Pick<Cluster, "bus" | "store">,
	signal: AbortSignal,
	seen: (event: Event, seq: number) => void,
): Promise<JobState> {
	const over = new AbortController();
	const follow = AbortSignal.any([signal, over.signal]);
	let heard = performance.now();
	let lastState = "";
	const telling = (async () => {
		for await (const { seq, body } of bus.events(job, 1, follow)) {
			heard = performance.now();
			const event = decodeKnownEvent(body);
			if (event === null) continue;
			if (event.kind === "state") lastState = event.state;
			seen(event, seq);
		}
	})();
	try {
		for (;;) {
			const state = await stateOf(store, job);
			// The end is told last; where its news got lost, a while of silence stands for it.
			if (hasEnded(state) && (lastState === state.state || performance.now() - heard > 2 * LOOK_MS)) return state;
			await Promise.race([pause(lastState === state.state ? LOOK_MS : 100, undefined, { signal }), telling]);
			signal.throwIfAborted();
		}
	} finally {
		over.abort();
		await telling.catch(() => {});
	}
}

/** What `run` prints at the end, from the store. */
export async function printEnd(state: JobState, store: Store, output: string): Promise<number> {
	if (state.state === "failed") throw failureOf(state);
	if (state.state === "cancelled")
		throw new UserError("JOB_CANCELLED", `${state.id} was cancelled`, { exitCode: 1, fix: "submit it again to go on with it" });
	const { result, report } = await readResult(store, state.id);
	if (output === "json") print(result);
	else
		process.stdout.write(`${summaryTable(report)}\nreport  ${result.report}\nmodel   ${result.model}\nfetch   frostline get ${state.id}\n`);
	return 0;
}

export async function readResult(store: Store, job: string): Promise<{ result: JobResult; report: ReportData }> {
	await doneJob(store, job);
	const read = async <T>(name: string): Promise<T> => {
		const bytes = await store.get(jobKey(job, name));
		if (bytes === null)
			throw new UserError("OUTCOME_GONE", `jobs/${job}/${name} is not in ${store.where}, though the job is done`, {
				exitCode: 1,
				fix: "submit it again",
			});
		return JSON.parse(new TextDecoder().decode(bytes)) as T;
	};
	return { result: await read<JobResult>("result.json"), report: await read<ReportData>("report.json") };
}

/** Where the phase stands, as the progress schema has it (docs/events.md). */
function progressOf(meter: PhaseMeter, event: Event): Record<string, unknown> {
	const now = event.time ?? Date.now();
	if (event.kind === "phase") {
		meter.close(now);
		meter.begin(event, now);
	} else if (event.kind === "progress") meter.progress(event);
	else if (event.kind === "shardDone") meter.shardDone(event);
	else if (event.kind === "epoch") meter.epoch(event.number);
	const figures = meter.figures(now);
	return figures === null ? {} : { progress: figures };
}
