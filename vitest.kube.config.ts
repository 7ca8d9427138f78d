import { defineConfig } from "vitest/config";

/** The chart on a real Kubernetes, disturbed in the middle of a job: `npm run test:kube`. */
export default defineConfig({
	test: {
		include: ["test/kube/**/*.test.ts"],
		globalSetup: ["test/support/build.ts", "test/kube/needs-cluster.ts"],
		pool: "forks",
		testTimeout: 900_000,
		hookTimeout: 600_000,
		// One claim after another on one installation: after the first that does not hold, the rest would say nothing.
		bail: 1,
	},
});
