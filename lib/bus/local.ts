// The bus inside one process. In the order a message meets them:
//   local-queue.ts    — work, and dead letters
//   local-events.ts   — a job's events
//   local-requests.ts — requests and surveys
//   local-lease.ts    — who leads a role
import { LocalEvents } from "./local-events.ts";
import { LocalLeases } from "./local-lease.ts";
import { LocalQueue } from "./local-queue.ts";
import { LocalRequests } from "./local-requests.ts";
import type { Bus, Queue } from "./port.ts";

export interface LocalBusOptions {
	/** Unacknowledged work comes again after this long without a sign of life. */
	readonly ackWaitMs?: number;
	/** Deliveries after which work becomes a dead letter without being delivered again. */
	readonly maxDeliveries?: number;
}

/** The bus inside one process, with the contract of the one over JetStream. */
export function openLocalBus({ ackWaitMs = 60_000, maxDeliveries = 8 }: LocalBusOptions = {}): Bus {
	const closing = new AbortController();
	const queues = new Map<Queue, LocalQueue>();
	const events = new Map<string, LocalEvents>();
	const requests = new LocalRequests();
	const leases = new LocalLeases(closing.signal);

	const queueOf = (queue: Queue): LocalQueue => {
		const found = queues.get(queue) ?? new LocalQueue(ackWaitMs, maxDeliveries, closing.signal);
		queues.set(queue, found);
		return found;
	};
	const eventsOf = (job: string): LocalEvents => {
		const found = events.get(job) ?? new LocalEvents();
		events.set(job, found);
		return found;
	};

	return {
		get connected() {
			return !closing.signal.aborted;
		},
		publish: async (queue, id, body) => queueOf(queue).publish(id, body),
		pull: (queue, waitMs, signal) => queueOf(queue).pull(waitMs, signal),
		purge: async (queue, job) => queueOf(queue).purge(job),
		backlog: async (queue) => queueOf(queue).backlog,
		emit: async (job, body) => eventsOf(job).emit(body),
		events: (job, from, signal) => eventsOf(job).follow(from, AbortSignal.any([signal, closing.signal])),
		request: (subject, body, timeoutMs) => requests.request(subject, body, timeoutMs),
		survey: (subject, body, waitMs) => requests.survey(subject, body, waitMs),
		serve: async (subject, answer, options = {}) => requests.serve(subject, answer, options),
		lead: (role, options) => leases.lead(role, options),
		async *deadLetters(queue) {
			yield* queueOf(queue).dead;
		},
		forget: async (queue, id) => queueOf(queue).forget(id),
		async close() {
			closing.abort();
			await leases.close();
		},
	};
}
