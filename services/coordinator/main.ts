import type { Config } from "../../lib/service/config.ts";
import { serviceMain } from "../../lib/service/open.ts";
import { startCoordinator } from "./service.ts";

/** `frostline coordinator`: from a configuration to an exit code. */
export function coordinatorMain(config: Config, version: string): Promise<number> {
	return serviceMain(config, {
		name: "coordinator",
		version,
		setUp: true,
		children: () => 1, // thumbnails
		start: ({ bus, store, remote, pool, metrics, traces, log }) =>
			startCoordinator({ bus, store, remote, pool, metrics, traces, log, worker: config.worker, version, ...config.coordinator }),
	});
}
