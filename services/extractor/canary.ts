import { sha256 } from "../../lib/base/digest.ts";
import { RetryableError } from "../../lib/base/errors.ts";
import type { Logger } from "../../lib/base/log.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import { backboneOf, type Space, spaceId } from "../../lib/feature/space.ts";
import { canaryEmbedding, judge, partsAt, readCanary } from "../../lib/plan/canary.ts";
import { canaryResultKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";

interface CanaryDeps {
	readonly store: Store;
	readonly pool: ComputePool;
	readonly worker: string;
	readonly log: Logger;
}

/** What a worker's canary came to, as it lies in the store. */
export interface CanaryResult {
	readonly worker: string;
	/** That computed here; of a space of `any` engine, this worker's. */
	readonly engine: string;
	/** Of the largest value, from what the planner computed. */
	readonly difference: number;
	readonly tolerance: number;
	/** The stage where the two part; null where they agree, or where no single stage shows it. */
	readonly layer: string | null;
}

/**
 * Before a worker's first shard of a space it embeds sixteen fixed pictures and compares: a wrong build, a bad memory chip or a GPU that rounds otherwise must not leave
 * rows among others'. A worker that differs is set aside for the space: it passes the space's shards on to others.
 */
export class Canary {
	readonly #deps: CanaryDeps;
	/** By space: the result, or why this worker is set aside. */
	readonly #checked = new Map<string, Promise<RetryableError | null>>();

	constructor(deps: CanaryDeps) {
		this.#deps = deps;
	}

	/** @throws RetryableError WORKER_SET_ASIDE if this worker computes other rows than the space's planner */
	async check(space: Space, signal: AbortSignal): Promise<void> {
		const { augment: _, ...plain } = space;
		if (backboneOf(plain) === null) return;
		const id = spaceId(plain);
		const known = this.#checked.get(id) ?? this.#compare(plain, signal);
		this.#checked.set(id, known);
		known.catch(() => this.#checked.delete(id)); // the store is away, or we are stopping: next time again
		const aside = await known;
		if (aside !== null) throw aside;
	}

	async #compare(space: Space, signal: AbortSignal): Promise<RetryableError | null> {
		const { store, pool, worker, log } = this.#deps;
		const reference = await readCanary(space, store);
		if (reference === null) {
			log.warn({ space: spaceId(space) }, "the space's planner left no canary: this worker is not compared");
			return null;
		}
		const embedding = await canaryEmbedding(space, store);
		const own = await pool.call("canary", { embedding, layers: false }, { signal });
		const engine = pool.engineFor(space.engine);
		const { difference, tolerance } = judge(reference, own, space.engine);
		const agrees = difference <= tolerance;
		const layer = agrees ? null : partsAt(reference, await pool.call("canary", { embedding, layers: true }, { signal }), tolerance);
		const result: CanaryResult = { worker, engine, difference, tolerance, layer };
		await store.put(canaryResultKey(spaceId(space), sha256(Buffer.from(worker)).slice(0, 16)), Buffer.from(`${JSON.stringify(result)}\n`));
		if (agrees) {
			log.info({ space: spaceId(space), difference }, "the canary agrees");
			return null;
		}
		const where = layer === null ? "no single layer shows where" : `they part at ${layer}`;
		return new RetryableError(
			"WORKER_SET_ASIDE",
			`${worker} is set aside: its rows of the sixteen canary pictures differ from the planner's by ${difference.toExponential(1)} of the largest value, where ${tolerance} is allowed; ${where}`,
			{ fix: "look at that machine: its memory, its build of the engine, its driver; its other spaces are judged by themselves" },
		);
	}
}
