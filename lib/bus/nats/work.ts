import { headers, type JetStreamClient, type JsMsg, type MsgHdrs } from "nats";
import { traceparent } from "../../base/trace.ts";
import type { Queue, Work } from "../port.ts";
import { workId } from "../work-id.ts";
import type { NatsNames } from "./names.ts";

const ID = "Frostline-Id";
const REASON = "Frostline-Reason";
const DELIVERIES = "Frostline-Deliveries";

/** Signs of life are passed on no more often, nor more than ten in an ack wait: a worker gives one for each image. */
const WORKING_MS = 1_000;

/** Headers that name a piece of work. */
export function idHeader(id: string): MsgHdrs {
	const made = traceHeader(workId(id).job);
	made.set(ID, Buffer.from(id).toString("base64url"));
	return made;
}

/** For NATS' own message traces and for tools beside Frostline, which itself knows a job's trace by the job. */
export function traceHeader(job: string): MsgHdrs {
	const made = headers();
	made.set("traceparent", traceparent(job));
	return made;
}

export function idOf(message: Pick<JsMsg, "headers">): string {
	return Buffer.from(message.headers?.get(ID) ?? "", "base64url").toString();
}

/**
 * A message in hand, as the port has it. After the first answer the rest are about work that may be another's, and say nothing.
 *
 * The first sign of life is given at once: JetStream writes down the time at which a message was published as the one at which it was handed out
 * (server/consumer.go, deliverMsg). A server that restarts, or leads after another, goes by what was written, and would hand out again, to somebody else, whatever
 * had waited for longer than the ack wait before it was taken.
 */
export function workOf(message: JsMsg, queue: Queue, ackWaitMs: number, js: JetStreamClient, names: NatsNames): Work {
	const workingMs = Math.min(WORKING_MS, ackWaitMs / 10);
	const id = idOf(message);
	const deliveries = message.info.deliveryCount;
	let mine = true;
	message.working();
	let said = performance.now();
	const settle = (): boolean => {
		const was = mine;
		mine = false;
		return was;
	};
	return {
		id,
		body: message.data,
		deliveries,
		async ack() {
			if (settle()) await message.ackAck(); // confirmed: an acknowledgement that gets lost is work done twice
		},
		async nak(delayMs) {
			if (settle()) message.nak(delayMs);
		},
		async working() {
			const now = performance.now();
			if (!mine || now - said < workingMs) return;
			said = now;
			message.working();
		},
		async term(reason) {
			if (settle()) await bury(message, queue, reason, deliveries, js, names);
		},
	};
}

/** The dead letter is written before the message is taken off (F4): a crash between the two leaves it twice, never lost. */
export async function bury(
	message: JsMsg,
	queue: Queue,
	reason: string,
	deliveries: number,
	js: JetStreamClient,
	names: NatsNames,
): Promise<void> {
	const id = idOf(message);
	const made = idHeader(id);
	made.set(REASON, Buffer.from(reason).toString("base64url"));
	made.set(DELIVERIES, String(deliveries));
	await js.publish(names.deadSubject(queue, id), message.data, { headers: made });
	message.term(reason.slice(0, 200));
}

export function reasonOf(message: { readonly header: { get(name: string): string } }): { id: string; reason: string; deliveries: number } {
	const text = (name: string) => Buffer.from(message.header.get(name), "base64url").toString();
	return { id: text(ID), reason: text(REASON), deliveries: Number(message.header.get(DELIVERIES)) };
}
