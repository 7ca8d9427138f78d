import type { EngineName } from "../job/document.ts";
import { BatchSizes } from "./batch-sizes.ts";
import type { Calls, EmbedParams, Method } from "./calls.ts";
import { engineHere } from "./engines.ts";
import { GpuLane, onGpu } from "./gpu-lane.ts";
import { type CallOptions, ComputeHost, type HostOptions } from "./host.ts";

/**
 * Calls that one child has at a time: while the engine's native call for one blocks the child's loop, the images of the other
 * are read and decoded in its threads.
 */
const CALLS_PER_CHILD = 2;
/** Images per call: small enough that all children finish together, large enough that a call's own cost does not show. */
const PART = 16;
/** A GPU computes so many parts at a time at most, and is to have the next ones before it asks. */
const GPU_PARTS = 4;

export interface PoolOptions extends HostOptions {
	/** What computes spaces of `any` engine here; without it what is found. */
	readonly any?: EngineName | undefined;
	/** Images that a GPU computes at a time; without it they are measured. */
	readonly gpuBatch?: number | undefined;
	/** File that remembers what was measured; without it that is forgotten with the pool. */
	readonly batchSizes?: string | undefined;
}

interface Waiting {
	/** Places in one child. */
	readonly places: number;
	readonly take: (host: ComputeHost) => void;
	readonly moved: (() => void) | undefined;
}

/** Compute children of one machine, each on one core. A call goes to the least busy child, first come first served. */
export class ComputePool {
	readonly size: number;
	/** Places taken. */
	readonly #load: Map<ComputeHost, number>;
	readonly #waiting: Waiting[] = [];
	readonly #options: PoolOptions;
	#gpu: GpuLane | null = null;
	/** Images that a child is given at a time. Made smaller for good when a child died of so many, and of fewer did not (embed-many.ts). */
	part = PART;
	/** Times that a child died of what came through apart. */
	tooMany = 0;

	constructor(size: number, options: PoolOptions = {}, makeHost: () => ComputeHost = () => new ComputeHost(options)) {
		this.size = size;
		this.#options = options;
		this.#load = new Map(Array.from({ length: size }, () => [makeHost(), 0]));
	}

	/** Calls that may run at a time. */
	get lanes(): number {
		return this.size * CALLS_PER_CHILD;
	}

	/** The engine that computes a space's rows here: `any` is what this machine has. */
	engineFor(engine: string): string {
		return engineHere(engine, this.#options.any);
	}

	/** Images of a call that embeds with an engine: a GPU is given more at a time. */
	partFor(engine: string): number {
		return onGpu(this.engineFor(engine)) ? this.#gpuPart : this.part;
	}

	get #gpuPart(): number {
		return this.part * GPU_PARTS;
	}

	async call<M extends Method>(method: M, given: Calls[M]["params"], options: CallOptions = {}): Promise<Calls[M]["result"]> {
		const params = this.#onItsEngine(given);
		if (method === "canary" && goesToGpu(params as Calls["canary"]["params"]))
			return (await this.#lane().canary(params as Calls["canary"]["params"], this.#gpuPart, options)) as Calls[M]["result"];
		const places = options.alone === true ? CALLS_PER_CHILD : 1;
		const host = await this.#acquire(places, options.onQueue);
		const onProgress: CallOptions["onProgress"] = (progress) => {
			for (const { moved } of this.#waiting) moved?.();
			options.onProgress?.(progress);
		};
		let held = true;
		const release = () => {
			if (!held) return;
			held = false;
			this.#load.set(host, (this.#load.get(host) ?? places) - places);
			this.#serve();
		};
		try {
			if (method === "embed" && goesToGpu(params as EmbedParams))
				return (await this.#lane().embed(
					host,
					params as EmbedParams,
					this.#gpuPart,
					{ ...options, onProgress },
					release,
				)) as Calls[M]["result"];
			return await host.call(method, params, { ...options, onProgress });
		} finally {
			release();
		}
	}

	#onItsEngine<P extends Calls[Method]["params"]>(params: P): P {
		if (!("embedding" in params)) return params;
		const { embedding } = params;
		return { ...params, embedding: { ...embedding, engine: this.engineFor(embedding.engine) } };
	}

	/** The process that has the GPU starts with the first work for it. */
	#lane(): GpuLane {
		const { batchSizes = null, gpuBatch } = this.#options;
		this.#gpu ??= new GpuLane(new ComputeHost(this.#options), new BatchSizes(batchSizes), gpuBatch);
		return this.#gpu;
	}

	async close(): Promise<void> {
		await Promise.all([...this.#load.keys(), ...(this.#gpu === null ? [] : [this.#gpu])].map((each) => each.close()));
	}

	#acquire(places: number, moved: (() => void) | undefined): Promise<ComputeHost> {
		return new Promise((take) => {
			this.#waiting.push({ places, take, moved });
			this.#serve();
		});
	}

	/** In the order of coming: who wants a child alone is not passed over by those who take any place. */
	#serve(): void {
		for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
			const [host, load] = [...this.#load].reduce((least, each) => (each[1] < least[1] ? each : least));
			if (load + next.places > CALLS_PER_CHILD) return;
			this.#waiting.shift();
			this.#load.set(host, load + next.places);
			next.take(host);
		}
	}
}

function goesToGpu({ embedding }: Pick<EmbedParams, "embedding">): boolean {
	return embedding.graph !== null && onGpu(embedding.engine);
}
