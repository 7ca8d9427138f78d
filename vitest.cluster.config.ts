import { defineConfig } from "vitest/config";

/** Tests against real servers: `npm run test:cluster`. */
export default defineConfig({
	test: {
		include: ["test/cluster/**/*.test.ts"],
		globalSetup: ["test/support/build.ts"],
		pool: "forks",
		maxWorkers: "100%",
		testTimeout: 120_000,
		hookTimeout: 120_000,
	},
});
