import { canonicalJson } from "../../lib/base/digest.ts";
import { type Sample, sampleId } from "../../lib/data/samples.ts";
import { shardsOf } from "../../lib/data/shards.ts";
import { type Space, spaceId } from "../../lib/feature/space.ts";
import { featureKey, shardDigest } from "../../lib/store/keys.ts";
import type { ShardTask } from "../../proto/codec.ts";

/** What is missing of a sample table as shard tasks; samples come in order of their ids, views of an image side by side. */
export function shardTasks(
	job: string,
	space: Space,
	samples: readonly Sample[],
	isMissing: (sample: Sample) => boolean,
	size: number,
	firstNumber = 0,
): ShardTask[] {
	const id = spaceId(space);
	return shardsOf(samples, isMissing, size).map((samples, number) => ({
		job,
		number: firstNumber + number,
		key: featureKey(id, shardDigest(samples.map(({ image, view }) => sampleId(image, view)))),
		space: canonicalJson(space),
		maxPixels: space.maxPixels,
		/** Made when the shard is published: those of a hundred thousand samples at once would weigh more than the table that they are cut from. */
		get samples() {
			return samples.map(({ image, view, file }) => ({ id: sampleId(image, view), image: Buffer.from(image, "hex"), view, origin: file }));
		},
	}));
}
