import { canonicalJson } from "../../lib/base/digest.ts";
import type { Sample } from "../../lib/data/samples.ts";
import { shardsOf } from "../../lib/data/shards.ts";
import { type Space, spaceId } from "../../lib/feature/space.ts";
import { featureKey, shardDigest } from "../../lib/store/keys.ts";
import type { ShardTask } from "../../proto/codec.ts";

/**
 * Missing samples in, shard tasks out. Samples come in order of their ids and are cut into slices of one size, so after a
 * crash the rest is cut at the same places and the files come out byte for byte as in a calm run.
 */
export function shardTasks(job: string, space: Space, missing: readonly Sample[], size: number): ShardTask[] {
	const id = spaceId(space);
	return shardsOf(missing, size).map((samples, number) => ({
		job,
		number,
		key: featureKey(id, shardDigest(samples.map((sample) => sample.id))),
		space: canonicalJson(space),
		maxPixels: space.maxPixels,
		samples: samples.map((sample) => ({ id: sample.id, image: Buffer.from(sample.image, "hex"), view: sample.view, origin: sample.file })),
	}));
}
