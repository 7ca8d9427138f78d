import { inTurns } from "../base/in-turns.ts";
import type { Way } from "../job/document.ts";
import { jobStateKey, jobStatesPrefix } from "../store/keys.ts";
import type { Store } from "../store/port.ts";

/** Where a job of the cluster stands, as `jobs/_states/<id>.json`: written by the submitter once, then by the leading coordinator alone. */
export interface JobState {
	readonly version: 1;
	readonly id: string;
	readonly name: string;
	readonly way: Way;
	readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
	/** Milliseconds since 1970, for people only. */
	readonly submitted: number;
	readonly ended: number | null;
	/** Why it failed. */
	readonly error: { readonly code: string; readonly message: string; readonly fix: string; readonly exitCode: number } | null;
	/** Fit from the start, leaving checkpoints aside. */
	readonly fresh: boolean;
}

export function hasEnded({ state }: Pick<JobState, "state">): boolean {
	return state === "done" || state === "failed" || state === "cancelled";
}

export async function readState(store: Store, id: string): Promise<JobState | null> {
	const bytes = await store.get(jobStateKey(id));
	return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as JobState);
}

export async function writeState(store: Store, state: JobState): Promise<void> {
	await store.replace(jobStateKey(state.id), new TextEncoder().encode(`${JSON.stringify(state)}\n`));
}

/** States read at a time. */
const READERS = 16;

/** All jobs, the newest first. */
export async function listStates(store: Store): Promise<JobState[]> {
	const ids: string[] = [];
	for await (const key of store.list(jobStatesPrefix)) ids.push(key.slice(jobStatesPrefix.length, -".json".length));
	const states = await inTurns(ids, READERS, (id) => readState(store, id));
	return states.filter((state) => state !== null).sort((a, b) => b.submitted - a.submitted || (a.id < b.id ? -1 : 1));
}
