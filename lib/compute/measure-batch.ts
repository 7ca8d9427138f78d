import { backboneOfBatch } from "./backbones.ts";
import type { Calls } from "./calls.ts";
import type { CallContext } from "./child.ts";
import { isOutOfMemory } from "./embed-pixels.ts";

const LEAST = 8;
/** Each number of images is measured so long, and at least so often. */
const MEASURED_MS = 400;
const CALLS = 3;
/** The smallest number within this share of the fastest is taken: it leaves more memory, and the last call of a part is padded less. */
const GOOD = 0.95;
/** One that is slower than the fastest by so much ends the search: more do not help any more. */
const FALLING = 0.9;

/** Finds how many images at a time a device computes a backbone fastest with: twice as many, time after time, as long as there is memory and it gets faster. */
export async function measureBatch(
	{ embedding, most }: Calls["measureBatch"]["params"],
	{ progress, signal }: CallContext,
): Promise<Calls["measureBatch"]["result"]> {
	const { height, width } = embedding.transform;
	const rates: { batch: number; rate: number }[] = [];
	const best = () => Math.max(0, ...rates.map(({ rate }) => rate));
	for (let batch = Math.min(LEAST, most); batch <= most; batch *= 2) {
		signal.throwIfAborted();
		void progress({ kind: "note", code: "MEASURING", message: `${batch} images at a time` }); // it lives
		try {
			rates.push({ batch, rate: await rateOf(await backboneOfBatch(embedding, batch), batch, height * width * 3) });
		} catch (error) {
			if (!isOutOfMemory(error)) throw error;
			break;
		}
		if (rates.at(-1)!.rate < FALLING * best()) break;
	}
	// Not even the least: whoever embeds halves it further.
	const batch = rates.find(({ rate }) => rate >= GOOD * best())?.batch ?? Math.max(1, Math.min(LEAST, most) / 2);
	await backboneOfBatch(embedding, batch);
	return { batch, rates };
}

/** Images a second. */
async function rateOf(
	backbone: { embed(pixels: Uint8Array, n: number): Promise<Float32Array> },
	batch: number,
	bytes: number,
): Promise<number> {
	const pixels = Uint8Array.from({ length: batch * bytes }, (_, i) => (i * 7919) & 255);
	await backbone.embed(pixels, batch); // warm: libraries choose their algorithms here
	const began = performance.now();
	let calls = 0;
	for (; calls < CALLS || performance.now() - began < MEASURED_MS; calls++) await backbone.embed(pixels, batch);
	return (calls * batch) / ((performance.now() - began) / 1000);
}
