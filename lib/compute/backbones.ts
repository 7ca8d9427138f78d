import { readFile } from "node:fs/promises";
import { decodeGraph } from "../backbone/serial.ts";
import type { Backbone } from "../engine/port.ts";
import type { Embedding } from "./calls.ts";
import { engineOf } from "./engines.ts";

/** Threads inside one native call. Parallel images come from parallel children, which scales better than threads in a call. */
const BACKBONE_THREADS = 1;

let open: { key: string; backbone: Promise<Backbone> } | null = null;

/**
 * The compiled backbone of an embedding. One is kept: a child works on one space for long, and a model's memory is large.
 *
 * @param batch images at a time, if it has to be compiled first; the engine's own number if not given
 */
export async function compiledBackbone(embedding: Embedding & { graph: string }, batch?: number): Promise<Backbone> {
	const { maxPixels: _, augment: __, ...conditions } = embedding; // what becomes of pixels before they reach it
	const key = JSON.stringify(conditions);
	if (open?.key !== key) {
		const previous = open;
		open = { key, backbone: compile(embedding, batch) };
		await previous?.backbone.then((backbone) => backbone.close()).catch(() => {});
	}
	return open.backbone;
}

/** The same with another number of images at a time, in its place. */
export async function backboneOfBatch(embedding: Embedding & { graph: string }, batch: number): Promise<Backbone> {
	const previous = open;
	await previous?.backbone.then((backbone) => backbone.close()).catch(() => {});
	const { maxPixels: _, augment: __, ...conditions } = embedding;
	open = { key: JSON.stringify(conditions), backbone: compile(embedding, batch) };
	return open.backbone;
}

async function compile(embedding: Embedding & { graph: string }, batch?: number): Promise<Backbone> {
	const graph = decodeGraph(await readFile(embedding.graph));
	const { transform, pooling, preprocess, engine } = embedding;
	return engineOf(engine).openBackbone(graph, {
		height: transform.height,
		width: transform.width,
		pooling,
		preprocess,
		threads: BACKBONE_THREADS,
		...(batch === undefined ? {} : { batch }),
	});
}
