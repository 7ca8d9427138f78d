import { consume } from "../../lib/bus/consume.ts";
import { decodeFitTask, encodeEvent } from "../../proto/codec.ts";
import { type FitDeps, fitJob } from "./fit-job.ts";

export interface Trainer {
	/** Gives back what is in flight; its last checkpoint is in the store. */
	stop(): Promise<void>;
}

export function startTrainer(deps: FitDeps): Trainer {
	const stopping = new AbortController();
	const loop = consume(deps.bus, "fit", {
		log: deps.log,
		signal: stopping.signal,
		decode: decodeFitTask,
		handle: (task, alive) => fitJob(task, deps, alive, stopping.signal),
		dead: (task, error) =>
			deps.bus.emit(
				task.job,
				encodeEvent({ job: task.job, kind: "failed", code: error.code, message: error.message, fix: error.fix ?? "" }),
			),
	});
	return {
		async stop() {
			stopping.abort(new Error("the trainer is stopping"));
			await loop;
		},
	};
}
