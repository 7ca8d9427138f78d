import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Calls, CanaryRows, Embedded, EmbedParams } from "./calls.ts";
import type { CallOptions, ComputeHost } from "./host.ts";

/** Linux keeps it in memory. Pixels cross from process to process here, not through a pipe that would copy them twice. */
const SHARED = process.platform === "linux" ? "/dev/shm" : tmpdir();

/** Parts that wait for the device, decoded: enough that it never does. */
const AHEAD = 8;

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
	#folder: Promise<string> | null = null;
	#next = 0;
	#waiting = 0;

	constructor(device: ComputeHost) {
		this.#device = device;
	}

	/** Rows of some images. `decoder` is one of the processes that decode; `decoded` says that it is free for the next, unless enough is decoded already. */
	async embed(decoder: ComputeHost, { embedding, images }: EmbedParams, options: CallOptions, decoded: () => void): Promise<Embedded> {
		const { graph } = embedding;
		if (graph === null) throw new Error("images are embedded with a backbone");
		this.#folder ??= mkdtemp(join(SHARED, "frostline-"));
		const into = join(await this.#folder, `${this.#next++}.pixels`);
		try {
			const { count, skips, seconds } = await decoder.call("decode", { embedding, images, into }, options);
			if (this.#waiting < AHEAD) decoded();
			this.#waiting++;
			const call = this.#device.call("embedPixels", { embedding: { ...embedding, graph }, pixels: into, count }, options);
			const { rows, dim, seconds: spent } = await call.finally(() => this.#waiting--);
			options.onProgress?.({ kind: "images", done: images.length, skips: skips.length });
			return { rows, dim, skips, seconds: { ...seconds, ...spent } };
		} finally {
			await rm(into, { force: true });
		}
	}

	/** What else needs the device. */
	canary(params: Calls["canary"]["params"], options: CallOptions): Promise<CanaryRows> {
		return this.#device.call("canary", params, options);
	}

	async close(): Promise<void> {
		await this.#device.close();
		if (this.#folder !== null) await rm(await this.#folder, { recursive: true, force: true });
	}
}
