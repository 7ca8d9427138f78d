import { missingWeights } from "../../lib/backbone/published.ts";
import type { ComputePool } from "../../lib/compute/pool.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import type { RemoteImages } from "../../lib/data/remote.ts";
import { scanDataset } from "../../lib/data/scan.ts";
import { checkClassNames } from "../../lib/fit/class-weights.ts";
import { buildHead } from "../../lib/head/build.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { imagesOf, lint, seenBefore } from "../../lib/lint/index.ts";
import type { Finding } from "../../lib/report/data.ts";
import type { Store } from "../../lib/store/port.ts";
import { located } from "./located.ts";
import { classesBefore } from "./reasons.ts";

interface LintDeps {
	/** For reading the backbone. */
	readonly pool: ComputePool;
	/** Images in an S3 service; null where none is configured. */
	readonly remote: RemoteImages | null;
	/** Where earlier runs are; null where there are none. */
	readonly store: Store | null;
	/** Whether images are looked at. */
	readonly images: boolean;
	readonly signal: AbortSignal;
}

/** What a run of this document would say of it, without running it: nothing is decoded, fetched or written. Wrong documents end here as they do in a run. */
export async function lintJob(loaded: LoadedJob, { pool, remote, store, images, signal }: LintDeps): Promise<Finding[]> {
	const { job } = loaded;
	return located(loaded, async () => {
		// The shape of a row does not depend on the weights, so those that are not here yet need not be fetched.
		const section = (await missingWeights(job.backbone)) === null ? job.backbone : { ...job.backbone, weights: "random", sha256: null };
		const { featureShape } = await pool.call("readBackbone", { section, seed: job.fit.seed }, { signal });
		const fits = (classes: readonly string[]) => {
			checkClassNames(job.fit.classWeight, classes);
			buildHead(job.head, featureShape, classes.length);
		};
		const dataset: Dataset | null = images
			? await scanDataset(job.data, job.fit.seed, { onClasses: async (classes) => fits(classes), signal, remote })
			: null;
		const before = store === null ? null : await classesBefore(job.name, store);
		return lint(seenBefore(job, { wrote: loaded.wrote, featureShape }, dataset === null ? null : imagesOf(dataset, before)));
	});
}
