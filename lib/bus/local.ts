import { RetryableError } from "../base/errors.ts";
import type { Bus, DeadLetter, Queue, Work } from "./port.ts";

/**
 * The bus inside one process, with the contract of a JetStream work queue: explicit acknowledgement, redelivery when it does not
 * come in time, delays, dead letters, numbered events with replay.
 */
export interface LocalBusOptions {
	/** Unacknowledged work comes again after this long without a sign of life. */
	readonly ackWaitMs?: number;
	/** Deliveries after which work becomes a dead letter without being delivered again. */
	readonly maxDeliveries?: number;
}

interface Item {
	readonly id: string;
	readonly body: Uint8Array;
	deliveries: number;
	/** Set while somebody has it, or while it waits out a delay. */
	timer: NodeJS.Timeout | null;
}

interface Line {
	readonly ready: Item[];
	readonly waiting: ((item: Item | null) => void)[];
	/** Ids that wait or are in somebody's hands: the bus's memory for "the same work". */
	readonly known: Set<string>;
	readonly dead: DeadLetter[];
}

/** One job's events. */
interface Topic {
	readonly log: Uint8Array[];
	readonly listeners: Set<() => void>;
}

export function openLocalBus({ ackWaitMs = 60_000, maxDeliveries = 8 }: LocalBusOptions = {}): Bus {
	const lines = new Map<Queue, Line>();
	const events = new Map<string, Topic>();
	const servers = new Map<string, (body: Uint8Array) => Promise<Uint8Array>>();
	const closing = new AbortController();

	const line = (queue: Queue): Line => {
		const found = lines.get(queue) ?? { ready: [], waiting: [], known: new Set(), dead: [] };
		lines.set(queue, found);
		return found;
	};
	const topic = (job: string): Topic => {
		const found = events.get(job) ?? { log: [], listeners: new Set() };
		events.set(job, found);
		return found;
	};
	const offer = (to: Line, item: Item): void => {
		const next = to.waiting.shift();
		if (next === undefined) to.ready.push(item);
		else next(item);
	};
	const bury = (to: Line, item: Item, reason: string): void => {
		to.known.delete(item.id);
		to.dead.push({ id: item.id, body: item.body, reason, deliveries: item.deliveries });
	};
	const after = (item: Item, ms: number, then: () => void): void => {
		if (item.timer !== null) clearTimeout(item.timer);
		item.timer = setTimeout(then, ms);
		item.timer.unref();
	};

	const deliver = (from: Line, item: Item): Work => {
		item.deliveries++;
		/** Until its first answer, or until the work is taken away: later answers are about work that is another's. */
		let mine = true;
		const expire = (): void => {
			mine = false;
			item.timer = null;
			if (item.deliveries >= maxDeliveries) bury(from, item, `not acknowledged after ${item.deliveries} deliveries`);
			else offer(from, item);
		};
		const settle = (): boolean => {
			if (!mine) return false;
			mine = false;
			clearTimeout(item.timer!);
			item.timer = null;
			return true;
		};
		after(item, ackWaitMs, expire);
		return {
			id: item.id,
			body: item.body,
			deliveries: item.deliveries,
			async ack() {
				if (settle()) from.known.delete(item.id);
			},
			async nak(delayMs) {
				if (settle()) after(item, delayMs, expire);
			},
			async working() {
				if (mine) after(item, ackWaitMs, expire);
			},
			async term(reason) {
				if (settle()) bury(from, item, reason);
			},
		};
	};

	return {
		async publish(queue, id, body) {
			const to = line(queue);
			if (to.known.has(id)) return;
			to.known.add(id);
			offer(to, { id, body, deliveries: 0, timer: null });
		},

		async pull(queue, waitMs, signal) {
			const from = line(queue);
			if (signal?.aborted || closing.signal.aborted) return null;
			const item =
				from.ready.shift() ??
				(await new Promise<Item | null>((resolve) => {
					const done = (found: Item | null): void => {
						clearTimeout(timer);
						const at = from.waiting.indexOf(done);
						if (at !== -1) from.waiting.splice(at, 1);
						signal?.removeEventListener("abort", stop);
						closing.signal.removeEventListener("abort", stop);
						resolve(found);
					};
					const stop = () => done(null);
					const timer = setTimeout(stop, waitMs);
					signal?.addEventListener("abort", stop, { once: true });
					closing.signal.addEventListener("abort", stop, { once: true });
					from.waiting.push(done);
				}));
			return item === null ? null : deliver(from, item);
		},

		async emit(job, body) {
			const { log, listeners } = topic(job);
			log.push(body);
			for (const wake of listeners) wake();
			return log.length;
		},

		async *events(job, from, signal) {
			const { log, listeners } = topic(job);
			let next = Math.max(1, from);
			while (!signal.aborted && !closing.signal.aborted) {
				const body = log[next - 1];
				if (body !== undefined) {
					yield { seq: next++, body };
					continue;
				}
				await new Promise<void>((resolve) => {
					const wake = () => {
						listeners.delete(wake);
						signal.removeEventListener("abort", wake);
						closing.signal.removeEventListener("abort", wake);
						resolve();
					};
					listeners.add(wake);
					signal.addEventListener("abort", wake, { once: true });
					closing.signal.addEventListener("abort", wake, { once: true });
				});
			}
		},

		async request(subject, body, timeoutMs) {
			const server = servers.get(subject);
			let timer: NodeJS.Timeout | undefined;
			const late = new Promise<never>((_, reject) => {
				const fail = () =>
					reject(
						new RetryableError("BUS_NO_REPLY", `nobody answered ${subject} within ${timeoutMs} ms`, { fix: "is the coordinator running?" }),
					);
				if (server === undefined) fail();
				else timer = setTimeout(fail, timeoutMs);
			});
			try {
				return await Promise.race([late, ...(server === undefined ? [] : [server(body)])]);
			} finally {
				clearTimeout(timer);
			}
		},

		async serve(subject, answer) {
			servers.set(subject, answer);
			return async () => {
				if (servers.get(subject) === answer) servers.delete(subject);
			};
		},

		async *deadLetters(queue) {
			yield* line(queue).dead;
		},

		async close() {
			closing.abort();
		},
	};
}
