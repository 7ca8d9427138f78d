import type { Metrics } from "./metrics.ts";

/** For one machine and for tests: nobody looks. Apart from metrics.ts, so that one machine does not load their library. */
export const noMetrics: Metrics = {
	shard() {},
	embedded() {},
	skipped() {},
	spent() {},
	computeRestarted() {},
	workRefused() {},
	storeRetried() {},
	cached() {},
	rows() {},
	busConnected() {},
	workInHand() {},
	queue() {},
	jobs() {},
	leader() {},
	fit() {},
	epoch() {},
	featureBytes() {},
	text: async () => "",
};
