import { execFileSync, spawn } from "node:child_process";
import { resolve } from "node:path";

const thisRelease = resolve(import.meta.dirname, "../../bin/frostline.js");

export type ServiceKind = "coordinator" | "extractor" | "trainer";

export interface LogLine {
	readonly msg: string;
	readonly job?: string;
	readonly code?: string;
	readonly [field: string]: unknown;
}

export interface Ended {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

/** A service in a process of its own, as `frostline <kind>` starts it. */
export interface StartedService {
	readonly kind: ServiceKind;
	/** Its name in events and logs. */
	readonly worker: string;
	readonly pid: number;
	readonly log: readonly LogLine[];
	/** The first line of its log, past or to come, that fits; rejects when the process ends before. */
	said(fits: (line: LogLine) => boolean): Promise<LogLine>;
	/** Process ids of its compute children. */
	children(): number[];
	signal(signal: NodeJS.Signals): void;
	/** Sends a signal and waits for its end. */
	end(signal: NodeJS.Signals): Promise<Ended>;
	readonly ended: Promise<Ended>;
}

/** @param program another release's */
export function startService(kind: ServiceKind, worker: string, env: NodeJS.ProcessEnv, program: string = thisRelease): StartedService {
	const child = spawn(process.execPath, [program, kind], {
		env: { ...env, FROSTLINE_WORKER: worker },
		stdio: ["ignore", "ignore", "pipe"],
	});
	const log: LogLine[] = [];
	const listeners = new Set<(line: LogLine | null) => void>();
	let rest = "";
	const take = (text: string) => {
		let line: LogLine;
		try {
			line = JSON.parse(text) as LogLine;
		} catch {
			line = { msg: text };
		}
		log.push(line);
		for (const listener of listeners) listener(line);
	};
	child.stderr.on("data", (bytes: Buffer) => {
		const lines = (rest + bytes.toString()).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) take(line);
	});
	const ended = new Promise<Ended>((done) => {
		child.once("close", (code, signal) => {
			done({ code, signal });
			for (const listener of listeners) listener(null);
		});
	});
	let over = false;
	void ended.then(() => {
		over = true;
	});
	return {
		kind,
		worker,
		pid: child.pid!,
		log,
		ended,
		said(fits) {
			const before = log.find(fits);
			if (before !== undefined) return Promise.resolve(before);
			return new Promise((done, reject) => {
				const listener = (line: LogLine | null) => {
					if (line !== null && !fits(line)) return;
					listeners.delete(listener);
					if (line !== null) done(line);
					else reject(new Error(`${worker} ended first; it said last:\n${lastLines(log)}`));
				};
				listeners.add(listener);
				if (over) listener(null);
			});
		},
		children: () => childrenOf(child.pid!),
		signal: (signal) => void child.kill(signal),
		async end(signal) {
			if (!over) child.kill(signal);
			return ended;
		},
	};
}

export function lastLines(log: readonly LogLine[]): string {
	const lines = log.slice(-12).map((line) => JSON.stringify(line));
	return lines.join("\n");
}

function childrenOf(pid: number): number[] {
	try {
		// Until it has begun its own program a child is a copy of its parent, which waits for that: whoever stops it then stops both.
		return execFileSync("pgrep", ["-P", String(pid), "-f", "compute/child"], { encoding: "utf8" })
			.split("\n")
			.filter((line) => line !== "")
			.map(Number);
	} catch {
		return []; // pgrep answers 1 for none
	}
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
