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
		start({ bus, store, remote, pool, metrics, traces, log, closers }) {
			const onLost = (reason: "crashed" | "hung") => {
				metrics.computeRestarted(reason);
				log.warn({ reason }, "the fitting process was lost in the middle of its work, and is replaced");
			};
			const host = closers.add("fitting process", new ComputeHost({ silenceMs, launcher, onLost }), (it) => it.close());
			return startTrainer({ bus, store, remote, pool, host, threads, metrics, traces, log, worker: config.worker, version });
		},
	});
}
