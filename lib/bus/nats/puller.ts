import { setTimeout as pause } from "node:timers/promises";
import { type Consumer, type JetStreamClient, type JsMsg, millis } from "nats";
import type { Queue, Work } from "../port.ts";
import { type NatsNames, WORKERS } from "./names.ts";
import { isAbsent } from "./streams.ts";
import { bury, workOf } from "./work.ts";

/** A request to the server waits this long for work; the server allows no less than a second. */
const ASK_MS = 5_000;
/** Between two tries when the server or its stream is away. */
const AWAY_MS = 500;
/** A message that nobody waits for any more is kept this long for the next pull, then given back to the others. */
const HELD_MS = 2_000;

/**
 * Work from one queue. The server's requests outlast a short pull, so a message that comes when nobody waits any more is held for the next pull: a pull that
 * ended takes nothing with it.
 */
export class Puller {
	readonly #js: JetStreamClient;
	readonly #names: NatsNames;
	readonly #queue: Queue;
	readonly #maxDeliveries: number;
	readonly #waiting: ((message: JsMsg | null) => void)[] = [];
	readonly #held: { message: JsMsg; timer: NodeJS.Timeout }[] = [];
	#asking = 0;
	#closed = false;
	#consumer: Promise<Consumer> | null = null;
	/** As whoever set the queue up has chosen it; until it is known a sign of life is given each time. */
	#ackWaitMs = 0;

	constructor(js: JetStreamClient, names: NatsNames, queue: Queue, maxDeliveries: number) {
		this.#js = js;
		this.#names = names;
		this.#queue = queue;
		this.#maxDeliveries = maxDeliveries;
	}

	async pull(waitMs: number, signal?: AbortSignal): Promise<Work | null> {
		if (this.#closed || signal?.aborted) return null;
		const message = this.#unhold() ?? (await this.#wait(waitMs, signal));
		return message === null ? null : workOf(message, this.#queue, this.#ackWaitMs, this.#js, this.#names);
	}

	/** Ends what waits, and gives back what nobody took. */
	close(): void {
		this.#closed = true;
		for (const done of this.#waiting.splice(0)) done(null);
		for (let message = this.#unhold(); message !== null; message = this.#unhold()) message.nak(0);
	}

	#hold(message: JsMsg): void {
		const timer = setTimeout(() => this.#unhold()?.nak(0), HELD_MS); // the oldest is the one whose time ran out
		timer.unref();
		this.#held.push({ message, timer });
	}

	#unhold(): JsMsg | null {
		const held = this.#held.shift();
		clearTimeout(held?.timer);
		return held?.message ?? null;
	}

	#wait(waitMs: number, signal?: AbortSignal): Promise<JsMsg | null> {
		return new Promise((resolve) => {
			const done = (message: JsMsg | null): void => {
				clearTimeout(timer);
				const at = this.#waiting.indexOf(done);
				if (at !== -1) this.#waiting.splice(at, 1);
				signal?.removeEventListener("abort", stop);
				resolve(message);
			};
			const stop = () => done(null);
			const timer = setTimeout(stop, waitMs);
			signal?.addEventListener("abort", stop, { once: true });
			this.#waiting.push(done);
			this.#ask();
		});
	}

	/** As many requests are out as pulls wait. */
	#ask(): void {
		while (!this.#closed && this.#asking < this.#waiting.length) {
			this.#asking++;
			void this.#next().then((message) => {
				this.#asking--;
				if (message !== null) this.#give(message);
				this.#ask();
			});
		}
	}

	#give(message: JsMsg): void {
		const next = this.#waiting.shift();
		if (this.#closed) message.nak(0);
		else if (next === undefined) this.#hold(message);
		else next(message);
	}

	async #next(): Promise<JsMsg | null> {
		try {
			this.#consumer ??= this.#js.consumers.get(this.#names.workStream(this.#queue), WORKERS);
			const consumer = await this.#consumer;
			this.#ackWaitMs = millis((await consumer.info(true)).config.ack_wait ?? 0);
			const message = await consumer.next({ expires: ASK_MS });
			if (message === null || message.info.deliveryCount <= this.#maxDeliveries) return message;
			await bury(
				message,
				this.#queue,
				`not acknowledged after ${this.#maxDeliveries} deliveries`,
				this.#maxDeliveries,
				this.#js,
				this.#names,
			);
			return null;
		} catch (error) {
			// Away for a while, or not set up yet: the pulls that wait go on waiting.
			this.#consumer = null;
			if (!this.#closed) await pause(isAbsent(error) ? AWAY_MS : AWAY_MS / 2);
			return null;
		}
	}
}
