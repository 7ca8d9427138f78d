import type { Queue } from "../port.ts";

/**
 * Names of streams and subjects in one place. A prefix keeps several installations apart on one server. Ids and jobs become one token each, whatever
 * characters they have: a dot in a subject begins another token, and a stream's name may have none.
 */
export interface NatsNames {
	workStream(queue: Queue): string;
	workSubject(queue: Queue, id: string): string;
	workSubjects(queue: Queue): string;
	readonly deadStream: string;
	deadSubject(queue: Queue, id: string): string;
	deadSubjects(queue: Queue): string;
	eventStream(job: string): string;
	eventSubject(job: string): string;
	requestSubject(subject: string): string;
}

/** Durable consumer of a work stream: one name, so that all workers share it. */
export const WORKERS = "workers";

export function natsNames(prefix: string): NatsNames {
	const upper = prefix.toUpperCase();
	return {
		workStream: (queue) => `${upper}_WORK_${queue.toUpperCase()}`,
		workSubject: (queue, id) => `${prefix}.work.${queue}.${token(id)}`,
		workSubjects: (queue) => `${prefix}.work.${queue}.*`,
		deadStream: `${upper}_DEAD`,
		deadSubject: (queue, id) => `${prefix}.dead.${queue}.${token(id)}`,
		deadSubjects: (queue) => `${prefix}.dead.${queue}.*`,
		eventStream: (job) => `${upper}_EVENTS_${token(job)}`,
		eventSubject: (job) => `${prefix}.event.${token(job)}`,
		requestSubject: (subject) => `${prefix}.request.${subject}`,
	};
}

function token(text: string): string {
	return Buffer.from(text).toString("base64url");
}
