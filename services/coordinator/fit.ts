import { TerminalError } from "../../lib/base/errors.ts";
import { outcomeKey } from "../../lib/plan/fit-outcome.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { encodeEvent, encodeFitTask } from "../../proto/codec.ts";
import { awaitEvents } from "./await.ts";
import { refuseGivenUp } from "./given-up.ts";
import type { JobDeps } from "./job-deps.ts";

/** What a trainer made of a fit: its outcome is in the store, or feature files that it needs are damaged or gone. */
export type Fitted = { readonly kind: "done" } | { readonly kind: "returned"; readonly keys: readonly string[]; readonly message: string };

/** Hands a fit to a trainer and waits for it. The outcome in the store decides, not the news (F1). */
export async function awaitFit(
	plan: FitPlan,
	planKey: string,
	{ bus, store, signal, fresh }: Pick<JobDeps, "bus" | "store" | "signal" | "fresh">,
): Promise<Fitted> {
	const { job } = plan;
	const outcome = outcomeKey(job, plan.fit);
	if (fresh) await store.remove(outcome);
	let fitted: Fitted | null = null;
	const look = async (): Promise<boolean> => {
		if ((await store.size(outcome)) === null) {
			await refuseGivenUp(bus, "fit", [`${job}/${plan.fit}`]);
			await bus.publish("fit", `${job}/${plan.fit}`, encodeFitTask({ job, plan: planKey, fresh }));
			return false;
		}
		fitted = { kind: "done" };
		return true;
	};
	const message = `${plan.entries.length} images, head of ${plan.head.length} layers`;
	const from = await bus.emit(job, encodeEvent({ job, kind: "note", code: "FIT_QUEUED", message }));
	await awaitEvents(
		bus,
		job,
		from,
		signal,
		async (event) => {
			if (event.kind === "fitReturned") fitted = { kind: "returned", keys: event.keys, message: event.message };
			else if (event.kind === "fitDone" && event.key === outcome) fitted = { kind: "done" };
			return fitted !== null;
		},
		look,
	);
	return fitted ?? fail(job);
}

function fail(job: string): never {
	throw new TerminalError("EVENTS_ENDED", `the events of ${job} ended before its fit was done`);
}
