import type { Embedded, Embedding, EmbedParams } from "../compute/calls.ts";
import { embedMany } from "../compute/embed-many.ts";
import type { ComputePool } from "../compute/pool.ts";
import { COMPUTED_ROWS } from "../feature/source.ts";

type Image = EmbedParams["images"][number];

export interface BackboneProbe {
	readonly processSeconds: number;
	readonly compileSeconds: number;
	readonly imagesPerSecond: number;
	readonly viewsPerSecond: number;
	readonly passPerSecond: number;
	readonly freshPerSecond: number;
	readonly decodesPerSecond: number;
	/** Rows that came, with the images that they are of. */
	readonly rows: Float32Array;
	readonly dim: number;
	readonly images: readonly Image[];
}

/** Images in a call, as an extractor gives them to its processes. */
const PART = 16;

/**
 * Decodes and embeds images in all processes of the pool for about so many seconds, part after part as an extractor does, and then only decodes some. The first
 * call of each process, which compiles the backbone, is timed apart.
 *
 * @param images at least one; they come around again where they are few
 * @param views kept of each image, where the embedding augments
 */
export async function probeBackbone(
	pool: ComputePool,
	embedding: Embedding,
	images: readonly Image[],
	views: number,
	seconds: number,
	signal: AbortSignal,
): Promise<BackboneProbe> {
	const { augment, ...plain } = embedding;
	const everywhere = async (of: Embedding): Promise<number> => {
		const began = performance.now();
		await Promise.all(
			Array.from({ length: pool.size }, () => pool.call("embed", { embedding: of, images: images.slice(0, 1) }, { signal })),
		);
		return (performance.now() - began) / 1000;
	};
	const processSeconds = await everywhere({ ...plain, ...CHECK });
	const compileSeconds = await everywhere(plain);
	const kept: { at: number; embedded: Embedded }[] = [];
	const imagesPerSecond = await rate(pool, plain, images, seconds, signal, (at, embedded) => kept.push({ at, embedded }));
	const several = images.flatMap((image) => Array.from({ length: Math.min(views, PART) }, (_, i) => ({ ...image, view: i + 1 })));
	const fresh = images.map((image) => ({ ...image, view: 1 }));
	const viewsPerSecond = augment === undefined ? imagesPerSecond : await rate(pool, embedding, several, seconds / 2, signal, () => {});
	const passPerSecond = await passRate(pool, plain, images, imagesPerSecond, seconds / 2, signal);
	const freshPerSecond =
		augment === undefined ? passPerSecond : await passRate(pool, embedding, fresh, viewsPerSecond, seconds / 2, signal);
	const decodesPerSecond = await rate(pool, { ...plain, ...CHECK }, images, Math.min(seconds, 1) / 2, signal, () => {});
	return {
		processSeconds,
		compileSeconds,
		imagesPerSecond,
		viewsPerSecond,
		passPerSecond,
		freshPerSecond,
		decodesPerSecond,
		...joined(kept, images),
	};
}

/** Only whether an image decodes, as the frozen way asks first (lib/feature/space.ts). */
const CHECK: Pick<Embedding, "graph" | "pooling" | "preprocess" | "transform"> = {
	graph: null,
	pooling: "none",
	preprocess: "none",
	transform: { height: 1, width: 1, interpolation: "nearest", fit: "stretch" },
};

/** Images per second of the whole pool: every lane works until the time is over, and none waits for another. */
async function rate(
	pool: ComputePool,
	embedding: Embedding,
	images: readonly Image[],
	seconds: number,
	signal: AbortSignal,
	onPart: (at: number, embedded: Embedded) => void,
): Promise<number> {
	let next = 0;
	const began = performance.now();
	const lane = async (): Promise<number> => {
		let done = 0;
		const from = performance.now();
		do {
			const at = next;
			next += PART;
			const part = Array.from({ length: PART }, (_, i) => images[(at + i) % images.length]!);
			const embedded = await pool.call("embed", { embedding, images: part }, { signal });
			if (at + PART <= images.length || at === 0) onPart(at, embedded);
			done += PART;
		} while (performance.now() - began < seconds * 1000);
		return done / ((performance.now() - from) / 1000);
	};
	const lanes = await Promise.all(Array.from({ length: pool.lanes }, lane));
	return lanes.reduce((sum, each) => sum + each, 0);
}

/**
 * Images per second where a fit asks for them, chunk after chunk: towards the end of each some processes wait for the others. Of a backbone that is too slow
 * for a chunk in so many seconds this is told by half a part of each process.
 */
async function passRate(
	pool: ComputePool,
	embedding: Embedding,
	images: readonly Image[],
	steady: number,
	seconds: number,
	signal: AbortSignal,
): Promise<number> {
	if (COMPUTED_ROWS / steady > seconds) return steady / (1 + (pool.size * PART) / 2 / COMPUTED_ROWS);
	const began = performance.now();
	let done = 0;
	while (performance.now() - began < seconds * 1000) {
		const chunk = Array.from({ length: COMPUTED_ROWS }, (_, i) => images[(done + i) % images.length]!);
		await embedMany(pool, { embedding, images: chunk }, { signal });
		done += COMPUTED_ROWS;
	}
	return done / ((performance.now() - began) / 1000);
}

/** The rows of all parts with their images, skipped ones left out. */
function joined(
	parts: readonly { readonly at: number; readonly embedded: Embedded }[],
	all: readonly Image[],
): Pick<BackboneProbe, "rows" | "dim" | "images"> {
	const dim = Math.max(0, ...parts.map(({ embedded }) => embedded.dim));
	const rows = new Float32Array(parts.reduce((length, { embedded }) => length + embedded.rows.length, 0));
	const images: Image[] = [];
	let from = 0;
	for (const { at, embedded } of parts.toSorted((x, y) => x.at - y.at)) {
		rows.set(embedded.rows, from);
		from += embedded.rows.length;
		const skipped = new Set(embedded.skips.map(({ index }) => index));
		for (let i = 0; i < PART; i++) if (!skipped.has(i)) images.push(all[(at + i) % all.length]!);
	}
	return { rows, dim, images };
}
