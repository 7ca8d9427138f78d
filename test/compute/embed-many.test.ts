import { describe, expect, test } from "vitest";
import { RetryableError } from "../../lib/base/errors.ts";
import type { Embedded, EmbedParams } from "../../lib/compute/calls.ts";
import { embedMany } from "../../lib/compute/embed-many.ts";
import { ComputePool } from "../../lib/compute/pool.ts";

type Image = EmbedParams["images"][number];
const images = (n: number): Image[] => Array.from({ length: n }, (_, i) => ({ file: `${i}`, image: `${i}` }));
const embedding = {} as EmbedParams["embedding"];

/** A pool whose children die of what `dies` says; each image's row is its own number. */
class FailingPool extends ComputePool {
	readonly sizes: number[] = [];
	readonly #dies: (images: readonly Image[]) => boolean;

	constructor(dies: (images: readonly Image[]) => boolean) {
		super(1);
		this.#dies = dies;
	}

	override async call(_: unknown, params: unknown): Promise<never> {
		const { images: given } = params as EmbedParams;
		this.sizes.push(given.length);
		if (this.#dies(given)) throw new RetryableError("COMPUTE_CRASHED", "the compute process was ended by SIGKILL");
		const embedded: Embedded = { rows: Float32Array.from(given, ({ file }) => Number(file)), dim: 1, skips: [], seconds: {} };
		return embedded as never;
	}
}

describe("a part whose child dies", () => {
	test("F3: is halved until the image that kills decoders stands alone and is skipped; its neighbours keep their rows", async () => {
		const pool = new FailingPool((given) => given.some(({ file }) => file === "5"));
		const { rows, skips } = await embedMany(pool, { embedding, images: images(20) });
		expect([...rows]).toEqual(images(20).flatMap((_, i) => (i === 5 ? [] : [i])));
		expect(skips).toMatchObject([{ index: 5, code: "UNREADABLE" }]);
		expect(pool.part, "an image's fault is no reason to give children fewer").toBe(16);
	});

	test("of too many images at a time is halved, and the pool remembers", async () => {
		const pool = new FailingPool((given) => given.length > 5);
		const first = await embedMany(pool, { embedding, images: images(32) });
		expect([...first.rows]).toEqual(images(32).map((_, i) => i));
		expect(first.skips).toEqual([]);
		expect(pool.part).toBe(4);
		pool.sizes.length = 0;
		await embedMany(pool, { embedding, images: images(32) });
		expect(Math.max(...pool.sizes), "the second time no child dies").toBe(4);
	});
});
