import { describe, expect, test } from "vitest";
import { RetryableError } from "../../lib/base/errors.ts";
import type { Embedded, EmbedParams } from "../../lib/compute/calls.ts";
import { embedMany } from "../../lib/compute/embed-many.ts";
import { ComputeHost } from "../../lib/compute/host.ts";
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

/** A child that several calls share, as real ones do: what it dies of, all of them die of. */
class SharedChild extends ComputeHost {
	readonly #inHand: { readonly images: readonly Image[]; resolve(embedded: Embedded): void; reject(error: Error): void }[] = [];
	readonly #dies: (images: readonly Image[]) => boolean;

	constructor(dies: (images: readonly Image[]) => boolean) {
		super();
		this.#dies = dies;
	}

	override call(_: unknown, params: unknown): Promise<never> {
		return new Promise((resolve, reject) => {
			if (this.#inHand.length === 0) setImmediate(() => this.#end());
			this.#inHand.push({ images: (params as EmbedParams).images, resolve: resolve as () => void, reject });
		});
	}

	#end(): void {
		const calls = this.#inHand.splice(0);
		if (this.#dies(calls.flatMap(({ images }) => images))) {
			const error = new RetryableError("COMPUTE_CRASHED", "the compute process was ended by SIGKILL");
			for (const { reject } of calls) reject(error);
			return;
		}
		for (const { images: given, resolve } of calls)
			resolve({ rows: Float32Array.from(given, ({ file }) => Number(file)), dim: 1, skips: [], seconds: {} });
	}
}

describe("a child that parts share", () => {
	test("F3: one image kills it again and again, and no image of the part beside it is blamed", async () => {
		const pool = new ComputePool(1, {}, () => new SharedChild((given) => given.some(({ file }) => file === "5")));
		const { rows, skips } = await embedMany(pool, { embedding, images: images(64) });
		expect(skips).toMatchObject([{ index: 5, code: "UNREADABLE" }]);
		expect([...rows]).toEqual(images(64).flatMap((_, i) => (i === 5 ? [] : [i])));
		expect(pool.part).toBe(16);
	});

	test("dies of what its parts need together: they come through apart, and are made smaller until no child dies", async () => {
		let deaths = 0;
		const pool = new ComputePool(1, {}, () => {
			return new SharedChild((given) => {
				if (given.length > 20) deaths++;
				return given.length > 20;
			});
		});
		for (let shard = 0; shard < 4; shard++) {
			const { rows, skips } = await embedMany(pool, { embedding, images: images(96) });
			expect([...rows]).toEqual(images(96).map((_, i) => i));
			expect(skips).toEqual([]);
		}
		expect(pool.part).toBe(8);
		const before = deaths;
		await embedMany(pool, { embedding, images: images(96) });
		expect(deaths).toBe(before);
	});

	test("ended once by somebody's kill gives no reason for smaller parts", async () => {
		let kills = 1;
		const pool = new ComputePool(2, {}, () => new SharedChild(() => kills-- > 0));
		const { rows } = await embedMany(pool, { embedding, images: images(64) });
		expect(rows).toHaveLength(64);
		expect(pool.part).toBe(16);
	});
});
