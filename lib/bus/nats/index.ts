// The bus over NATS JetStream. In the order a message meets them:
//   names.ts   — streams and subjects
//   streams.ts — sets them up; what JetStream's error codes mean
//   puller.ts  — work from a queue
//   work.ts    — a message in hand, and dead letters
//   events.ts  — a job's events, followed
import { type ConnectionOptions, connect, type NatsConnection, NatsError } from "nats";
import { RetryableError, UserError } from "../../base/errors.ts";
import type { Bus, Queue } from "../port.ts";
import { follow } from "./events.ts";
import { natsNames } from "./names.ts";
import { Puller } from "./puller.ts";
import { isAbsent, isGone, isKnown, setUpEvents, setUpQueues } from "./streams.ts";
import { idHeader, reasonOf } from "./work.ts";

export interface NatsBusOptions {
	/** nats://host:port, several for a cluster. */
	readonly servers: readonly string[];
	/** Shown in the server's list of connections: service and host. */
	readonly name: string;
	readonly user?: string;
	readonly password?: string;
	readonly token?: string;
	readonly prefix?: string;
	/** The coordinator sets up streams; others wait until it has. */
	readonly setUp: boolean;
	/** A service waits for a server that is not up yet; a command says so at once. */
	readonly patient: boolean;
	readonly ackWaitMs?: number;
	readonly maxDeliveries?: number;
	readonly replicas?: number;
}

const RECONNECT_MS = 1_000;
const PING_MS = 20_000;
const CONNECT_MS = 5_000;

export async function openNatsBus({
	servers,
	name,
	user,
	password,
	token,
	prefix = "frostline",
	setUp,
	patient,
	ackWaitMs = 60_000,
	maxDeliveries = 8,
	replicas = 1,
}: NatsBusOptions): Promise<Bus> {
	const names = natsNames(prefix);
	const connection = await open(
		{
			servers: [...servers],
			name,
			maxReconnectAttempts: -1,
			waitOnFirstConnect: patient,
			reconnectTimeWait: RECONNECT_MS,
			pingInterval: PING_MS,
			timeout: CONNECT_MS,
			...(user === undefined ? {} : { user, pass: password ?? "" }),
			...(token === undefined ? {} : { token }),
		},
		servers,
	);
	const js = connection.jetstream();
	const jsm = await connection.jetstreamManager({ checkAPI: false });
	if (setUp) await setUpQueues(jsm, names, { ackWaitMs, replicas });
	const closing = new AbortController();
	const pullers = new Map<Queue, Puller>();
	const pullerOf = (queue: Queue): Puller => {
		const found = pullers.get(queue) ?? new Puller(js, names, queue, maxDeliveries);
		pullers.set(queue, found);
		return found;
	};

	return {
		async publish(queue, id, body) {
			try {
				await js.publish(names.workSubject(queue, id), body, { headers: idHeader(id) });
			} catch (error) {
				if (isKnown(error)) return;
				throw retryable(error, `work ${id} could not be published`);
			}
		},

		pull: (queue, waitMs, signal) => pullerOf(queue).pull(waitMs, signal),

		async emit(job, body) {
			const publish = async () => (await js.publish(names.eventSubject(job), body)).seq;
			try {
				return await publish();
			} catch (error) {
				if (!isAbsent(error)) throw retryable(error, `an event of ${job} could not be published`);
				if (!setUp) return 0; // nobody keeps this job's news at present; the store has the truth (F1)
				await setUpEvents(jsm, names, job, replicas);
				return publish();
			}
		},

		events: (job, from, signal) => follow(js, jsm, names, job, from, AbortSignal.any([signal, closing.signal])),

		async request(subject, body, timeoutMs) {
			try {
				return (await connection.request(names.requestSubject(subject), body, { timeout: timeoutMs })).data;
			} catch (cause) {
				throw new RetryableError("BUS_NO_REPLY", `nobody answered ${subject} within ${timeoutMs} ms`, {
					cause,
					fix: "is the coordinator running?",
				});
			}
		},

		async serve(subject, answer) {
			const subscription = connection.subscribe(names.requestSubject(subject), {
				queue: "servers", // of several coordinators one answers
				callback(_, message) {
					void answer(message.data)
						.then((reply) => message.respond(reply))
						.catch(() => {}); // the asker's time runs out
				},
			});
			await connection.flush();
			return async () => {
				subscription.unsubscribe();
				await connection.flush().catch(() => {});
			};
		},

		async *deadLetters(queue) {
			const stream = await jsm.streams.info(names.deadStream).catch((error: unknown) => {
				if (isAbsent(error)) return null;
				throw retryable(error, "dead letters could not be read");
			});
			if (stream === null || stream.state.messages === 0) return;
			const mine = names.deadSubjects(queue).replace("*", "");
			for (let seq = stream.state.first_seq; seq <= stream.state.last_seq; seq++) {
				const message = await jsm.streams.getMessage(names.deadStream, { seq }).catch((error: unknown) => {
					if (isAbsent(error) || isGone(error)) return null; // taken out meanwhile
					throw retryable(error, "dead letters could not be read");
				});
				if (message?.subject.startsWith(mine)) yield { ...reasonOf(message), body: message.data };
			}
		},

		async close() {
			if (closing.signal.aborted) return;
			closing.abort();
			for (const puller of pullers.values()) puller.close();
			await connection.drain().catch(() => {}); // gone already
		},
	};
}

async function open(options: ConnectionOptions, servers: readonly string[]): Promise<NatsConnection> {
	try {
		return await connect(options);
	} catch (cause) {
		const code = cause instanceof NatsError ? cause.code : "";
		if (/AUTH/.test(code)) {
			throw new UserError("BUS_DENIED", `${servers.join(", ")} refused these credentials: ${messageOf(cause)}`, {
				cause,
				exitCode: 2,
				fix: "check the user and password, or the token, for NATS",
			});
		}
		throw new UserError("BUS_UNREACHABLE", `no NATS server answers at ${servers.join(", ")}: ${messageOf(cause)}`, {
			cause,
			exitCode: 1,
			fix: "check the address, and that the server runs with JetStream (nats-server -js)",
		});
	}
}

function retryable(cause: unknown, what: string): RetryableError {
	return new RetryableError("BUS_FAILED", `${what}: ${messageOf(cause)}`, {
		cause,
		fix: "it is tried again by itself; if it repeats, look at the NATS server",
	});
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
