import { type NatsConnection, NatsError, RequestStrategy } from "nats";
import { RetryableError } from "../../base/errors.ts";
import type { Answer, ServeOptions } from "../port.ts";
import { isInbox } from "./connection.ts";
import { retryable } from "./failed.ts";
import type { NatsNames } from "./names.ts";

/** One of this group gets each request. */
const GROUP = "servers";

export async function request(
	connection: NatsConnection,
	names: NatsNames,
	subject: string,
	body: Uint8Array,
	timeoutMs: number,
): Promise<Uint8Array> {
	try {
		return (await connection.request(names.requestSubject(subject), body, { timeout: timeoutMs })).data;
	} catch (cause) {
		throw new RetryableError("BUS_NO_REPLY", `nobody answered ${subject} within ${timeoutMs} ms`, {
			cause,
			fix: "is the coordinator running?",
		});
	}
}

export async function survey(
	connection: NatsConnection,
	names: NatsNames,
	subject: string,
	body: Uint8Array,
	waitMs: number,
): Promise<Uint8Array[]> {
	const answers: Uint8Array[] = [];
	try {
		const options = { maxWait: waitMs, strategy: RequestStrategy.Timer };
		for await (const message of await connection.requestMany(names.requestSubject(subject), body, options)) answers.push(message.data);
	} catch (error) {
		// The server knows that nobody is there: an answer, and no failure.
		if (!(error instanceof NatsError && error.code === "503")) throw retryable(error, `${subject} could not be asked`);
	}
	return answers;
}

export async function serve(
	connection: NatsConnection,
	names: NatsNames,
	subject: string,
	answer: Answer,
	{ everyone = false }: ServeOptions,
): Promise<() => Promise<void>> {
	const subscription = connection.subscribe(names.requestSubject(subject), {
		...(everyone ? {} : { queue: GROUP }),
		callback(error, message) {
			if (error !== null) return; // the server does not allow it, as onStatus says
			// Who may ask could name any subject for the reply, and the server does not look whether it may: it would speak with this process's rights.
			if (!isInbox(message.reply)) return;
			void (async () => message.respond(await answer(message.data)))().catch(() => {}); // the asker's time runs out
		},
	});
	await connection.flush(); // now the server knows of it
	return async () => {
		subscription.unsubscribe();
		await connection.flush().catch(() => {});
	};
}
