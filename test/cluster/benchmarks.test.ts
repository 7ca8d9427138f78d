import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const binaries = process.env.FROSTLINE_NATS_SERVER !== undefined && process.env.FROSTLINE_MINIO !== undefined;

/** They start services with parts of their own, and nothing else shows whether those still fit. What they measure here means nothing. */
test.skipIf(!binaries)("the cluster's benchmarks run, on little", async () => {
	const bench = spawn(process.execPath, ["bench/cluster.js", "--only", "scaling,accounting", "--waited", "128", "--samples", "500"], {
		cwd: root,
		stdio: ["ignore", "pipe", "pipe"],
	});
	const [said, complaint, code] = await Promise.all([
		text(bench.stdout),
		text(bench.stderr),
		new Promise((resolve) => bench.once("exit", resolve)),
	]);
	expect(code, complaint).toBe(0);
	expect(said).toMatch(/4\.000 +128\.0/);
	expect(said).toMatch(/500\.0 +8\.000/);
});
