import type { Config } from "../../lib/service/config.ts";
import { serviceMain } from "../../lib/service/open.ts";
import { Canary } from "./canary.ts";
import { startExtractor } from "./service.ts";

/** `frostline extractor`: from a configuration to an exit code. */
export function extractorMain(config: Config, version: string): Promise<number> {
	return serviceMain(config, {
		name: "extractor",
		version,
		setUp: false,
		children: (threads) => threads,
		start: ({ bus, store, remote, pool, metrics, traces, log }) =>
			startExtractor({
				...{ bus, store, remote, pool, metrics, traces, log, worker: config.worker, version },
				canary: new Canary({ store, pool, log, worker: config.worker }),
			}),
	});
}
