import { defineConfig } from "vitest/config";

/** Tests that ask a real Keras and PyTorch: `FROSTLINE_ORACLE_PYTHON=… npm run test:oracle` (test/oracle/README.md). */
export default defineConfig({
	test: {
		include: ["test/oracle/whole/**/*.test.ts"],
		globalSetup: ["test/support/build.ts"],
		pool: "forks",
		// A Python with two frameworks beside each takes its share of the memory.
		maxWorkers: 2,
		testTimeout: 600_000,
	},
});
