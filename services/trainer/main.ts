import { ComputeHost } from "../../lib/compute/host.ts";
import type { Config } from "../../lib/service/config.ts";
import { serviceMain } from "../../lib/service/open.ts";
import { startTrainer } from "./service.ts";

/** `frostline trainer`: from a configuration to an exit code. */
export function trainerMain(config: Config, version: string): Promise<number> {
	const { threads, silenceMs, launcher } = config.compute;
	return serviceMain(config, {
		name: "trainer",
		version,
		setUp: false,
		children: () => threads,
		start({ bus, store, remote, pool, metrics, log, closers }) {
			const host = closers.add("fitting process", new ComputeHost({ silenceMs, launcher, onLost: metrics.computeRestarted }), (it) =>
				it.close(),
			);
			return startTrainer({ bus, store, remote, pool, host, threads, metrics, log, worker: config.worker, version });
		},
	});
}
