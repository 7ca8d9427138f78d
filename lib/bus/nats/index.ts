// The bus over NATS JetStream. In the order a message meets them:
//   connection.ts — how the server is reached
//   status.ts     — whether it is reached, and what it refuses
//   names.ts      — streams and subjects
//   streams.ts    — sets them up; what JetStream's error codes mean
//   puller.ts     — work from a queue
//   work.ts       — a message in hand, and how it becomes a dead letter
//   backlog.ts    — how much work there is, and taking it back
//   dead.ts       — dead letters
//   events.ts     — a job's events, followed
//   requests.ts   — requests and surveys
//   lease.ts      — who leads a role; claim.ts: what a leader writes down
//   rights.ts     — what a server has to allow who does what
//   inspect.ts    — what a connection finds out about itself; greeting.ts: what the server says first; credentials.ts: how long they last
//   failed.ts     — the error for what may succeed later
import { setTimeout as pause } from "node:timers/promises";
import type { Bus, Queue } from "../port.ts";
import { backlog, purge } from "./backlog.ts";
import { type NatsConnectionOptions, openConnection } from "./connection.ts";
import { deadLetters, forget } from "./dead.ts";
import { follow } from "./events.ts";
import { retryable } from "./failed.ts";
import { NatsLeases } from "./lease.ts";
import { natsNames } from "./names.ts";
import { Puller } from "./puller.ts";
import { request, serve, survey } from "./requests.ts";
import { ConnectionStatus } from "./status.ts";
import { isAbsent, isKnown, setUpEvents, setUpQueues } from "./streams.ts";
import { idHeader, traceHeader } from "./work.ts";

export interface NatsBusOptions extends NatsConnectionOptions {
	/** Keeps several installations apart on one server. */
	readonly prefix?: string;
	/** The coordinator sets up streams, and sets them up again when somebody deleted them; others wait until it has. */
	readonly setUp: boolean;
	readonly ackWaitMs?: number;
	readonly maxDeliveries?: number;
	readonly replicas?: number;
}

const SET_UP_MS = 5_000;
/** What is in flight has this long to arrive when the bus is closed. */
const DRAIN_MS = 3_000;

/** Opens the bus. Throws BUS_UNREACHABLE or BUS_DENIED (UserError), and BUS_FAILED (RetryableError) where the streams cannot be set up. */
export async function openNatsBus(options: NatsBusOptions): Promise<Bus> {
	const { prefix = "frostline", setUp, ackWaitMs = 60_000, maxDeliveries = 8, replicas = 1 } = options;
	const names = natsNames(prefix);
	const connection = await openConnection(options);
	const status = new ConnectionStatus(connection, options.onStatus);
	const js = connection.jetstream();
	const jsm = await connection.jetstreamManager({ checkAPI: false });
	const closing = new AbortController();
	const leases = new NatsLeases(connection, names, setUp, replicas, closing.signal);
	const setUpAll = once(async () => {
		await setUpQueues(jsm, names, { ackWaitMs, replicas });
		await leases.setUp(SET_UP_MS);
	});
	if (setUp) {
		await setUpAll().catch(async (error: unknown) => {
			status.close();
			await connection.close(); // it would keep the process alive
			throw retryable(error, "the streams could not be set up (does the server run with JetStream?)");
		});
	}
	const pullers = new Map<Queue, Puller>();
	const pullerOf = (queue: Queue): Puller => {
		const found = pullers.get(queue) ?? new Puller(js, names, queue, maxDeliveries);
		pullers.set(queue, found);
		return found;
	};

	return {
		get connected() {
			return status.connected;
		},

		async publish(queue, id, body) {
			const publish = () => js.publish(names.workSubject(queue, id), body, { headers: idHeader(id) });
			try {
				await publish().catch(async (error: unknown) => {
					if (!setUp || !isAbsent(error)) throw error;
					await setUpAll(); // somebody deleted the streams
					await publish();
				});
			} catch (error) {
				if (isKnown(error)) return;
				throw retryable(error, `work ${id} could not be published`);
			}
		},

		pull: (queue, waitMs, signal) => pullerOf(queue).pull(waitMs, signal),
		purge: (queue, job) => purge(jsm, names, queue, job),
		backlog: (queue) => backlog(jsm, names, queue),

		async emit(job, body) {
			const publish = async () => (await js.publish(names.eventSubject(job), body, { headers: traceHeader(job) })).seq;
			try {
				return await publish();
			} catch (error) {
				if (!isAbsent(error)) throw retryable(error, `an event of ${job} could not be published`);
				if (!setUp) return 0; // nobody keeps this job's news at present; the store has the truth (F1)
				try {
					await setUpEvents(jsm, names, job, replicas);
					return await publish();
				} catch (again) {
					throw retryable(again, `an event of ${job} could not be published`);
				}
			}
		},

		events: (job, from, signal) => follow(js, jsm, names, job, from, AbortSignal.any([signal, closing.signal])),

		request: (subject, body, timeoutMs) => request(connection, names, subject, body, timeoutMs),
		survey: (subject, body, waitMs) => survey(connection, names, subject, body, waitMs),
		serve: (subject, answer, serveOptions = {}) => serve(connection, names, subject, answer, serveOptions),
		lead: (role, leadOptions) => leases.lead(role, leadOptions),
		deadLetters: (queue) => deadLetters(jsm, names, queue),
		forget: (queue, id) => forget(jsm, names, queue, id),

		async close() {
			if (closing.signal.aborted) return;
			const { connected } = status;
			closing.abort();
			status.close();
			await leases.close();
			for (const puller of pullers.values()) puller.close();
			// Draining waits for the server's answer; one that is away gives none.
			if (connected) await Promise.race([connection.drain().catch(() => {}), pause(DRAIN_MS, undefined, { ref: false })]);
			await connection.close();
		},
	};
}

/** Calls that come while one is under way share it: a hundred publishers find the streams gone at the same moment. */
function once(action: () => Promise<void>): () => Promise<void> {
	let running: Promise<void> | null = null;
	return () => {
		running ??= action().finally(() => {
			running = null;
		});
		return running;
	};
}
