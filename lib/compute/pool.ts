import type { Calls, Method } from "./calls.ts";
import { type CallOptions, ComputeHost, type HostOptions } from "./host.ts";

/**
 * Calls that one child has at a time: while the engine's native call for one blocks the child's loop, the images of the other
 * are read and decoded in its threads.
 */
const CALLS_PER_CHILD = 2;
/** Images per call: small enough that all children finish together, large enough that a call's own cost does not show. */
const PART = 16;

/** Compute children of one machine, each on one core. A call goes to the least busy child, first come first served. */
export class ComputePool {
	readonly size: number;
	readonly #load: Map<ComputeHost, number>;
	readonly #waiting: { readonly take: (host: ComputeHost) => void; readonly moved: (() => void) | undefined }[] = [];
	/** Images that a child is given at a time. Made smaller for good when a child died of so many, and of fewer did not (embed-many.ts). */
	part = PART;

	constructor(size: number, options: HostOptions = {}) {
		this.size = size;
		this.#load = new Map(Array.from({ length: size }, () => [new ComputeHost(options), 0]));
	}

	/** Calls that may run at a time. */
	get lanes(): number {
		return this.size * CALLS_PER_CHILD;
	}

	async call<M extends Method>(method: M, params: Calls[M]["params"], options: CallOptions = {}): Promise<Calls[M]["result"]> {
		const host = await this.#acquire(options.onQueue);
		const onProgress: CallOptions["onProgress"] = (progress) => {
			for (const { moved } of this.#waiting) moved?.();
			options.onProgress?.(progress);
		};
		try {
			return await host.call(method, params, { ...options, onProgress });
		} finally {
			this.#release(host);
		}
	}

	async close(): Promise<void> {
		await Promise.all([...this.#load.keys()].map((host) => host.close()));
	}

	async #acquire(moved: (() => void) | undefined): Promise<ComputeHost> {
		const [host, load] = [...this.#load].reduce((least, next) => (next[1] < least[1] ? next : least));
		if (load >= CALLS_PER_CHILD) return new Promise((take) => this.#waiting.push({ take, moved }));
		this.#load.set(host, load + 1);
		return host;
	}

	#release(host: ComputeHost): void {
		const next = this.#waiting.shift();
		if (next === undefined) this.#load.set(host, (this.#load.get(host) ?? 1) - 1);
		else next.take(host); // its place passes on
	}
}
