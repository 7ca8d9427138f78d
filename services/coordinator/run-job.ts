import { sha256 } from "../../lib/base/digest.ts";
import { TerminalError, UserError } from "../../lib/base/errors.ts";
import { formatSpace, spaceId } from "../../lib/feature/space.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { imagesOf, lint, seenBefore } from "../../lib/lint/index.ts";
import { outcomeKey } from "../../lib/plan/fit-outcome.ts";
import { encodeFitPlan, type FitPlan } from "../../lib/plan/fit-plan.ts";
import { jobKey, spaceKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { type Event, encodeEvent } from "../../proto/codec.ts";
import { type Extraction, extract } from "./extract.ts";
import { finish, type JobOutcome } from "./finish.ts";
import { awaitFit } from "./fit.ts";
import { fitPlan } from "./fit-plan.ts";
import type { JobDeps } from "./job-deps.ts";
import { type JobPlan, planJob } from "./plan.ts";
import { classesBefore, rememberPlan } from "./reasons.ts";
import { refuseTooManySkips } from "./skips.ts";
import { encodeSpec } from "./submission.ts";

/** One job from document to report, for a process that has the document's files at hand. */
export async function runJob(loaded: LoadedJob, deps: JobDeps): Promise<JobOutcome> {
	const { bus, store, pool, remote, signal } = deps;
	const { id } = loaded;
	const emit = (event: Event) => bus.emit(id, encodeEvent(event));
	const began = performance.now();
	await emit({ job: id, kind: "phase", name: "plan", total: 0, unit: "images" });
	const plan = await planJob(
		loaded,
		{ store, pool, remote, note: (message) => void emit({ job: id, kind: "note", code: "FETCHING", message }) },
		throttled((done, total) => void emit({ job: id, kind: "progress", phase: "plan", done, total, shard: 0, worker: "", skips: 0 })),
		signal,
	);
	await store.replace(jobKey(id, "spec.json"), encodeSpec(loaded));
	return performJob(loaded, plan, deps, { began, plan: (performance.now() - began) / 1000 });
}

/**
 * Sequences and times the stages of a planned job. Everything lasting is in the store, so another call of the same job, on this machine or another, goes on
 * where this one ends.
 */
export async function performJob(
	loaded: LoadedJob,
	plan: JobPlan,
	deps: JobDeps,
	before: { readonly began: number; readonly plan: number },
): Promise<JobOutcome> {
	const { bus, store } = deps;
	const { id, job } = loaded;
	const emit = (event: Event) => bus.emit(id, encodeEvent(event));
	const seconds = { plan: before.plan, extract: 0, fit: 0, export: 0, total: 0 };
	for (const space of [plan.extraction, ...(plan.views === null || job.way === "frozen" ? [] : [plan.views])])
		await store.put(spaceKey(spaceId(space)), new TextEncoder().encode(`${formatSpace(space)}\n`));
	const lastClasses = await classesBefore(job.name, store);
	await warn(loaded, plan, lastClasses, emit);
	let extraction: Extraction | null = null;
	for (let round = 1; ; round++) {
		const from = performance.now();
		extraction = together(extraction, await extract({ id, ...job }, plan, deps));
		seconds.extract += (performance.now() - from) / 1000;
		await rememberPlan(job, plan, store);
		refuseTooManySkips(loaded, plan, extraction);
		const hand = fitPlan(loaded, plan, extraction, { frostline: deps.version });
		refuseEmptySide(loaded, hand);
		const fitted = await awaitFit(hand, await putFitPlan(hand, store), deps);
		if (fitted.kind === "done")
			return finish(
				{ loaded, plan, extraction, hand, outcomeKey: outcomeKey(id, hand.fit), classesBefore: lastClasses, seconds, began: before.began },
				deps,
			);
		if (round === ROUNDS)
			throw new TerminalError("FEATURES_DAMAGED", `${fitted.message}, ${ROUNDS} times in a row`, {
				fix: "check the storage: what is written there does not come back",
			});
		// They keep their places for ever otherwise: keys are put once.
		for (const damaged of fitted.keys) await store.remove(damaged);
		await bus.emit(
			id,
			encodeEvent({ job: id, kind: "note", code: "FEATURES_DAMAGED", message: `${fitted.message}; computing their rows again` }),
		);
	}
}

/** Answers its key. */
async function putFitPlan(hand: FitPlan, store: Store): Promise<string> {
	const bytes = encodeFitPlan(hand);
	const key = jobKey(hand.job, `plans/${sha256(bytes).slice(0, 32)}.json`);
	await store.put(key, bytes);
	return key;
}

/** Times that damaged feature files are computed again before the storage is blamed. */
const ROUNDS = 5;

/** What two rounds of extraction did. */
function together(first: Extraction | null, second: Extraction): Extraction {
	if (first === null) return second;
	const reasons: Record<string, number> = { ...first.reasons };
	for (const [reason, count] of Object.entries(second.reasons)) {
		// Planning has seen each of these samples' rows before: they are missing again because their file was damaged.
		const named = reason === "not finished before" ? "damaged feature file" : reason;
		reasons[named] = (reasons[named] ?? 0) + count;
	}
	return { ...second, cached: Math.max(0, first.cached - second.extracted), extracted: first.extracted + second.extracted, reasons };
}

/** Says before anything costs time what is known to go wrong: the report has it too, with the run's figures. */
async function warn(
	{ id, job, wrote }: LoadedJob,
	{ dataset, backbone: { featureShape } }: JobPlan,
	lastClasses: readonly string[] | null,
	emit: (event: Event) => Promise<unknown>,
): Promise<void> {
	for (const { code, severity, message } of lint(seenBefore(job, { wrote, featureShape }, imagesOf(dataset, lastClasses)))) {
		if (severity !== "note") await emit({ job: id, kind: "note", code, message: `${severity} ${code}: ${message}` });
	}
}

function refuseEmptySide({ locate }: LoadedJob, { entries }: FitPlan): void {
	for (const split of ["train", "validation"] as const) {
		if (entries.some((entry) => entry.split === split)) continue;
		throw new UserError(
			split === "train" ? "NO_TRAINING" : "NO_VALIDATION",
			`no image is left for ${split === "train" ? "training" : "validation"}: all of its images were skipped`,
			{ at: locate(["data"]), fix: "the report of skips says why; give images that decode" },
		);
	}
}

/** At most ten calls a second: progress of thousands of small files. */
export function throttled(call: (done: number, total: number) => void): (done: number, total: number) => void {
	let last = 0;
	return (done, total) => {
		const now = performance.now();
		if (now - last < 100 && done !== total) return;
		last = now;
		call(done, total);
	};
}
