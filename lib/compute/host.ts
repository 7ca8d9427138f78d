import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { RetryableError, UserError } from "../base/errors.ts";
import type { Asks, Calls, FromChild, Method, Progress, ToChild } from "./calls.ts";
import { fromFailure, toFailure } from "./failure.ts";

/**
 * The parent's side of a compute child (F7). Native inference blocks a process's event loop, so the process that talks to
 * bus and store never computes: it starts a child, hands it work, and replaces it when it dies or falls silent.
 */
export interface CallOptions {
	onProgress?: (progress: Progress) => void;
	/** Called while the call waits for its turn in a pool whose children make progress with others': waiting in a moving queue is no hanging. */
	onQueue?: () => void;
	/** Answers what the child asks on the way. */
	rows?: (params: Asks["rows"]["params"]) => Promise<Float32Array>;
	signal?: AbortSignal;
	/** In a pool: with no other call in the same child, so that what the child dies of is this call's. */
	alone?: boolean;
}

interface Pending {
	resolve(result: unknown): void;
	reject(error: Error): void;
	options: CallOptions;
}

/** Longer than any single native call takes: VGG19 on one slow core needs about 10 s for a batch, a large head's chunk less. */
const SILENCE_MS = 180_000;
const SETTLE_MS = 2_000;

/** What a child may see of the environment: no credentials. */
const PASSED_ON = [
	"PATH",
	"HOME",
	"TMPDIR",
	"TEMP",
	"TMP",
	"LANG",
	"TZ",
	"LD_LIBRARY_PATH",
	"CUDA_VISIBLE_DEVICES",
	"SystemRoot",
	"FROSTLINE_HOME",
];

export interface HostOptions {
	/** A child that says nothing for so long is replaced. */
	readonly silenceMs?: number;
	/** A command, and its first arguments, that starts the child: what shuts it in a sandbox hands it the IPC channel, an inherited file descriptor. */
	readonly launcher?: readonly string[] | undefined;
	/** Told when a child was lost in the middle of its work. */
	readonly onLost?: (reason: "crashed" | "hung") => void;
}

export class ComputeHost {
	readonly #silenceMs: number;
	readonly #launcher: readonly string[];
	readonly #onLost: (reason: "crashed" | "hung") => void;
	#child: ChildProcess | null = null;
	#pending = new Map<number, Pending>();
	#nextId = 1;
	/** Questions of the child that are being answered. */
	#asks = 0;
	#watchdog: NodeJS.Timeout | null = null;
	#closed = false;

	constructor(options: HostOptions = {}) {
		this.#silenceMs = options.silenceMs ?? SILENCE_MS;
		this.#launcher = options.launcher ?? [];
		this.#onLost = options.onLost ?? (() => {});
	}

	/** Process id of the running child, for tests and logs; null when none runs. */
	get pid(): number | null {
		return this.#child?.pid ?? null;
	}

	/**
	 * Runs one call in the child. Rejects with the child's own error, or with COMPUTE_CRASHED or COMPUTE_HUNG
	 * (RetryableError) when the child died or said nothing for too long; the next call starts a new child.
	 */
	call<M extends Method>(method: M, params: Calls[M]["params"], options: CallOptions = {}): Promise<Calls[M]["result"]> {
		if (this.#closed) return Promise.reject(new RetryableError("COMPUTE_CLOSED", "the compute process was closed"));
		options.signal?.throwIfAborted();
		const child = this.#child ?? this.#start();
		const id = this.#nextId++;
		return new Promise<Calls[M]["result"]>((resolve, reject) => {
			const cancel = () => {
				this.#send(child, { type: "cancel", id });
				reject(options.signal?.reason as Error);
				this.#pending.delete(id);
				this.#rearm();
			};
			options.signal?.addEventListener("abort", cancel, { once: true });
			const settle =
				<A>(then: (value: A) => void) =>
				(value: A) => {
					options.signal?.removeEventListener("abort", cancel);
					then(value);
				};
			this.#pending.set(id, { resolve: settle(resolve as (result: unknown) => void), reject: settle(reject), options });
			this.#rearm();
			this.#send(child, { type: "call", id, method, params });
		});
	}

	/** Ends the child at once: it holds nothing that is not in the store or can be computed again (F1). */
	async close(): Promise<void> {
		this.#closed = true;
		const child = this.#child;
		if (child === null) return;
		const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
		child.kill("SIGKILL");
		await Promise.race([gone, new Promise<void>((resolve) => setTimeout(resolve, SETTLE_MS).unref())]);
	}

	#start(): ChildProcess {
		const env = Object.fromEntries(PASSED_ON.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]));
		const [execPath = process.execPath, ...words] = this.#launcher;
		const child = fork(childModule(), [], {
			execPath,
			// Never this process's own: `--env-file` among them would give the child all that was kept from it.
			execArgv: this.#launcher.length === 0 ? [] : [...words, process.execPath],
			serialization: "advanced", // typed arrays travel as bytes, not as JSON
			stdio: ["ignore", "ignore", "pipe", "ipc"],
			env: { ...env, UV_THREADPOOL_SIZE: String(Math.max(2, Math.min(4, availableParallelism()))) },
		});
		let complaint = "";
		child.stderr?.on("data", (bytes: Buffer) => {
			complaint = (complaint + bytes.toString()).slice(-4000);
		});
		child.on("message", (message: FromChild) => this.#receive(child, message));
		child.on("error", (error) => {
			if (child.pid === undefined) this.#neverBegan(child, error); // else "exit" follows and says what to do
		});
		child.on("exit", (code, signal) => {
			if (this.#child === child) this.#child = null;
			if (!this.#closed && this.#pending.size > 0) this.#onLost("crashed");
			const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
			const said = complaint.trim() === "" ? "" : `; it said: ${lastWords(complaint)}`;
			this.#fail(
				new RetryableError("COMPUTE_CRASHED", `the compute process ${how} in the middle of its work${said}`, {
					fix: "the work is tried again; if it repeats, look for an image or model that breaks the decoder, or for too little memory",
				}),
			);
		});
		this.#child = child;
		return child;
	}

	/** A launcher that cannot be run: no other try will. */
	#neverBegan(child: ChildProcess, error: Error): void {
		if (this.#child === child) this.#child = null;
		const [program = process.execPath] = this.#launcher;
		this.#fail(
			new UserError("COMPUTE_NOT_STARTED", `${program} cannot be started for a compute process: ${error.message}`, {
				cause: error,
				fix: "check compute.launcher (FROSTLINE_COMPUTE_LAUNCHER), and that there are processes and memory left",
			}),
		);
	}

	#receive(child: ChildProcess, message: FromChild): void {
		this.#rearm();
		if (message.type === "ready") return;
		const pending = this.#pending.get(message.id);
		if (pending === undefined) return; // cancelled meanwhile
		if (message.type === "progress") pending.options.onProgress?.(message.progress);
		else if (message.type === "ask") void this.#answer(child, pending, message);
		else {
			this.#pending.delete(message.id);
			this.#rearm();
			if (message.type === "result") pending.resolve(message.result);
			else pending.reject(fromFailure(message.error));
		}
	}

	async #answer(child: ChildProcess, pending: Pending, { ask, params }: Extract<FromChild, { type: "ask" }>): Promise<void> {
		this.#asks++;
		try {
			if (pending.options.rows === undefined) throw new Error("the call has nobody to ask for rows");
			this.#disarm();
			const result = await pending.options.rows(params as Asks["rows"]["params"]);
			this.#send(child, { type: "answer", ask, result });
		} catch (error) {
			this.#send(child, { type: "answer", ask, error: toFailure(error) });
		} finally {
			this.#asks--;
			this.#rearm();
		}
	}

	#send(child: ChildProcess, message: ToChild): void {
		if (child.connected) child.send(message, () => {});
	}

	#fail(error: Error): void {
		const pending = [...this.#pending.values()];
		this.#pending.clear();
		this.#disarm();
		for (const { reject } of pending) reject(error);
	}

	#disarm(): void {
		if (this.#watchdog !== null) clearTimeout(this.#watchdog);
		this.#watchdog = null;
	}

	#rearm(): void {
		this.#disarm();
		// Rows may take longer to come than the child may be silent, and it still reports steps meanwhile: waiting for its parent is not hanging.
		if (this.#pending.size === 0 || this.#asks > 0) return;
		this.#watchdog = setTimeout(() => {
			const child = this.#child;
			this.#child = null;
			this.#onLost("hung");
			this.#fail(
				new RetryableError("COMPUTE_HUNG", `the compute process said nothing for ${this.#silenceMs / 1000} s and was ended`, {
					fix: "the work is tried again in a new process",
				}),
			);
			child?.kill("SIGKILL");
		}, this.#silenceMs);
		this.#watchdog.unref();
	}
}

/** Of a dying process's last lines the one that names the error. */
function lastWords(complaint: string): string {
	const lines = complaint.split("\n").map((line) => line.trim());
	return lines.findLast((line) => /error|fatal|abort|memory/i.test(line)) ?? lines.findLast((line) => line !== "") ?? "";
}

/** The child's entry is compiled JavaScript, also when this file runs from TypeScript in a test. */
function childModule(): string {
	const here = import.meta.url;
	return fileURLToPath(here.endsWith(".ts") ? new URL("../../dist/lib/compute/child.js", here) : new URL("./child.js", here));
}
