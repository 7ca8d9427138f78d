import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "../base/tensor.ts";
import { decodeHead, encodeHead } from "../head/serial.ts";
import type { HeadState } from "../head/state.ts";
import { larger } from "./row-differences.ts";

/** How far two heads are apart: the largest |a − b| of any weight, 0 only where they are the same bit for bit. */
export function headDifference(a: ReadonlyMap<string, Tensor>, b: ReadonlyMap<string, Tensor>): number {
	if (a.size !== b.size) return Number.POSITIVE_INFINITY;
	let largest = 0;
	for (const [name, { data }] of a) {
		const other = b.get(name)?.data;
		if (other?.length !== data.length) return Number.POSITIVE_INFINITY;
		for (let i = 0; i < data.length; i++) largest = larger(largest, Math.abs(data[i]! - other[i]!));
	}
	return largest;
}

/** Keeps one fit's head of each epoch on disk until the other fit gets there: ten heads of a large network are more than a process should hold. */
export class HeadDifferences {
	readonly #folder: Promise<string>;
	readonly #found = new Map<number, number>();
	#queue: Promise<void> = Promise.resolve();

	constructor() {
		this.#folder = mkdtemp(join(tmpdir(), "frostline-heads-"));
		this.#folder.catch(() => {}); // reported by whoever awaits it
	}

	/** The head of the way that comes first. */
	keep(epoch: number, state: Pick<HeadState, "weights">): void {
		this.#then(async () => writeFile(await this.#file(epoch), encodeHead(state)));
	}

	/** The other way's. Heads that were not kept cannot be compared. */
	compare(epoch: number, state: Pick<HeadState, "weights">): void {
		this.#then(async () => {
			const file = await this.#file(epoch);
			const kept = await readFile(file).catch(() => null);
			if (kept === null) return;
			const same = kept.equals(encodeHead(state));
			this.#found.set(epoch, same ? 0 : headDifference(decodeHead(kept), state.weights));
			await rm(file, { force: true });
		});
	}

	/** Largest difference by epoch, of the epochs that both ways were seen to fit. */
	async result(): Promise<ReadonlyMap<number, number>> {
		await this.#queue;
		return this.#found;
	}

	async close(): Promise<void> {
		await this.#queue.catch(() => {}); // result() reports it
		await rm(await this.#folder, { recursive: true, force: true });
	}

	/** In order, and behind the fit's back. */
	#then(work: () => Promise<void>): void {
		this.#queue = this.#queue.then(work);
		this.#queue.catch(() => {}); // result() reports it
	}

	async #file(epoch: number): Promise<string> {
		return join(await this.#folder, `${epoch}.safetensors`);
	}
}
