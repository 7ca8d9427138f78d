import { stat } from "node:fs/promises";
import { FrostlineError } from "../../lib/base/errors.ts";
import { inTurns } from "../../lib/base/in-turns.ts";
import type { Asks, FitParams } from "../../lib/compute/calls.ts";
import { embedMany } from "../../lib/compute/embed-many.ts";
import { embeddingOf } from "../../lib/plan/embedding.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { imageFiles } from "../../lib/plan/image-file.ts";
import { placesOf } from "../../lib/plan/stored-rows.ts";
import type { FitDeps } from "./fit-job.ts";
import { imageLost } from "./image-lost.ts";
import { PassRows } from "./passes.ts";
import { viewsOf } from "./views.ts";

/** Where a fit's rows come from: the one thing in which the two ways differ. */
export interface Rows {
	/** Features way: local feature files and each entry's place in them. */
	readonly cached: FitParams["cached"];
	/** Frozen way: every image of every batch goes through the backbone again, as end-to-end training does. */
	compute(params: Asks["rows"]["params"]): Promise<Float32Array>;
	/** Images whose rows came from the backbone so far. */
	forwards(): number;
	/** Lets go of what was computed ahead. */
	close(): Promise<void>;
}

/** What a fit tells its source of rows. */
export interface Fitting {
	/** Epochs that the checkpoint has done already. */
	readonly after: number;
	/** Says that there is progress. */
	readonly alive: () => void;
	readonly signal: AbortSignal;
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
/** A file counts as unused after a quarter of an hour (lib/store/file-cache.ts). */
const FRESH_MS = 5 * 60_000;

export async function openRows(
	plan: FitPlan,
	deps: Pick<FitDeps, "bus" | "store" | "remote" | "pool" | "metrics" | "log">,
	fitting: Fitting,
): Promise<Rows> {
	if (plan.way === "features") return cachedRows(plan, deps, fitting.alive);
	return plan.frozen.backbone === "extractors" ? new PassRows(plan, deps, fitting) : frozenRows(plan, deps, fitting);
}

async function cachedRows(plan: FitPlan, { store, metrics }: Pick<FitDeps, "store" | "metrics">, alive: () => void): Promise<Rows> {
	const broken: string[] = [];
	const files = await inTurns(plan.files, FETCHED, async (key) => {
		const file = await store.localFile(key).catch((error: unknown) => {
			if (error instanceof FrostlineError && error.code === "DAMAGED_OBJECT") return null;
			throw error;
		});
		if (file === null) broken.push(key);
		else metrics.featureBytes("read", (await stat(file)).size);
		alive();
		return file ?? "";
	});
	if (broken.length > 0) throw new FeaturesBroken(broken.sort());
	// A remote store's local files make room for others when they are not used, and a long fit opens its own again and again.
	const fresh = setInterval(() => void inTurns(plan.files, 1, (key) => store.localFile(key)).catch(() => {}), FRESH_MS);
	fresh.unref();
	return {
		cached: { files, ...placesOf(plan) },
		compute: () => Promise.reject(new Error("the features way computes no rows")),
		forwards: () => 0,
		close: async () => clearInterval(fresh),
	};
}

async function frozenRows(
	plan: FitPlan,
	{ store, remote, pool, metrics }: Pick<FitDeps, "store" | "remote" | "pool" | "metrics">,
	{ alive, signal }: Fitting,
): Promise<Rows> {
	const plain = await embeddingOf(plan.space, plan.maxPixels, store);
	const augmented = plan.views === undefined ? plain : await embeddingOf(plan.views.space, plan.maxPixels, store);
	const viewOf = viewsOf(plan);
	let forwards = 0;
	return {
		cached: null,
		async compute({ samples, reading }) {
			const wanted = Array.from(samples, (sample) => plan.entries[sample]!);
			const files = await imageFiles(wanted, { store, remote });
			const images = wanted.map(({ image }, i) => ({
				file: files[i]!,
				image,
				view: viewOf(image, { ...reading, place: reading.place + i }),
			}));
			const embedding = reading.of === "train" ? augmented : plain;
			const { rows, skips, seconds } = await embedMany(pool, { embedding, images }, { signal, onProgress: alive });
			const [skip] = skips;
			if (skip !== undefined) throw imageLost(wanted[skip.index]!.origin, skip.detail);
			forwards += images.length;
			metrics.embedded(images.length);
			metrics.spent(seconds);
			return rows;
		},
		forwards: () => forwards,
		close: async () => {},
	};
}
