import { setTimeout as pause } from "node:timers/promises";
import { type JetStreamClient, type JetStreamManagerOptions, type KV, type NatsConnection, StorageType } from "nats";
import { RetryableError } from "../../base/errors.ts";
import { HeldLease } from "../held-lease.ts";
import type { LeadOptions, Lease } from "../port.ts";
import { nextTerm } from "../term.ts";
import { type Claim, decodeClaim, encodeClaim } from "./claim.ts";
import type { NatsNames } from "./names.ts";
import { isAbsent, isOverwritten } from "./streams.ts";

/** A waiting process looks this often, or six times in a lease if that is shorter: how long a released role has no leader. */
const LOOK_MS = 250;
/** An answer about a lease that takes longer than this part of it is of no use. */
const ANSWERS = 4;
/** But a server on another continent has this long. */
const ANSWER_MS = 500;
/** And none has longer: closing waits for it. */
const MOST_MS = 5_000;

interface Found {
	/** 0: nothing there. */
	readonly revision: number;
	/** Null where nothing is there, or nothing that a leader wrote. */
	readonly claim: Claim | null;
}

/**
 * Leaders of roles, in a JetStream key-value bucket: one key per role, written only on top of the revision that was read. A leader writes its claim anew
 * before the lease is over. Who waits measures with its own clock how long the same revision stands there: clocks of machines are never compared.
 */
export class NatsLeases {
	readonly #connection: NatsConnection;
	readonly #names: NatsNames;
	readonly #setUp: boolean;
	readonly #replicas: number;
	readonly #closing: AbortSignal;
	/** The highest term seen of each role: a bucket that was deleted begins above it. */
	readonly #terms = new Map<string, number>();
	readonly #held = new Set<Lease>();

	constructor(connection: NatsConnection, names: NatsNames, setUp: boolean, replicas: number, closing: AbortSignal) {
		this.#connection = connection;
		this.#names = names;
		this.#setUp = setUp;
		this.#replicas = replicas;
		this.#closing = closing;
	}

	async lead(role: string, options: LeadOptions): Promise<Lease> {
		const { leaseMs, signal } = options;
		const stop = AbortSignal.any([signal, this.#closing]);
		/** What stood there last, with the time after it was read: its leader wrote it before. */
		let seen: (Found & { at: number }) | null = null;
		let tried: Claim | null = null;
		while (true) {
			if (signal.aborted) throw signal.reason;
			if (this.#closing.aborted) throw new RetryableError("BUS_FAILED", `${role} cannot be led: the bus was closed`);
			try {
				const bucket = await this.#bucket(leaseMs);
				const found = await this.#read(bucket, role);
				const now = performance.now();
				// What vanished may still be held by who wrote it last: that one's time goes on.
				if (found.claim !== null && found.revision !== seen?.revision) seen = { ...found, at: now };
				const standing = seen?.claim ?? null;
				const free =
					standing === null ||
					standing.released ||
					now - seen!.at >= Math.max(leaseMs, standing.leaseMs) ||
					(tried !== null && same(standing, tried)); // taken by a try whose answer got lost
				if (free) {
					tried = { holder: options.holder, term: nextTerm(this.#terms.get(role) ?? 0), leaseMs, released: false };
					const began = performance.now();
					const revision = await write(bucket, this.#names.leaseKey(role), tried, found.revision);
					const lease = this.#hold(role, tried, revision, began);
					if (!stop.aborted) return lease;
					await lease.release();
					continue;
				}
			} catch (error) {
				await this.#mend(error, leaseMs);
			}
			await pause(Math.min(LOOK_MS, leaseMs / 6), undefined, { signal: stop }).catch(() => {});
		}
	}

	/** Setting up what is there changes nothing. */
	async setUp(timeoutMs: number): Promise<void> {
		// Read from its leader alone (no direct access): a copy that lags behind would show a lease that was renewed long ago.
		const options = { history: 1, storage: StorageType.File, replicas: this.#replicas, allow_direct: false };
		await this.#jetstream(timeoutMs).views.kv(this.#names.leaseBucket, options);
	}

	/** Releases what is held. */
	async close(): Promise<void> {
		await Promise.all([...this.#held].map((lease) => lease.release()));
	}

	#hold(role: string, claim: Claim, revision: number, began: number): Lease {
		const key = this.#names.leaseKey(role);
		this.#terms.set(role, claim.term);
		let mine = revision;
		const put = async (next: Claim): Promise<boolean> => {
			const bucket = await this.#bucket(claim.leaseMs);
			try {
				mine = await write(bucket, key, next, mine);
				return true;
			} catch (error) {
				if (!isOverwritten(error) && !isAbsent(error)) throw error;
				await this.#mend(error, claim.leaseMs);
			}
			// Another leads; or an earlier renewal was written though its answer got lost; or the bucket was deleted, and is empty.
			const found = await this.#read(bucket, role);
			if (found.revision !== 0 && (found.claim === null || !same(found.claim, claim))) return false;
			mine = await write(bucket, key, next, found.revision);
			return true;
		};
		const lease = new HeldLease(role, claim.term, claim.leaseMs, began, {
			renew: () => put(claim),
			async giveUp() {
				await put({ ...claim, released: true });
			},
		});
		this.#held.add(lease);
		lease.lost.addEventListener("abort", () => this.#held.delete(lease), { once: true });
		return lease;
	}

	async #read(bucket: KV, role: string): Promise<Found> {
		const entry = await bucket.get(this.#names.leaseKey(role));
		if (entry === null) return { revision: 0, claim: null };
		const claim = entry.operation === "PUT" ? decodeClaim(entry.value) : null;
		if (claim !== null) this.#terms.set(role, Math.max(claim.term, this.#terms.get(role) ?? 0));
		return { revision: entry.revision, claim };
	}

	/** Only a handle: it asks the server nothing. */
	#bucket(leaseMs: number): Promise<KV> {
		return this.#jetstream(leaseMs / ANSWERS).views.kv(this.#names.leaseBucket, { bindOnly: true, allow_direct: false });
	}

	/** Sets up the bucket where it is missing; any other trouble passes by itself. */
	async #mend(error: unknown, leaseMs: number): Promise<void> {
		if (this.#setUp && isAbsent(error)) await this.setUp(leaseMs / ANSWERS).catch(() => {}); // it is tried again
	}

	#jetstream(timeoutMs: number): JetStreamClient {
		// The client would ask for the account's limits before each use of a bucket, which takes a right that a worker need not have.
		const options: JetStreamManagerOptions = { timeout: Math.min(MOST_MS, Math.max(ANSWER_MS, timeoutMs)), checkAPI: false };
		return this.#connection.jetstream(options);
	}
}

function same(a: Claim, b: Claim): boolean {
	return a.holder === b.holder && a.term === b.term && !a.released;
}

/** Writes where `revision` still stands, 0 being nothing; answers the new revision. */
function write(bucket: KV, key: string, claim: Claim, revision: number): Promise<number> {
	const value = encodeClaim(claim);
	return revision === 0 ? bucket.create(key, value) : bucket.update(key, value, revision);
}
