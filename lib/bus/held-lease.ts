import { setTimeout as pause } from "node:timers/promises";
import { RetryableError } from "../base/errors.ts";
import type { Lease } from "./port.ts";

/** What an adapter does for a lease that is held. */
export interface LeaseKeeper {
	/** Renews it; false when another leads. Throws when it cannot tell: it is asked again until the lease runs out. */
	renew(): Promise<boolean>;
	/** Gives it up, so that the next need not wait for it to run out. Called once, never while `renew` is under way. */
	giveUp(): Promise<void>;
}

/** Renewals in a lease: two may fail before it runs out. */
const RENEWALS = 3;
/** A renewal that failed is tried again after this part of the lease. */
const RETRIES = 10;

/**
 * A lease in hand: renews itself, and knows when it has run out. Time is the monotonic clock, and counts from before a renewal was sent: the others count
 * from after they saw it, so no other leads while this one says that it holds.
 */
export class HeldLease implements Lease {
	readonly term: number;
	readonly #role: string;
	readonly #leaseMs: number;
	readonly #keeper: LeaseKeeper;
	readonly #lost = new AbortController();
	readonly #stop = new AbortController();
	readonly #renewing: Promise<void>;
	#until: number;
	#timer: NodeJS.Timeout | undefined;
	#released: Promise<void> | null = null;

	/** `began`: performance.now() before the lease was asked for. */
	constructor(role: string, term: number, leaseMs: number, began: number, keeper: LeaseKeeper) {
		this.#role = role;
		this.term = term;
		this.#leaseMs = leaseMs;
		this.#keeper = keeper;
		this.#until = began + leaseMs;
		this.#watch();
		this.#renewing = this.#renew();
	}

	get lost(): AbortSignal {
		return this.#lost.signal;
	}

	holds(): boolean {
		if (this.#released !== null || this.#lost.signal.aborted) return false;
		if (performance.now() < this.#until) return true;
		this.#lose(`it was not renewed for ${this.#leaseMs} ms`);
		return false;
	}

	release(): Promise<void> {
		this.#released ??= this.#lost.signal.aborted ? Promise.resolve() : this.#giveUp();
		return this.#released;
	}

	async #giveUp(): Promise<void> {
		clearTimeout(this.#timer);
		this.#stop.abort();
		await this.#renewing;
		await this.#keeper.giveUp().catch(() => {}); // it runs out by itself
	}

	async #renew(): Promise<void> {
		let waitMs = this.#leaseMs / RENEWALS;
		while (true) {
			await pause(waitMs, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
			if (!this.holds()) return;
			const began = performance.now();
			try {
				const kept = await this.#keeper.renew();
				if (!this.holds()) return; // an answer that came too late renews nothing: another may lead by now
				if (!kept) return this.#lose("another leads");
				this.#until = began + this.#leaseMs;
				this.#watch();
				waitMs = this.#leaseMs / RENEWALS;
			} catch {
				waitMs = this.#leaseMs / RETRIES;
			}
		}
	}

	/** Looks when the lease would run out; `holds` does the rest. */
	#watch(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(
			() => {
				if (this.holds()) this.#watch(); // timers may come a little early
			},
			Math.max(1, this.#until - performance.now()),
		);
		this.#timer.unref();
	}

	#lose(why: string): void {
		clearTimeout(this.#timer);
		this.#stop.abort();
		this.#lost.abort(new RetryableError("BUS_FAILED", `the lead of ${this.#role} (term ${this.term}) was lost: ${why}`));
	}
}
