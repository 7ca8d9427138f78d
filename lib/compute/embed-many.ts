import { RetryableError } from "../base/errors.ts";
import type { Embedded, EmbedParams } from "./calls.ts";
import type { CallOptions } from "./host.ts";
import type { ComputePool } from "./pool.ts";

/** A child can die for reasons of its own (a person's kill, memory): an image is only blamed after this many deaths alone with it. */
const DEATHS_TO_BLAME = 3;

/**
 * Spreads many images over a pool in parts small enough that all children finish together. A part whose child dies is tried again with a child to itself, since
 * another part may have been what it died of; then halved, until the one image that kills decoders stands alone and is skipped (F3): its neighbours keep their
 * rows. Where both halves come through, it was their number that the child died of, of too little memory say, and the same where parts that share a child come
 * through apart, time and again: the pool gives no child as many any more.
 */
export async function embedMany(pool: ComputePool, { embedding, images }: EmbedParams, options: CallOptions = {}): Promise<Embedded> {
	const size = pool.partFor(embedding.engine);
	const starts = Array.from({ length: Math.ceil(images.length / size) }, (_, i) => i * size);
	const done = starts.map(() => ({ images: 0, skips: 0 }));
	const parts = await Promise.all(
		starts.map((from, part) =>
			embedPart(
				pool,
				{ embedding, images: images.slice(from, from + size) },
				{
					...options,
					onProgress: (progress) => {
						if (progress.kind !== "images") return options.onProgress?.(progress);
						done[part] = { images: progress.done, skips: progress.skips };
						const sum = (of: "images" | "skips") => done.reduce((total, each) => total + each[of], 0);
						options.onProgress?.({ kind: "images", done: sum("images"), skips: sum("skips") });
					},
				},
			),
		),
	);
	return join(
		parts.map(({ embedded }) => embedded),
		starts,
	);
}

/** A part's outcome, and whether no child died of it. */
interface Part {
	readonly embedded: Embedded;
	readonly calm: boolean;
}

/** Parts that were in one child when it died, by the error that they all got of it, and how many of them came through with a child to themselves. */
const sharing = new WeakMap<Error, { parts: number; calm: number }>();

async function embedPart(pool: ComputePool, params: EmbedParams, options: CallOptions): Promise<Part> {
	try {
		return { embedded: await pool.call("embed", params, options), calm: true };
	} catch (error) {
		if (!isDeath(error)) throw error;
		const shared = sharing.get(error) ?? { parts: 0, calm: 0 };
		sharing.set(error, shared);
		shared.parts++;
		const part = await embedAlone(pool, params, options);
		if (part.calm && ++shared.calm === shared.parts && shared.parts > 1) {
			// Once may be somebody's kill.
			pool.tooMany++;
			if (pool.tooMany % DEATHS_TO_BLAME === 0) remember(pool, params.images.length);
		}
		return part;
	}
}

async function embedAlone(pool: ComputePool, params: EmbedParams, options: CallOptions, deaths = 0): Promise<Part> {
	try {
		return { embedded: await pool.call("embed", params, { ...options, alone: true }), calm: deaths === 0 };
	} catch (error) {
		if (!isDeath(error)) throw error;
		const { embedding, images } = params;
		if (deaths + 1 < DEATHS_TO_BLAME) return embedAlone(pool, params, options, deaths + 1);
		if (images.length === 1) {
			const detail = `the process that decoded it ended ${DEATHS_TO_BLAME} times: ${error.message}`;
			const skips = [{ index: 0, code: "UNREADABLE" as const, detail }];
			return { embedded: { rows: new Float32Array(0), dim: 0, skips, seconds: {} }, calm: false };
		}
		const middle = Math.ceil(images.length / 2);
		const first = await embedAlone(pool, { embedding, images: images.slice(0, middle) }, options);
		const second = await embedAlone(pool, { embedding, images: images.slice(middle) }, options);
		if (first.calm && second.calm) remember(pool, images.length);
		return { embedded: join([first.embedded, second.embedded], [0, middle]), calm: false };
	}
}

function isDeath(error: unknown): error is RetryableError {
	return error instanceof RetryableError && (error.code === "COMPUTE_CRASHED" || error.code === "COMPUTE_HUNG");
}

/** So many images at a time were too many for a child. */
function remember(pool: ComputePool, images: number): void {
	pool.part = Math.max(1, Math.min(pool.part, Math.ceil(images / 2)));
}

/** Puts parts together; `starts` are the indices of their first images. */
function join(parts: readonly Embedded[], starts: readonly number[]): Embedded {
	const dim = Math.max(0, ...parts.map((part) => part.dim));
	const rows = new Float32Array(parts.reduce((length, part) => length + part.rows.length, 0));
	const skips: Embedded["skips"][number][] = [];
	const seconds: Record<string, number> = {};
	let at = 0;
	for (const [i, part] of parts.entries()) {
		rows.set(part.rows, at);
		at += part.rows.length;
		skips.push(...part.skips.map((skip) => ({ ...skip, index: skip.index + (starts[i] ?? 0) })));
		for (const [stage, spent] of Object.entries(part.seconds)) seconds[stage] = (seconds[stage] ?? 0) + spent;
	}
	return { rows, dim, skips, seconds };
}
