import { parseJob } from "../../lib/job/load.ts";

/** A whole job with this head and fit section, read as a person's would be. */
export function jobWith(head: readonly unknown[], fit: Readonly<Record<string, unknown>>) {
	const document = {
		version: 1,
		name: "oracle",
		data: { train: "." },
		backbone: { name: "scattering" },
		head,
		fit: { loss: "categorical_crossentropy", optimizer: "sgd", ...fit },
	};
	return parseJob(JSON.stringify(document), "oracle.json").job;
}
