import { dirname, isAbsolute, join, resolve } from "node:path";
import { isRemote } from "../../lib/data/remote.ts";
import type { CanonicalJob } from "../../lib/job/canonical.ts";
import type { LoadedJob } from "../../lib/job/load.ts";

/** The document with paths that mean the same in any folder. */
export function withAbsolutePaths(loaded: LoadedJob): CanonicalJob {
	const folder = dirname(resolve(loaded.source.file));
	const path = (text: string) => (isAbsolute(text) || isRemote(text) ? text : join(folder, text));
	const { data, backbone } = loaded.canonical;
	const { weights, file } = backbone;
	return {
		...loaded.canonical,
		data: {
			...data,
			train: path(data.train),
			validation: "path" in data.validation ? { path: path(data.validation.path) } : data.validation,
		},
		backbone: {
			...backbone,
			...(file === undefined ? {} : { file: path(file) }),
			...(weights === undefined || weights === "imagenet" || weights === "random" ? {} : { weights: path(weights) }),
		},
	};
}
