import { UserError } from "../../lib/base/errors.ts";
import type { Bus } from "../../lib/bus/port.ts";
import type { RemoteImages } from "../../lib/data/remote.ts";
import { hasEnded, type JobState, readState } from "../../lib/plan/job-state.ts";
import { type Config, loadConfig } from "../../lib/service/config.ts";
import { openBus, openStore } from "../../lib/service/connect.ts";
import { openRemote } from "../../lib/service/open.ts";
import type { Store } from "../../lib/store/port.ts";

/** Options that every verb of the cluster has. */
export interface ClusterOptions {
	readonly config?: string;
	readonly output: string;
}

export interface Cluster {
	readonly config: Config;
	readonly bus: Bus;
	readonly store: Store;
	readonly remote: RemoteImages;
}

/** Connects for the time of a command. A server that is not there is an error at once; one that goes away in mid-command is waited for, and said. */
export async function withCluster<T>({ config: file, output }: ClusterOptions, work: (cluster: Cluster) => Promise<T>): Promise<T> {
	if (output !== "table" && output !== "json") throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${output}`);
	const config = loadConfig({ file });
	let before = "connected";
	const onStatus = (status: string, detail: string) => {
		if (status !== before)
			process.stderr.write(`${status === "connected" ? "connected again" : `connection to NATS lost (${detail}); trying again`}\n`);
		before = status;
	};
	const bus = await openBus(config, { service: "cli", setUp: false, onStatus });
	try {
		const store = await openStore(config, { setUp: false });
		try {
			return await work({ config, bus, store, remote: openRemote(config) });
		} finally {
			await store.close();
		}
	} finally {
		await bus.close();
	}
}

/** A job's state, or UNKNOWN_JOB. */
export async function stateOf(store: Store, job: string): Promise<JobState> {
	const state = await readState(store, checkId(job));
	if (state === null)
		throw new UserError("UNKNOWN_JOB", `there is no job ${job} in ${store.where}`, { fix: "frostline ls shows the jobs there are" });
	return state;
}

export async function doneJob(store: Store, job: string): Promise<JobState> {
	const state = await stateOf(store, job);
	if (state.state === "done") return state;
	if (state.error !== null) throw failureOf(state);
	throw new UserError("JOB_NOT_DONE", `${job} is ${state.state}, so it has no result`, {
		exitCode: 1,
		fix: hasEnded(state) ? "submit it again" : `frostline watch ${job} waits for it`,
	});
}

export function failureOf({ id, error }: JobState): UserError {
	const { code, message, fix, exitCode } = error ?? { code: "INTERNAL", message: `${id} failed`, fix: "", exitCode: 1 };
	return new UserError(code, message, { exitCode, ...(fix === "" ? {} : { fix }) });
}

export function checkId(id: string): string {
	if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,126}$/.test(id)) return id;
	throw new UserError("BAD_ARGUMENT", `${JSON.stringify(id)} cannot be a job's id`, {
		fix: "letters, digits, ., _ and -, at most 127, beginning with a letter or digit",
	});
}

export function print(value: unknown): void {
	process.stdout.write(`${JSON.stringify(value)}\n`);
}
