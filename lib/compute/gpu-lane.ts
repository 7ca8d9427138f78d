import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256File } from "../base/digest.ts";
import type { BatchSizes } from "./batch-sizes.ts";
import type { Calls, CanaryRows, Embedded, Embedding, EmbedParams } from "./calls.ts";
import type { CallOptions, ComputeHost } from "./host.ts";

/** Linux keeps it in memory. Pixels cross from process to process here, not through a pipe that would copy them twice. */
const SHARED = process.platform === "linux" ? "/dev/shm" : tmpdir();

/** Parts that wait for the device, decoded: enough that it never does. */
const AHEAD = 8;

type OnGraph = Embedding & { readonly graph: string };

/** Engines whose device is one, however many processes there are. */
export function onGpu(engine: string): boolean {
	return /^onnx-(cuda|webgpu)|^tfjs-node-gpu$/.test(engine);
}

/**
 * A GPU's way from files to rows: processes that decode, and one that has the device. While it embeds one part the others decode the next, so that it waits for nobody as long as there are
 * cores enough.
 */
export class GpuLane {
	readonly #device: ComputeHost;
	readonly #sizes: BatchSizes;
	/** As the operator has set it. */
	readonly #set: number | undefined;
	/** Images at a time, by backbone. */
	readonly #batches = new Map<string, Promise<number>>();
	/** Of a graph's file. */
	readonly #digests = new Map<string, Promise<string>>();
	#folder: Promise<string> | null = null;
	#next = 0;
	#waiting = 0;

	/** @param batch images at a time; without it they are measured once for each backbone, and `sizes` remembers them */
	constructor(device: ComputeHost, sizes: BatchSizes, batch?: number) {
		this.#device = device;
		this.#sizes = sizes;
		this.#set = batch;
	}

	/**
	 * Rows of some images. `decoder` is one of the processes that decode; `decoded` says that it is free for the next, unless enough is decoded already.
	 *
	 * @param most images of a call
	 */
	async embed(
		decoder: ComputeHost,
		{ embedding, images }: EmbedParams,
		most: number,
		options: CallOptions,
		decoded: () => void,
	): Promise<Embedded> {
		const { graph } = embedding;
		if (graph === null) throw new Error("images are embedded with a backbone");
		const backbone = await this.#nameOf({ ...embedding, graph });
		this.#folder ??= mkdtemp(join(SHARED, "frostline-"));
		const into = join(await this.#folder, `${this.#next++}.pixels`);
		try {
			const { count, skips, seconds } = await decoder.call("decode", { embedding, images, into }, options);
			if (this.#waiting < AHEAD) decoded();
			this.#waiting++;
			const told = await this.#batch(backbone, { ...embedding, graph }, most, options);
			const call = this.#device.call("embedPixels", { embedding: { ...embedding, graph }, pixels: into, count, batch: told }, options);
			const { rows, dim, seconds: spent, batch } = await call.finally(() => this.#waiting--);
			if (batch < told) await this.#remember(backbone, batch);
			options.onProgress?.({ kind: "images", done: images.length, skips: skips.length });
			return { rows, dim, skips, seconds: { ...seconds, ...spent } };
		} finally {
			await rm(into, { force: true });
		}
	}

	/** The canary's pictures, in the batches that a job's images are computed in. */
	async canary(params: Calls["canary"]["params"], most: number, options: CallOptions): Promise<CanaryRows> {
		const batch = await this.#batch(await this.#nameOf(params.embedding), params.embedding, most, options);
		return this.#device.call("canary", { ...params, batch }, options);
	}

	/** Images at a time: as it is set, as it was measured before, or as it is measured now. */
	#batch(backbone: string, embedding: OnGraph, most: number, options: CallOptions): Promise<number> {
		if (this.#set !== undefined) return Promise.resolve(this.#set);
		const known = this.#batches.get(backbone) ?? this.#measured(backbone, embedding, most, options);
		this.#batches.set(backbone, known);
		known.catch(() => this.#batches.delete(backbone)); // the process died of it, say: next time again
		return known;
	}

	async #measured(backbone: string, embedding: OnGraph, most: number, options: CallOptions): Promise<number> {
		const before = await this.#sizes.get(backbone);
		if (before !== null) return before;
		const { batch } = await this.#device.call("measureBatch", { embedding, most }, options);
		await this.#sizes.set(backbone, batch);
		return batch;
	}

	async #remember(backbone: string, batch: number): Promise<void> {
		this.#batches.set(backbone, Promise.resolve(batch));
		await this.#sizes.set(backbone, batch);
	}

	/** What the best number depends on. */
	async #nameOf({ graph, engine, transform: { height, width } }: OnGraph): Promise<string> {
		const digest = this.#digests.get(graph) ?? sha256File(graph);
		this.#digests.set(graph, digest);
		return `${engine} ${height}x${width} ${await digest}`;
	}

	async close(): Promise<void> {
		await this.#device.close();
		if (this.#folder !== null) await rm(await this.#folder, { recursive: true, force: true });
	}
}
