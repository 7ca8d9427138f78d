import { setTimeout as pause } from "node:timers/promises";
import { RetryableError } from "../base/errors.ts";
import type { Answer, ServeOptions } from "./port.ts";

interface Server {
	readonly answer: Answer;
	readonly everyone: boolean;
}

/** Requests inside one process. */
export class LocalRequests {
	readonly #servers = new Map<string, Server[]>();

	serve(subject: string, answer: Answer, { everyone = false }: ServeOptions): () => Promise<void> {
		const server: Server = { answer, everyone };
		this.#servers.set(subject, [...(this.#servers.get(subject) ?? []), server]);
		return async () => {
			const left = (this.#servers.get(subject) ?? []).filter((one) => one !== server);
			if (left.length === 0) this.#servers.delete(subject);
			else this.#servers.set(subject, left);
		};
	}

	async request(subject: string, body: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
		const stopping = new AbortController();
		const late = pause(timeoutMs, undefined, { signal: stopping.signal }).then(() => Promise.reject(new Error("its time ran out")));
		try {
			// Nobody there, or all of them failed: no need to wait.
			return await Promise.race([late, Promise.any(this.#ask(subject, body))]);
		} catch (cause) {
			throw new RetryableError("BUS_NO_REPLY", `nobody answered ${subject} within ${timeoutMs} ms`, {
				cause,
				fix: "is the coordinator running?",
			});
		} finally {
			stopping.abort();
			late.catch(() => {});
		}
	}

	async survey(subject: string, body: Uint8Array, waitMs: number): Promise<Uint8Array[]> {
		const answers: Uint8Array[] = [];
		const asked = this.#ask(subject, body).map((reply) => reply.then((answer) => answers.push(answer)).catch(() => {}));
		if (asked.length === 0) return [];
		const stopping = new AbortController();
		const late = pause(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
		await Promise.race([late, Promise.all(asked)]);
		stopping.abort();
		return [...answers];
	}

	/** Everyone who wants every request, and one of the others. */
	#ask(subject: string, body: Uint8Array): Promise<Uint8Array>[] {
		const servers = this.#servers.get(subject) ?? [];
		const one = servers.find(({ everyone }) => !everyone);
		return servers.filter((server) => server.everyone || server === one).map(async ({ answer }) => answer(body));
	}
}
