import { defineConfig } from "vitest/config";

/**
 * Every oracle test, and whole jobs, on TensorFlow.js: `npm run test:engines`. FROSTLINE_ENGINES names the kinds, with commas between them; each has to be installed
 * (`frostline engines install tfjs`).
 */
const kinds = (process.env.FROSTLINE_ENGINES || "tfjs-wasm,tfjs-node").split(",");

export default defineConfig({
	test: {
		globalSetup: ["test/support/build.ts"],
		pool: "forks",
		maxWorkers: "100%",
		testTimeout: 600_000,
		projects: kinds.map((kind) => ({
			extends: true,
			test: {
				name: kind,
				execArgv: ["--expose-gc", "--min-semi-space-size=2", "--max-semi-space-size=2"],
				include: ["test/oracle/*.test.ts", "test/engines/*.test.ts"],
				env: { FROSTLINE_TEST_ENGINE: kind },
			},
		})),
	},
});
