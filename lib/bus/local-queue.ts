import type { Backlog, DeadLetter, Work } from "./port.ts";
import { workId } from "./work-id.ts";

interface Item {
	readonly id: string;
	readonly body: Uint8Array;
	/** By `performance.now()`. */
	readonly published: number;
	deliveries: number;
	/** Set while somebody has it, or while it waits out a delay. */
	timer: NodeJS.Timeout | null;
}

/** One queue inside one process, with the contract of a JetStream work queue: explicit acknowledgement, redelivery, delays, dead letters. */
export class LocalQueue {
	readonly #ackWaitMs: number;
	readonly #maxDeliveries: number;
	readonly #closing: AbortSignal;
	readonly #ready: Item[] = [];
	readonly #waiting: ((item: Item | null) => void)[] = [];
	/** What waits or is in somebody's hands, by id: the bus's memory for "the same work". An item that is not here any more was answered or taken back. */
	readonly #known = new Map<string, Item>();
	#dead: DeadLetter[] = [];

	constructor(ackWaitMs: number, maxDeliveries: number, closing: AbortSignal) {
		this.#ackWaitMs = ackWaitMs;
		this.#maxDeliveries = maxDeliveries;
		this.#closing = closing;
	}

	get dead(): readonly DeadLetter[] {
		return this.#dead;
	}

	get backlog(): Backlog {
		let waiting = 0;
		for (const { deliveries } of this.#known.values()) if (deliveries === 0) waiting++;
		const [oldest] = this.#known.values(); // in the order of publishing
		return { waiting, inHand: this.#known.size - waiting, oldestMs: oldest === undefined ? 0 : performance.now() - oldest.published };
	}

	publish(id: string, body: Uint8Array): void {
		if (this.#known.has(id)) return;
		const item: Item = { id, body, published: performance.now(), deliveries: 0, timer: null };
		this.#known.set(id, item);
		this.#offer(item);
	}

	async pull(waitMs: number, signal?: AbortSignal): Promise<Work | null> {
		if (signal?.aborted || this.#closing.aborted) return null;
		const item = this.#ready.shift() ?? (await this.#next(waitMs, signal));
		return item === null ? null : this.#deliver(item);
	}

	purge(job: string): number {
		let purged = 0;
		for (const [id, item] of this.#known) {
			if (workId(id).job !== job) continue;
			if (item.deliveries === 0) purged++;
			this.#known.delete(id);
			const at = this.#ready.indexOf(item);
			if (at !== -1) this.#ready.splice(at, 1);
		}
		return purged;
	}

	forget(id: string): boolean {
		const before = this.#dead.length;
		this.#dead = this.#dead.filter((letter) => letter.id !== id);
		return this.#dead.length < before;
	}

	#next(waitMs: number, signal?: AbortSignal): Promise<Item | null> {
		return new Promise((resolve) => {
			const done = (found: Item | null): void => {
				clearTimeout(timer);
				const at = this.#waiting.indexOf(done);
				if (at !== -1) this.#waiting.splice(at, 1);
				signal?.removeEventListener("abort", stop);
				this.#closing.removeEventListener("abort", stop);
				resolve(found);
			};
			const stop = () => done(null);
			const timer = setTimeout(stop, waitMs);
			signal?.addEventListener("abort", stop, { once: true });
			this.#closing.addEventListener("abort", stop, { once: true });
			this.#waiting.push(done);
		});
	}

	#offer(item: Item): void {
		if (this.#known.get(item.id) !== item) return; // taken back meanwhile
		const next = this.#waiting.shift();
		if (next === undefined) this.#ready.push(item);
		else next(item);
	}

	#forgetItem(item: Item): void {
		if (this.#known.get(item.id) === item) this.#known.delete(item.id); // else the id is other work by now
	}

	#bury(item: Item, reason: string): void {
		this.#forgetItem(item);
		this.#dead.push({ id: item.id, body: item.body, reason, deliveries: item.deliveries });
	}

	#deliver(item: Item): Work {
		item.deliveries++;
		/** Until its first answer, or until the work is taken away: later answers are about work that is another's. */
		let mine = true;
		const after = (ms: number): void => {
			if (item.timer !== null) clearTimeout(item.timer);
			item.timer = setTimeout(expire, ms);
			item.timer.unref();
		};
		const expire = (): void => {
			mine = false;
			item.timer = null;
			if (this.#known.get(item.id) !== item) return; // taken back meanwhile
			if (item.deliveries >= this.#maxDeliveries) this.#bury(item, `not acknowledged after ${item.deliveries} deliveries`);
			else this.#offer(item);
		};
		const settle = (): boolean => {
			if (!mine) return false;
			mine = false;
			clearTimeout(item.timer!);
			item.timer = null;
			return true;
		};
		after(this.#ackWaitMs);
		return {
			id: item.id,
			body: item.body,
			deliveries: item.deliveries,
			ack: async () => {
				if (settle()) this.#forgetItem(item);
			},
			nak: async (delayMs) => {
				if (settle()) after(delayMs);
			},
			working: async () => {
				if (mine) after(this.#ackWaitMs);
			},
			term: async (reason) => {
				if (settle()) this.#bury(item, reason);
			},
		};
	}
}
