import { defineConfig } from "vitest/config";

/** Tests of the Helm chart as Helm renders it: `npm run test:chart`. */
export default defineConfig({
	test: {
		include: ["test/chart/**/*.test.ts"],
		globalSetup: ["test/chart/needs-helm.ts"],
		pool: "forks",
		testTimeout: 120_000,
		hookTimeout: 600_000,
	},
});
