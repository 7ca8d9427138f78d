import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { checkpointKey, checkpointPrefix } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";

/** How many are kept: the newest, and the one before it in case the newest is damaged. */
const KEPT = 2;

/** A fit's checkpoints in the store, one per epoch, under the fit's own digest: another fit's are never gone on from. */
export class Checkpoints {
	readonly #store: Store;
	readonly #plan: FitPlan;
	#writes: Promise<void> = Promise.resolve();

	constructor(store: Store, plan: FitPlan) {
		this.#store = store;
		this.#plan = plan;
	}

	/** The newest readable checkpoint, or null. A damaged one is removed and the one before it taken. */
	async latest(): Promise<{ epoch: number; bytes: Uint8Array } | null> {
		for (const { key, epoch } of (await this.#all()).reverse()) {
			const bytes = await this.#store.get(key).catch(() => null);
			if (bytes !== null) return { epoch, bytes };
			await this.#store.remove(key);
		}
		return null;
	}

	/** Forgets all of them: the next fit starts anew. */
	async clear(): Promise<void> {
		for (const { key } of await this.#all()) await this.#store.remove(key);
	}

	/** Queues a write; writes happen in order, behind the fit's back. */
	save(epoch: number, bytes: Uint8Array): void {
		this.#writes = this.#writes.then(async () => {
			await this.#store.put(checkpointKey(this.#plan.job, this.#plan.fit, epoch), bytes);
			for (const old of (await this.#all()).slice(0, -KEPT)) await this.#store.remove(old.key);
		});
		this.#writes.catch(() => {}); // settled() reports it
	}

	/** Resolves when every queued write is in the store. */
	settled(): Promise<void> {
		return this.#writes;
	}

	async #all(): Promise<{ key: string; epoch: number }[]> {
		const found: { key: string; epoch: number }[] = [];
		for await (const key of this.#store.list(checkpointPrefix(this.#plan.job, this.#plan.fit))) {
			found.push({ key, epoch: Number(/(\d+)\.safetensors$/.exec(key)?.[1] ?? 0) });
		}
		return found.sort((a, b) => a.epoch - b.epoch);
	}
}
