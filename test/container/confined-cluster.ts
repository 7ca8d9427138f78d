import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished, vi } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { openS3Store } from "../../lib/store/minio.ts";
import type { Store } from "../../lib/store/port.ts";
import { freePort } from "../support/free-port.ts";
import type { RunResult } from "../support/frostline.ts";
import type { ServiceKind } from "../support/service.ts";
import { CONFINED, closedNetwork, docker, dockerLine, said, startContainer, uniqueName } from "./docker.ts";

const ACCESS_KEY = "frostline-test";
const SECRET_KEY = "frostline-secret";

/** NATS, an S3 server and services in containers on a network of their own, which leads nowhere else. Gone after the test. */
export interface ConfinedCluster {
	readonly network: string;
	/** Where the S3 server answers too, in a network that services are not in. */
	readonly elsewhere: string;
	/** The bucket, seen from outside. */
	readonly store: Store;
	/** Starts a service, confined, and waits until it is ready; `options` are further ones of `docker run`. Answers the container's id. */
	start(kind: ServiceKind, options?: readonly string[]): Promise<string>;
	/** Runs the image's command line, confined too, on a folder of this machine that it may only read. */
	cli(folder: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }>;
	submit(folder: string, ...args: string[]): Promise<RunResult>;
	/** Feature files in the bucket, by key and digest. */
	features(): Promise<Record<string, string>>;
}

/** @param mounted further options of `docker run` for the command line, as volumes that a job's images lie in */
export async function startConfinedCluster(mounted: readonly string[] = []): Promise<ConfinedCluster> {
	const image = inject("image");
	const network = await closedNetwork();
	const port = await freePort();
	await startContainer(uniqueName("nats"), [
		...["--network", network, "--network-alias", "nats", process.env.FROSTLINE_NATS_IMAGE || "nats:2.12-alpine"],
		...["-js", "-a", "0.0.0.0", "-p", "4222", "-sd", "/data"],
	]);
	// The S3 server alone is in two networks: this test looks into the bucket.
	const s3 = await startContainer(uniqueName("s3"), [
		...["--publish", `127.0.0.1:${port}:9000`, "--env", `MINIO_ROOT_USER=${ACCESS_KEY}`, "--env", `MINIO_ROOT_PASSWORD=${SECRET_KEY}`],
		process.env.FROSTLINE_S3_IMAGE || "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z",
		...["server", "/data", "--address", "0.0.0.0:9000"],
	]);
	const endpoint = `http://127.0.0.1:${port}`;
	// A connection that was made before the server listens may hang for ever.
	const answers = () => fetch(`${endpoint}/minio/health/live`, { signal: AbortSignal.timeout(2_000) }).then(({ ok }) => ok);
	await vi.waitUntil(() => answers().catch(() => false), { timeout: 60_000, interval: 200 });
	const address = await dockerLine("inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", s3);
	await docker("network", "connect", "--alias", "s3", network, s3);
	const settings = Object.entries({
		FROSTLINE_NATS_URL: "nats://nats:4222",
		FROSTLINE_S3_ENDPOINT: "http://s3:9000",
		FROSTLINE_S3_ACCESS_KEY: ACCESS_KEY,
		FROSTLINE_S3_SECRET_KEY: SECRET_KEY,
		FROSTLINE_SCAN_MS: "1000",
		FROSTLINE_THREADS: "1",
	}).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
	const cache = await mkdtemp(join(tmpdir(), "frostline-test-"));
	onTestFinished(() => rm(cache, { recursive: true, force: true }));
	let store: Store | null = null;

	const cluster: ConfinedCluster = {
		network,
		elsewhere: `http://${address}:9000/minio/health/live`,
		get store() {
			if (store === null) throw new Error("the coordinator makes the bucket: start it first");
			return store;
		},
		async start(kind, options = []) {
			const id = await startContainer(uniqueName(kind), [...CONFINED, "--network", network, ...settings, ...options, image, kind]);
			await said(id, ({ msg }) => msg === `${kind} is ready`);
			store ??= await openS3Store({
				...{ endpoint, accessKey: ACCESS_KEY, secretKey: SECRET_KEY, bucket: "frostline" },
				...{ region: "us-east-1", cache, setUp: false },
			});
			return id;
		},
		async cli(folder, args) {
			const at = ["--volume", `${folder}:/job:ro`, "--workdir", "/job"];
			return docker("run", "--rm", ...CONFINED, "--network", network, ...settings, ...mounted, ...at, image, ...args);
		},
		async submit(folder, ...args) {
			return JSON.parse((await cluster.cli(folder, ["submit", "job.json", "-o", "json", ...args])).stdout) as RunResult;
		},
		async features() {
			const found: Record<string, string> = {};
			for await (const key of cluster.store.list("features/"))
				if (key.endsWith(".safetensors")) found[key] = sha256((await cluster.store.get(key)) ?? new Uint8Array());
			return found;
		},
	};
	return cluster;
}

/** Stops a container as a platform does; answers the exit code. */
export async function stopContainer(id: string): Promise<number> {
	await docker("stop", "--time", "30", id);
	return Number(await dockerLine("inspect", "--format", "{{.State.ExitCode}}", id));
}
