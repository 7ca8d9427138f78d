import { sizeOf } from "../../lib/base/tensor.ts";
import type { Reading } from "../../lib/feature/source.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import type { FitDeps } from "./fit-job.ts";
import { PassFiles } from "./pass-files.ts";
import { finalShards, type PassShard, passShards } from "./pass-shards.ts";
import type { Fitting, Rows } from "./rows.ts";

/**
 * Shards that are computed ahead of the rows in use, as many as a job may have on the bus in its extraction; but never more than one pass. Fewer would leave
 * extractors idle while the head learns; more would take turns from other jobs, and be in vain when the fit stops early.
 */
const AHEAD_SHARDS = 64;

/** A shard that is published and not used up. */
interface Open extends PassShard {
	/** Rows that the fit has not had yet. */
	left: number;
	/** [to − from, dim], once asked for. */
	rows: Promise<Float32Array> | null;
}

/**
 * The frozen way with its backbone on the extractors: every pass is computed anew, in shards along the order in which the fit reads its rows. A window of
 * shards slides ahead of the fit: each request for rows publishes as many more as it uses up. A window instead of whole passes, because epochs of a few
 * `steps` then compute no more than they read and the window, and nothing has to be decided at the borders of passes and epochs; and what lies in the store
 * is bounded by it, for a shard's file is removed once it is read.
 */
export class PassRows implements Rows {
	readonly cached = null;
	readonly #plan: FitPlan;
	readonly #dim: number;
	/** Rows of the window. */
	readonly #ahead: number;
	readonly #open: () => Promise<PassFiles>;
	#files: Promise<PassFiles> | null = null;
	#next: Iterator<PassShard>;
	/** In the order in which they are read. */
	#shards: Open[] = [];
	#asked = 0;
	#scheduled = 0;
	#forwards = 0;
	#ending = false;

	constructor(plan: FitPlan, deps: Pick<FitDeps, "bus" | "store" | "log">, fitting: Fitting) {
		this.#plan = plan;
		this.#dim = sizeOf(plan.featureShape);
		this.#open = () => PassFiles.open(plan, deps, fitting);
		this.#next = passShards(plan, fitting.after);
		const pass = plan.entries.filter(({ split }) => split === "train").length;
		this.#ahead = Math.min(pass, AHEAD_SHARDS * plan.frozen.shard);
	}

	forwards(): number {
		return this.#forwards;
	}

	async compute({ samples, reading }: { samples: Uint32Array; reading: Reading }): Promise<Float32Array> {
		this.#files ??= this.#open();
		const files = await this.#files;
		if (reading.of === "final") await this.#end(files);
		this.#asked += samples.length;
		await this.#goOn(files);
		const out = new Float32Array(samples.length * this.#dim);
		await Promise.all(
			this.#partsOf(samples, reading).map(async ({ shard, from, count, at }) => {
				shard.rows ??= files.read(shard.task, this.#dim);
				const rows = await shard.rows;
				out.set(rows.subarray(from * this.#dim, (from + count) * this.#dim), at * this.#dim);
				shard.left -= count;
				if (shard.left === 0) this.#shards = this.#shards.filter((other) => other !== shard);
			}),
		);
		this.#forwards += samples.length;
		return out;
	}

	async close(): Promise<void> {
		const files = await this.#files?.catch(() => null); // then nothing was published
		await files?.close(this.#ending && this.#shards.length === 0);
	}

	/** Keeps the window full. */
	async #goOn(files: PassFiles): Promise<void> {
		while (this.#scheduled < this.#asked + this.#ahead) {
			const { value: shard, done } = this.#next.next();
			if (done) return;
			this.#scheduled += shard.wanted;
			this.#shards.push({ ...shard, left: shard.wanted, rows: null });
			await files.publish(shard.task);
		}
	}

	/** At the first request of the final evaluation: where training was to go on, it has stopped early, and what was computed ahead is in vain. */
	async #end(files: PassFiles): Promise<void> {
		if (this.#ending) return;
		this.#ending = true;
		if (this.#shards.length > 0 && this.#shards.every(({ of }) => of === "final")) return;
		this.#shards = [];
		this.#next = finalShards(this.#plan);
		this.#scheduled = this.#asked;
		await files.giveUp();
	}

	/** Which rows of which shards make a request. */
	#partsOf(samples: Uint32Array, { of, place }: Reading): { shard: Open; from: number; count: number; at: number }[] {
		const parts = [];
		for (let at = 0; at < samples.length; ) {
			const wanted = place + at;
			const shard = this.#shards.find((open) => open.of === of && open.from <= wanted && wanted < open.to);
			if (shard === undefined) throw new Error(`the fit asks for rows of ${of} at place ${wanted}, where its plan has none`);
			const from = wanted - shard.from;
			const count = Math.min(shard.to - wanted, samples.length - at);
			for (let i = 0; i < count; i++)
				if (shard.entries[from + i] !== samples[at + i]) throw new Error(`the fit asks for another order of ${of} than its plan gives`);
			parts.push({ shard, from, count, at });
			at += count;
		}
		return parts;
	}
}
