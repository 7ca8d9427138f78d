import { RetryableError, TerminalError } from "../../lib/base/errors.ts";
import { decodeFeatureFile } from "../../lib/feature/file.ts";
import { parseSpace, spaceId } from "../../lib/feature/space.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { passesPrefix } from "../../lib/store/keys.ts";
import { decodeServiceInfos, encodeEvent, encodeShardTask, type ShardTask } from "../../proto/codec.ts";
import type { FitDeps } from "./fit-job.ts";
import { imageLost } from "./image-lost.ts";
import { ShardNews } from "./news.ts";
import type { Fitting } from "./rows.ts";

/** News can be lost (F1): this often a wait looks into the store by itself. */
const LOOK_MS = 500;
/** A shard that is waited for so long is published again, and with it the others: the bus refuses what it still has. */
const REPUBLISH_MS = 5_000;
/** After a fit that stopped early, so long extractors are waited for that still have its shards in hand, and so long for their answers. */
const LATE_MS = 60_000;
const ANSWER_MS = 1_000;

type Deps = Pick<FitDeps, "bus" | "store" | "log">;

/**
 * Shards of passes on their way: published to the extractors, awaited in the store, read, and removed. A file is removed as soon as its rows are in memory: a
 * fit that has to begin again begins at its checkpoint, and computes what follows anew.
 */
export class PassFiles {
	readonly #plan: FitPlan;
	readonly #deps: Deps;
	readonly #fitting: Fitting;
	readonly #news: ShardNews;
	/** Published and not read yet, by key. */
	readonly #out = new Map<string, ShardTask>();
	/** Something was taken back that extractors may have had in hand. */
	#gaveUp = false;
	#published = 0;
	#closed = false;

	/** Clears what a fit before has left, on the bus and in the store: every pass of this one goes through the backbone. */
	static async open(plan: FitPlan, deps: Deps, fitting: Fitting): Promise<PassFiles> {
		const { bus, store, log } = deps;
		const { job, frozen } = plan;
		await bus.purge("extract", job);
		for await (const key of store.list(passesPrefix(job))) await store.remove(key);
		const message = `every pass goes through the backbone on the extractors, in shards of ${frozen.shard} images`;
		const from = await bus.emit(job, encodeEvent({ job, kind: "note", code: "PASSES", message }));
		return new PassFiles(plan, deps, fitting, new ShardNews(bus, job, from, fitting.signal, log));
	}

	private constructor(plan: FitPlan, deps: Deps, fitting: Fitting, news: ShardNews) {
		this.#plan = plan;
		this.#deps = deps;
		this.#fitting = fitting;
		this.#news = news;
	}

	async publish(task: ShardTask): Promise<void> {
		this.#out.set(task.key, task);
		this.#published = performance.now();
		await this.#send(task);
	}

	/** The rows of a published shard, [samples, dim]: waits until the store has its file. */
	async read(task: ShardTask, dim: number): Promise<Float32Array> {
		const { alive, signal } = this.#fitting;
		for (;;) {
			signal.throwIfAborted();
			if (this.#closed) throw new Error("the fit has ended");
			if (this.#news.failure !== null) throw this.#news.failure;
			const heard = this.#news.heard;
			const bytes = await this.#bytesOf(task.key);
			if (bytes !== null) {
				const rows = this.#rowsIn(bytes, task, dim);
				this.#out.delete(task.key);
				await this.#deps.store.remove(task.key).catch(() => {}); // close() sweeps
				return rows;
			}
			if (performance.now() - this.#published > REPUBLISH_MS) await this.#publishAgain();
			await this.#news.next(heard, LOOK_MS);
			// All is in order here, and another trainer could not do more than wait for the same extractors.
			alive();
		}
	}

	/** Takes back what is published and not read. */
	async giveUp(): Promise<void> {
		if (this.#out.size === 0) return;
		this.#gaveUp = true;
		this.#out.clear();
		await this.#deps.bus.purge("extract", this.#plan.job);
	}

	/** Leaves nothing behind. `patient`: waits for what extractors had in hand when it was given up, which comes into the store after all. */
	async close(patient: boolean): Promise<void> {
		const { store, log } = this.#deps;
		this.#closed = true;
		try {
			await this.giveUp();
			if (patient && this.#gaveUp) await this.#handsEmpty(performance.now() + LATE_MS);
			for await (const key of store.list(passesPrefix(this.#plan.job))) await store.remove(key);
		} catch (error) {
			// The fit has come to its end, good or bad, and that is what counts; the job's next fit sweeps again.
			log.warn({ job: this.#plan.job, err: error, store: store.where }, "files of passes may be left over");
		} finally {
			this.#news.close();
		}
	}

	/** The file's bytes where it is in the store, whole. A store that does not answer is asked again. */
	async #bytesOf(key: string): Promise<Uint8Array | null> {
		const { store, log } = this.#deps;
		try {
			return (await store.size(key)) === null ? null : await store.get(key);
		} catch (error) {
			if (!(error instanceof RetryableError)) throw error;
			log.warn({ job: this.#plan.job, key, code: error.code }, error.message);
			// It would keep its place, for keys are put once. Then it is published again like a shard that does not come.
			if (error.code === "DAMAGED_OBJECT") await store.remove(key).catch(() => {});
			return null;
		}
	}

	#rowsIn(bytes: Uint8Array, { key, samples, space: conditions }: ShardTask, dim: number): Float32Array {
		const found = decodeFeatureFile(bytes, key);
		const [skip] = found.skips;
		if (skip !== undefined) {
			const lost = samples.find(({ image }) => Buffer.from(image).toString("hex") === skip.image);
			throw imageLost(lost?.origin ?? skip.image, skip.detail);
		}
		const space = spaceId(parseSpace(conditions));
		if (found.space === space && found.dim === dim && found.samples.length === samples.length) return found.rows;
		throw new TerminalError(
			"BAD_FEATURE_FILE",
			`${key} should hold ${samples.length} rows of ${dim} values in space ${space}, and holds ${found.samples.length} of ${found.dim} in ${found.space}`,
			{ fix: "run extractors and trainers of the same release" },
		);
	}

	/** What the bus has lost comes back so (F1). */
	async #publishAgain(): Promise<void> {
		this.#published = performance.now();
		for (const task of [...this.#out.values()]) {
			const missing = await this.#isMissing(task.key);
			if (missing && this.#out.has(task.key)) await this.#send(task);
		}
	}

	async #send(task: ShardTask): Promise<void> {
		const { bus, log } = this.#deps;
		try {
			await bus.publish("extract", `${task.job}/${task.key}`, encodeShardTask(task));
		} catch (error) {
			if (!(error instanceof RetryableError)) throw error;
			log.warn({ job: task.job, key: task.key, code: error.code }, error.message); // sent again like one that was lost
		}
	}

	/** False where the store does not say. */
	#isMissing(key: string): Promise<boolean> {
		return this.#deps.store.size(key).then(
			(size) => size === null,
			() => false,
		);
	}

	/** Asks extractors what they have in hand until none has a shard of this job. */
	async #handsEmpty(until: number): Promise<void> {
		const { bus } = this.#deps;
		const { alive, signal } = this.#fitting;
		while (!signal.aborted && performance.now() < until) {
			const services = decodeServiceInfos(await bus.survey("services", new Uint8Array(), ANSWER_MS));
			const hands = services.filter(({ service }) => service === "extractor").flatMap((each) => each.hands);
			if (!hands.some((hand) => hand.startsWith(`${this.#plan.job}/`))) return;
			await this.#news.next(this.#news.heard, LOOK_MS);
			alive();
		}
	}
}
