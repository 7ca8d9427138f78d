import { canonicalBytes } from "../base/digest.ts";
import { RetryableError } from "../base/errors.ts";
import type { Views } from "../data/views.ts";
import type { Space } from "../feature/space.ts";
import type { FitSection, FrozenSection, HeadLayer, Way } from "../job/document.ts";

/**
 * Everything a trainer needs to fit a job's head, as one object in the store: coordinator and trainer meet here, not in memory,
 * so either can be another process, or the same one after a crash.
 */
export interface FitPlan {
	readonly version: 1;
	readonly job: string;
	/** Names the fit: the digest of all that its result depends on. Checkpoints of another fit are never gone on from. */
	readonly fit: string;
	readonly way: Way;
	/** Where the frozen way's backbone runs, and images per shard where that is on the extractors. Neither changes the head, so neither is in `fit`. */
	readonly frozen: FrozenSection & { readonly shard: number };
	/** Conditions of rows of the images themselves. */
	readonly space: Space;
	/** Where training images are augmented: the conditions of their views' rows, and which view a pass learns from. */
	readonly views?: Views & { readonly space: Space };
	/** Store key of the encoded backbone graph. */
	readonly backbone: string;
	readonly maxPixels: number;
	/** Shape of a feature row. */
	readonly featureShape: readonly number[];
	readonly head: readonly HeadLayer[];
	readonly section: FitSection;
	readonly classes: readonly string[];
	/** Store keys of feature files; empty in the frozen way. */
	readonly files: readonly string[];
	/** In order of image digest, then label, so that names and places of files change nothing. */
	readonly entries: readonly PlanEntry[];
	/** Written into the exported model. */
	readonly metadata: Readonly<Record<string, string>>;
}

export interface PlanEntry {
	/** SHA-256 of the image, hex. */
	readonly image: string;
	readonly label: number;
	readonly split: "train" | "validation";
	/** Where the bytes are: a local path, or a key of the store. */
	readonly origin: string;
	/** Index into `files` and row in that file; of an image with several views, those of view 1, 2, … one after the other. Absent in the frozen way. */
	readonly at?: readonly number[];
}

export function encodeFitPlan(plan: FitPlan): Uint8Array {
	return canonicalBytes(plan);
}

export function decodeFitPlan(bytes: Uint8Array, key: string): FitPlan {
	const plan = JSON.parse(new TextDecoder().decode(bytes)) as FitPlan;
	if (plan.version !== 1) {
		// Another trainer may read it.
		throw new RetryableError("PLAN_VERSION", `${key} is a fit plan of version ${String(plan.version)}; this trainer reads version 1`, {
			fix: "upgrade the trainers to the coordinator's release",
		});
	}
	return plan;
}
