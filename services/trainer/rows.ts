import { FrostlineError, TerminalError } from "../../lib/base/errors.ts";
import { inTurns } from "../../lib/base/in-turns.ts";
import type { FitParams } from "../../lib/compute/calls.ts";
import { embedMany } from "../../lib/compute/embed-many.ts";
import { embeddingOf } from "../../lib/plan/embedding.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { imageFiles } from "../../lib/plan/image-file.ts";
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

/** Feature files that are damaged or gone: the fit goes back to the coordinator, which has their rows computed again. */
export class FeaturesBroken extends Error {
	readonly keys: readonly string[];

	constructor(keys: readonly string[]) {
		super(
			`${keys.length} feature file${keys.length === 1 ? " is" : "s are"} damaged or gone: ${keys.slice(0, 3).join(", ")}${keys.length > 3 ? ", …" : ""}`,
		);
		this.keys = keys;
	}
}

/** Feature files fetched at a time. */
const FETCHED = 8;

export async function openRows(
	plan: FitPlan,
	deps: Pick<FitDeps, "store" | "remote" | "pool">,
	alive: () => void,
	signal: AbortSignal,
): Promise<Rows> {
	return plan.way === "features" ? cachedRows(plan, deps) : frozenRows(plan, deps, alive, signal);
}

async function cachedRows(plan: FitPlan, { store }: Pick<FitDeps, "store">): Promise<Rows> {
	const broken: string[] = [];
	const files = await inTurns(plan.files, FETCHED, async (key) => {
		const file = await store.localFile(key).catch((error: unknown) => {
			if (error instanceof FrostlineError && error.code === "DAMAGED_OBJECT") return null;
			throw error;
		});
		if (file === null) broken.push(key);
		return file ?? "";
	});
	if (broken.length > 0) throw new FeaturesBroken(broken.sort());
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
	{ store, remote, pool }: Pick<FitDeps, "store" | "remote" | "pool">,
	alive: () => void,
	signal: AbortSignal,
): Promise<Rows> {
	const embedding = await embeddingOf(plan.space, plan.maxPixels, store);
	let forwards = 0;
	return {
		cached: null,
		async compute({ samples }) {
			const wanted = Array.from(samples, (sample) => plan.entries[sample]!);
			const files = await imageFiles(wanted, { store, remote });
			const images = wanted.map(({ image }, i) => ({ file: files[i]!, image }));
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
