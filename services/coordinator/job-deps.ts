import type { Bus } from "../../lib/bus/port.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { Store } from "../../lib/store/port.ts";

/** What a job needs of the machine or cluster it runs on. */
export interface JobDeps {
	readonly bus: Bus;
	readonly store: Store;
	/** For reading backbones and drawing thumbnails. */
	readonly pool: ComputePool;
	readonly threads: number;
	/** Fit from the start, leaving checkpoints aside. */
	readonly fresh: boolean;
	readonly version: string;
	readonly signal: AbortSignal;
}
