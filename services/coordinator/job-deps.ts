import type { Bus } from "../../lib/bus/port.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { RemoteImages } from "../../lib/data/remote.ts";
import type { Store } from "../../lib/store/port.ts";

/** What a job needs of the machine or cluster it runs on. */
export interface JobDeps {
	readonly bus: Bus;
	readonly store: Store;
	/** Images in an S3 service; null where none is configured. */
	readonly remote: RemoteImages | null;
	/** Shards of one job on the bus at a time. */
	readonly window: number;
	/** For reading backbones and drawing thumbnails. */
	readonly pool: ComputePool;
	readonly threads: number;
	/** Fit from the start, leaving checkpoints aside. */
	readonly fresh: boolean;
	readonly version: string;
	readonly signal: AbortSignal;
}
