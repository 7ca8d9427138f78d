import { canonicalJson } from "../../lib/base/digest.ts";
import { sampleId } from "../../lib/data/samples.ts";
import type { Reading } from "../../lib/feature/source.ts";
import { BatchOrder, placesOfEpoch } from "../../lib/fit/order.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { sampleTable } from "../../lib/plan/sample-table.ts";
import { passKey } from "../../lib/store/keys.ts";
import type { ShardTask } from "../../proto/codec.ts";
import { viewsOf } from "./views.ts";

/** A slice of one pass, in the order of its batches. */
export interface PassShard {
	readonly of: Reading["of"];
	/** Places of its rows: `from` up to `to`. */
	readonly from: number;
	readonly to: number;
	/** Rows that the fit will ask for: all of them, but in a shard in the middle of which a resumed fit begins. */
	readonly wanted: number;
	/** Indices of the plan's entries. */
	readonly entries: Uint32Array;
	readonly task: ShardTask;
}

/**
 * What a fit reads after epoch `after`, shard by shard, in its order: for each epoch the training rows, then those it is evaluated on; and at last the final
 * evaluation. Shards are cut at the same places of a pass wherever a fit begins, so a key means the same rows before and after a crash (F2). Early stopping
 * is not foreseen.
 */
export function* passShards(plan: FitPlan, after: number): Generator<PassShard> {
	const { seed, epochs, batch, steps, validationSteps } = plan.section;
	const trainTable = sampleTable(plan, "train");
	const order = new BatchOrder(seed, trainTable.key, batch);
	const held = sampleTable(plan, "validation").index;
	const train = (epoch: number) => placesOfEpoch(epoch, trainTable.index.length, batch, steps);
	const validation = (epoch: number) => placesOfEpoch(epoch, held.length, batch, validationSteps);
	const training = new Side("train", plan, train(after + 1).from, train(epochs).to, trainTable.index.length, (pass) =>
		order.pass(pass).map((position) => trainTable.index[position]!),
	);
	const evaluating = new Side("validation", plan, validation(after + 1).from, validation(epochs).to, held.length, () => held);
	for (let epoch = after + 1; epoch <= epochs; epoch++) {
		yield* training.upTo(train(epoch).to);
		yield* evaluating.upTo(validation(epoch).to);
	}
	yield* finalShards(plan);
}

/** Those of the final evaluation alone, which early stopping brings forward. */
export function finalShards(plan: FitPlan): Generator<PassShard> {
	const held = sampleTable(plan, "validation").index;
	return new Side("final", plan, 0, held.length, held.length, () => held).upTo(held.length);
}

/** Endless passes over one side of the split, cut into shards from place `next` to place `end`. */
class Side {
	readonly #of: Reading["of"];
	readonly #plan: FitPlan;
	readonly #end: number;
	readonly #samples: number;
	readonly #entries: (pass: number) => Uint32Array;
	readonly #viewOf: (image: string, reading: Reading) => number;
	#next: number;
	#pass = -1;
	#inPass: Uint32Array = new Uint32Array(0);

	constructor(of: Reading["of"], plan: FitPlan, next: number, end: number, samples: number, entries: (pass: number) => Uint32Array) {
		this.#of = of;
		this.#plan = plan;
		this.#next = next;
		this.#end = end;
		this.#samples = samples;
		this.#entries = entries;
		this.#viewOf = viewsOf(plan);
	}

	/** The shards not given before that hold places below `place`. */
	*upTo(place: number): Generator<PassShard> {
		while (this.#next < place) {
			const pass = Math.floor(this.#next / this.#samples);
			const start = pass * this.#samples;
			const size = this.#plan.frozen.shard;
			const number = Math.floor((this.#next - start) / size);
			const from = start + number * size;
			const to = Math.min(from + size, start + this.#samples, this.#end);
			const wanted = to - this.#next;
			this.#next = to;
			const entries = this.#membersOf(pass).subarray(from - start, to - start);
			yield { of: this.#of, from, to, wanted, entries, task: this.#task(pass, number, entries) };
		}
	}

	#membersOf(pass: number): Uint32Array {
		if (pass !== this.#pass) {
			this.#inPass = this.#entries(pass);
			this.#pass = pass;
		}
		return this.#inPass;
	}

	#task(pass: number, number: number, entries: Uint32Array): ShardTask {
		const { job, fit, views, maxPixels } = this.#plan;
		const space = this.#of === "train" && views !== undefined ? views.space : this.#plan.space;
		const place = pass * this.#samples;
		return {
			job,
			number,
			key: passKey(job, fit, `${this.#of}-${String(pass).padStart(6, "0")}`, number),
			space: canonicalJson(space),
			maxPixels,
			samples: Array.from(entries, (entry) => {
				const { image, origin } = this.#plan.entries[entry]!;
				const view = this.#viewOf(image, { of: this.#of, place });
				return { id: sampleId(image, view), image: Buffer.from(image, "hex"), view, origin };
			}),
		};
	}
}
