import { defineConfig } from "vitest/config";

/** Tests of the container image: `npm run test:image`. They need Docker, and build the image first. */
export default defineConfig({
	test: {
		include: ["test/container/**/*.test.ts"],
		globalSetup: ["test/support/build.ts", "test/container/built-image.ts"],
		pool: "forks",
		// Containers of several files would share the machine's memory, which some of these tests run short of on purpose.
		fileParallelism: false,
		testTimeout: 300_000,
		hookTimeout: 300_000,
	},
});
