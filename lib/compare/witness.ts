import type { Asks } from "../compute/calls.ts";
import type { FeatureSource } from "../feature/source.ts";
import { decodeCheckpoint } from "../fit/checkpoint.ts";
import type { FitPlan } from "../plan/fit-plan.ts";
import { HeadDifferences } from "./head-differences.ts";
import { RowDifferences } from "./row-differences.ts";

/**
 * Looks over the shoulder of two fits, the features way first: every row that the frozen way's backbone gives is held against the stored one, and every
 * epoch's head against the other way's.
 */
export class Witness {
	readonly #heads = new HeadDifferences();
	readonly #epochs = { features: 0, frozen: 0 };
	#stored: { readonly source: FeatureSource; readonly differences: RowDifferences } | null = null;

	/** Where the features way's rows are, once it is done. */
	expect(source: FeatureSource): void {
		this.#stored = { source, differences: new RowDifferences(source.dim) };
	}

	/** Of the frozen way: samples are counted as the features way counts them, for both plans list the same images in one order. */
	async rows(_plan: FitPlan, { samples, reading }: Asks["rows"]["params"], rows: Float32Array): Promise<void> {
		if (this.#stored === null) return;
		const { source, differences } = this.#stored;
		differences.add(samples, await source.rows(samples, reading), rows);
	}

	checkpoint({ way }: FitPlan, epoch: number, bytes: Uint8Array): void {
		const { state } = decodeCheckpoint(bytes);
		this.#epochs[way]++;
		if (way === "features") this.#heads.keep(epoch, state);
		else this.#heads.compare(epoch, state);
	}

	/** Epochs that were fitted now; the others were in the store. */
	get epochs(): Readonly<Record<"features" | "frozen", number>> {
		return { ...this.#epochs };
	}

	get differences(): RowDifferences {
		if (this.#stored === null) throw new Error("the features way's rows are not known yet");
		return this.#stored.differences;
	}

	heads(): Promise<ReadonlyMap<number, number>> {
		return this.#heads.result();
	}

	async close(): Promise<void> {
		await this.#heads.close();
		await this.#stored?.source.close();
	}
}
