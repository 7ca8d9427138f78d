import type { Queue } from "../port.ts";
import { workId } from "../work-id.ts";

/**
 * Names of streams and subjects in one place. A prefix keeps several installations apart on one server. Ids and jobs become one token each, whatever
 * characters they have: a dot in a subject begins another token, and a stream's name may have none.
 */
export interface NatsNames {
	workStream(queue: Queue): string;
	workSubject(queue: Queue, id: string): string;
	workSubjects(queue: Queue): string;
	/** All work of one job. */
	jobSubjects(queue: Queue, job: string): string;
	readonly deadStream: string;
	deadSubject(queue: Queue, id: string): string;
	deadSubjects(queue: Queue): string;
	eventStream(job: string): string;
	eventSubject(job: string): string;
	requestSubject(subject: string): string;
	/** Key-value bucket of the leases. */
	readonly leaseBucket: string;
	leaseKey(role: string): string;
}

/** Durable consumer of a work stream: one name, so that all workers share it. */
export const WORKERS = "workers";

export function natsNames(prefix: string): NatsNames {
	const upper = prefix.toUpperCase();
	return {
		workStream: (queue) => `${upper}_WORK_${queue.toUpperCase()}`,
		workSubject(queue, id) {
			const { job, rest } = workId(id);
			return `${prefix}.work.${queue}.${token(job)}.${token(rest)}`;
		},
		workSubjects: (queue) => `${prefix}.work.${queue}.*.*`,
		jobSubjects: (queue, job) => `${prefix}.work.${queue}.${token(job)}.*`,
		deadStream: `${upper}_DEAD`,
		deadSubject: (queue, id) => `${prefix}.dead.${queue}.${token(id)}`,
		deadSubjects: (queue) => `${prefix}.dead.${queue}.*`,
		eventStream: (job) => `${upper}_EVENTS_${token(job)}`,
		eventSubject: (job) => `${prefix}.event.${token(job)}`,
		requestSubject: (subject) => `${prefix}.request.${subject}`,
		leaseBucket: `${upper}_LEASES`,
		leaseKey: token,
	};
}

/** A token cannot be empty. Base64 of something has two characters at least, so these are no other text's. */
const EMPTY = "-";
const NONE = "_";

function token(text: string | null): string {
	if (text === null) return NONE;
	return text === "" ? EMPTY : Buffer.from(text).toString("base64url");
}
