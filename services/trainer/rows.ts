import { TerminalError } from "../../lib/base/errors.ts";
import type { FitParams } from "../../lib/compute/calls.ts";
import { embedMany } from "../../lib/compute/embed-many.ts";
import { embeddingOf } from "../../lib/plan/embedding.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import type { FitDeps } from "./fit-job.ts";

/** Where a fit's rows come from: the one thing in which the two ways differ. */
export interface Rows {
	/** Features way: local feature files and each entry's place in them. */
	readonly cached: FitParams["cached"];
	/** Frozen way: every image of every batch goes through the backbone again, as end-to-end training does. */
	compute(params: { samples: Uint32Array; epoch: number }): Promise<Float32Array>;
	/** Images that went through the backbone so far. */
	forwards(): number;
}

export async function openRows(
	plan: FitPlan,
	deps: Pick<FitDeps, "store" | "pool">,
	alive: () => void,
	signal: AbortSignal,
): Promise<Rows> {
	return plan.way === "features" ? cachedRows(plan, deps) : frozenRows(plan, deps, alive, signal);
}

async function cachedRows(plan: FitPlan, { store }: Pick<FitDeps, "store">): Promise<Rows> {
	const files: string[] = [];
	for (const key of plan.files) {
		const file = await store.localFile(key);
		if (file === null)
			throw new TerminalError("FEATURES_GONE", `${key} is not in ${store.where}, though the job's plan names it`, {
				fix: "run the job again: it extracts what is missing",
			});
		files.push(file);
	}
	return {
		cached: {
			files,
			file: Uint32Array.from(plan.entries, ({ at }) => at?.[0] ?? 0),
			row: Uint32Array.from(plan.entries, ({ at }) => at?.[1] ?? 0),
		},
		compute: () => Promise.reject(new Error("the features way computes no rows")),
		forwards: () => 0,
	};
}

async function frozenRows(
	plan: FitPlan,
	{ store, pool }: Pick<FitDeps, "store" | "pool">,
	alive: () => void,
	signal: AbortSignal,
): Promise<Rows> {
	const embedding = await embeddingOf(plan.space, plan.maxPixels, store);
	let forwards = 0;
	return {
		cached: null,
		async compute({ samples }) {
			const images = Array.from(samples, (sample) => ({ file: plan.entries[sample]!.origin, image: plan.entries[sample]!.image }));
			const { rows, skips } = await embedMany(pool, { embedding, images }, { signal, onProgress: alive });
			const [skip] = skips;
			if (skip !== undefined) {
				throw new TerminalError(
					"IMAGE_LOST",
					`${images[skip.index]?.file} decoded when the job was planned and does not now: ${skip.detail}`,
					{ fix: "run the job again: it plans anew" },
				);
			}
			forwards += images.length;
			return rows;
		},
		forwards: () => forwards,
	};
}
