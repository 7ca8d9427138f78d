import { defineConfig } from "vitest/config";

/** Tests against real servers: `npm run test:cluster`. */
export default defineConfig({
	test: {
		include: ["test/cluster/**/*.test.ts"],
		globalSetup: ["test/support/build.ts", "test/support/shared-servers.ts", "test/support/known-job.ts"],
		pool: "forks",
		maxWorkers: "100%",
		testTimeout: 180_000,
		hookTimeout: 180_000,
	},
});
