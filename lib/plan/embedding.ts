import { TerminalError } from "../base/errors.ts";
import type { Embedding } from "../compute/calls.ts";
import { backboneOf, type Space } from "../feature/space.ts";
import { backboneKey } from "../store/keys.ts";
import type { Store } from "../store/port.ts";

/** A space as a compute child needs it: with the backbone's graph as a local file. */
export async function embeddingOf(space: Space, maxPixels: number, store: Store): Promise<Embedding> {
	const { transform, augment, pooling, preprocess, engine } = space;
	const conditions = { transform, ...(augment === undefined ? {} : { augment }), pooling, preprocess, maxPixels, engine };
	const digest = backboneOf(space);
	if (digest === null) return { graph: null, ...conditions };
	const key = backboneKey(digest);
	const graph = await store.localFile(key);
	if (graph === null)
		throw new TerminalError("BACKBONE_GONE", `${key} is not in ${store.where}, though the job's plan names it`, {
			fix: "run the job again: its plan puts the backbone there",
		});
	return { graph, ...conditions };
}
