import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./nats-server.ts";

export interface StartedMinioServer {
	readonly endpoint: string;
	readonly accessKey: string;
	readonly secretKey: string;
	/** Where the server keeps its objects. */
	readonly data: string;
	stop(): Promise<void>;
}

const READY_MS = 20_000;

/** A real S3 server, from the binary that FROSTLINE_MINIO names. */
export async function startMinioServer(): Promise<StartedMinioServer> {
	const binary = process.env.FROSTLINE_MINIO;
	if (binary === undefined || binary === "") throw new Error("FROSTLINE_MINIO names no binary");
	const port = await freePort();
	const data = await mkdtemp(join(tmpdir(), "frostline-minio-"));
	const [accessKey, secretKey] = ["frostline-test", "frostline-secret"];
	const child: ChildProcess = spawn(binary, ["server", data, "--address", `127.0.0.1:${port}`, "--quiet"], {
		stdio: "ignore",
		env: { ...process.env, MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey },
	});
	const endpoint = `http://127.0.0.1:${port}`;
	const until = performance.now() + READY_MS;
	while (
		!(await fetch(`${endpoint}/minio/health/live`).then(
			(answer) => answer.ok,
			() => false,
		))
	) {
		if (performance.now() > until || child.exitCode !== null) throw new Error(`minio did not come up at ${endpoint}`);
		await pause(50);
	}
	return {
		endpoint,
		accessKey,
		secretKey,
		data,
		async stop() {
			await new Promise<void>((resolve) => {
				child.once("exit", () => resolve());
				child.kill("SIGKILL");
			});
			await rm(data, { recursive: true, force: true });
		},
	};
}
