import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/**/*.test.ts"],
		exclude: ["cluster", "container", "chart", "kube", "engines", "oracle/whole"]
			.map((folder) => `test/${folder}/**`)
			.concat("node_modules/**"),
		globalSetup: ["test/support/build.ts"],
		// Two cores is a common machine; each file has its own process, because native engines keep state.
		pool: "forks",
		maxWorkers: "100%",
		testTimeout: 120_000,
	},
});
