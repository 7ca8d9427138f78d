import { RetryableError } from "../base/errors.ts";
import type { Embedded, EmbedParams } from "./calls.ts";
import type { CallOptions } from "./host.ts";
import type { ComputePool } from "./pool.ts";

/** A child can die for reasons of its own (a person's kill, memory): an image is only blamed after this many deaths alone with it. */
const DEATHS_TO_BLAME = 3;

/**
 * Spreads many images over a pool in parts small enough that all children finish together. A part whose child dies is tried
 * again, then halved, until the one image that kills decoders stands alone and is skipped (F3): its neighbours keep their rows. Where
 * both halves come through, it was their number that the child died of, of too little memory say: the pool gives no child as many again.
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
						if (progress.kind !== "images") return;
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

async function embedPart(pool: ComputePool, params: EmbedParams, options: CallOptions, deaths = 0): Promise<Part> {
	try {
		return { embedded: await pool.call("embed", params, options), calm: deaths === 0 };
	} catch (error) {
		if (!(error instanceof RetryableError) || (error.code !== "COMPUTE_CRASHED" && error.code !== "COMPUTE_HUNG")) throw error;
		const { embedding, images } = params;
		if (deaths + 1 < DEATHS_TO_BLAME) return embedPart(pool, params, options, deaths + 1);
		if (images.length === 1) {
			const detail = `the process that decoded it ended ${DEATHS_TO_BLAME} times: ${error.message}`;
			const skips = [{ index: 0, code: "UNREADABLE" as const, detail }];
			return { embedded: { rows: new Float32Array(0), dim: 0, skips, seconds: {} }, calm: false };
		}
		const middle = Math.ceil(images.length / 2);
		const first = await embedPart(pool, { embedding, images: images.slice(0, middle) }, options);
		const second = await embedPart(pool, { embedding, images: images.slice(middle) }, options);
		if (first.calm && second.calm) pool.part = Math.min(pool.part, middle);
		return { embedded: join([first.embedded, second.embedded], [0, middle]), calm: false };
	}
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
