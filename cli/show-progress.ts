import pc from "picocolors";
import type { Bus } from "../lib/bus/port.ts";
import { percent } from "../lib/report/figures.ts";
import { decodeKnownEvent, type Event } from "../proto/codec.ts";
import { PhaseMeter } from "./phase-meter.ts";

/** A live line is drawn at most this often; off a terminal a plain line comes at most this often. */
const REDRAW_MS = 100;
const PLAIN_MS = 10_000;

export interface ProgressShown {
	/** Shows what has come so far and lets go of the line. */
	finish(): Promise<void>;
}

/** Follows a job's events and tells them to a person: one line that lives on a terminal, plain lines elsewhere. */
export function showProgress(bus: Bus, job: string, out: NodeJS.WriteStream): ProgressShown {
	const stop = new AbortController();
	const teller = progressTeller(out);
	const loop = (async () => {
		for await (const { body } of bus.events(job, 1, stop.signal)) {
			const event = decodeKnownEvent(body);
			if (event !== null) teller.tell(event);
		}
	})();
	return {
		async finish() {
			// Events already emitted are delivered before the loop sees the signal.
			await new Promise((resolve) => setImmediate(resolve));
			stop.abort();
			await loop.catch(() => {}); // what went wrong is reported by the job itself
			teller.end();
		},
	};
}

/** Tells one event after the other; `line` says something of its own in between. */
export interface ProgressTeller {
	tell(event: Event): void;
	line(text: string): void;
	/** The phase under way is over, with nothing else begun. */
	close(): void;
	end(): void;
}

export function progressTeller(out: NodeJS.WriteStream): ProgressTeller {
	const screen = out.isTTY ? new LiveLine(out) : new PlainLines(out);
	const meter = new PhaseMeter();
	return {
		tell: (event) => tell(event, meter, screen),
		line: (text) => screen.line(text),
		close() {
			const closing = meter.close(Date.now());
			if (closing !== null) screen.line(closing);
		},
		end: () => screen.end(),
	};
}

interface Screen {
	/** Replaced by the next one. */
	status(text: string): void;
	/** Stays. */
	line(text: string): void;
	end(): void;
}

function tell(event: Event, meter: PhaseMeter, screen: Screen): void {
	const now = event.time ?? Date.now();
	switch (event.kind) {
		case "phase": {
			const closing = meter.close(now);
			if (closing !== null) screen.line(closing);
			meter.begin(event, now);
			screen.status(meter.status(now));
			return;
		}
		case "progress":
			meter.progress(event);
			screen.status(meter.status(now));
			return;
		case "shardDone":
			meter.shardDone(event);
			screen.status(meter.status(now));
			return;
		case "epoch":
			meter.epoch(event.number);
			screen.line(
				`  epoch ${String(event.number).padStart(String(event.of).length)}/${event.of}  loss ${event.loss.toFixed(4)}  accuracy ${percent(event.accuracy).padStart(7)}  held out: loss ${event.valLoss.toFixed(4)}  accuracy ${pc.bold(percent(event.valAccuracy).padStart(7))}  ${event.seconds.toFixed(1)} s`,
			);
			screen.status(meter.status(now));
			return;
		case "note":
			if (event.code !== "FIT_QUEUED") screen.line(pc.dim(`  ${event.message}`));
			return;
		case "fitDone": {
			const closing = meter.close(now);
			if (closing !== null) screen.line(closing);
			return;
		}
		case "fitReturned":
			screen.line(pc.dim(`  ${event.message}`));
			return;
		case "state":
		case "shardFailed":
		case "failed":
			return; // the command ends with this error and says it once
	}
}

class LiveLine implements Screen {
	readonly #out: NodeJS.WriteStream;
	#last = 0;
	#shown = false;

	constructor(out: NodeJS.WriteStream) {
		this.#out = out;
	}

	status(text: string): void {
		const now = performance.now();
		if (now - this.#last < REDRAW_MS) return;
		this.#last = now;
		this.#out.write(`\r\x1b[2K${text.slice(0, Math.max(20, (this.#out.columns || 80) - 1))}`);
		this.#shown = true;
	}

	line(text: string): void {
		this.#wipe();
		this.#out.write(`${text}\n`);
	}

	end(): void {
		this.#wipe();
	}

	#wipe(): void {
		if (this.#shown) this.#out.write("\r\x1b[2K");
		this.#shown = false;
		this.#last = 0;
	}
}

class PlainLines implements Screen {
	readonly #out: NodeJS.WriteStream;
	#last = performance.now();

	constructor(out: NodeJS.WriteStream) {
		this.#out = out;
	}

	status(text: string): void {
		const now = performance.now();
		if (now - this.#last < PLAIN_MS) return;
		this.line(text);
	}

	line(text: string): void {
		this.#last = performance.now();
		this.#out.write(`${text}\n`);
	}

	end(): void {}
}
