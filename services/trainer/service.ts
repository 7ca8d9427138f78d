import { consume } from "../../lib/bus/consume.ts";
import { DRAINED } from "../../lib/service/drain.ts";
import { type Traces, traced } from "../../lib/service/traces.ts";
import { decodeFitTask, encodeEvent, encodeServiceInfo } from "../../proto/codec.ts";
import { type FitDeps, fitJob } from "./fit-job.ts";

export interface TrainerDeps extends FitDeps {
	readonly version: string;
	readonly traces: Traces;
}

export interface Trainer {
	/** Takes no more fits, and goes on with the one in hand. */
	drain(): void;
	/** null: it takes fits; else why not. */
	ready(): string | null;
	/** Gives back what is in flight; its last checkpoint is in the store. */
	stop(): Promise<void>;
}

export function startTrainer(deps: TrainerDeps): Trainer {
	const { bus, log, metrics, traces, worker, version } = deps;
	const stopping = new AbortController();
	const draining = new AbortController();
	let drained = false;
	const started = Date.now();
	let hand: string | null = null;
	let done = 0;
	const serving = bus.serve(
		"services",
		async () => encodeServiceInfo({ service: "trainer", worker, version, started, hands: hand === null ? [] : [hand], done, leads: false }),
		{ everyone: true },
	);
	serving.catch((error: unknown) => log.warn({ err: error }, "cannot be asked how it is"));
	const loop = consume(bus, "fit", {
		log,
		signal: stopping.signal,
		draining: draining.signal,
		decode: decodeFitTask,
		async handle(task, alive) {
			hand = `${task.job}/fit`;
			metrics.workInHand(1);
			try {
				await traced(traces, { job: task.job, name: "fit", attributes: { "frostline.plan": task.plan } }, () =>
					fitJob(task, deps, alive, stopping.signal),
				);
				done++;
				metrics.fit("done");
			} finally {
				hand = null;
				metrics.workInHand(-1);
			}
		},
		refused(job, error) {
			metrics.workRefused();
			const message = `${error.message}; ${worker}, of release ${version}, leaves it to one of the newer`;
			return bus.emit(job, encodeEvent({ job, kind: "note", code: error.code, message }));
		},
		waiting: (task, error) =>
			bus.emit(
				task.job,
				encodeEvent({ job: task.job, kind: "note", code: error.code, message: `${error.message}; the fit waits and goes on by itself` }),
			),
		dead(task, error) {
			metrics.fit("failed");
			return bus.emit(
				task.job,
				encodeEvent({ job: task.job, kind: "failed", code: error.code, message: error.message, fix: error.fix ?? "" }),
			);
		},
	});
	void loop.then(() => {
		drained = true;
	});
	return {
		drain: () => draining.abort(),
		ready() {
			if (!draining.signal.aborted) return null;
			return drained ? DRAINED : "draining: a fit in hand";
		},
		async stop() {
			stopping.abort(new Error("the trainer is stopping"));
			await loop;
			await serving.then((quiet) => quiet()).catch(() => {});
		},
	};
}
