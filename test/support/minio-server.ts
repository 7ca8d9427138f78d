import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";
import { inject } from "vitest";
import { type StartedServer, startServer } from "./server.ts";
import type { Servers } from "./servers.ts";

export interface StartedMinioServer extends StartedServer {
	readonly endpoint: string;
	readonly accessKey: string;
	readonly secretKey: string;
}

/** A real S3 server. */
export async function startMinioServer(servers: Servers = inject("servers"), options: readonly string[] = []): Promise<StartedMinioServer> {
	const scheme = options.includes("--certs-dir") ? "https" : "http";
	const [accessKey, secretKey] = ["frostline-test", "frostline-secret"];
	const server = await startServer(
		{
			binary: process.env.FROSTLINE_MINIO,
			image: process.env.FROSTLINE_S3_IMAGE || "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z",
			port: 9000,
			env: { MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey },
			args: ({ host, port, data }) => ["server", data, "--address", `${host}:${port}`],
			answers: (port) => lives(`${scheme}://127.0.0.1:${port}/minio/health/live`),
		},
		servers,
		options,
	);
	return { ...server, endpoint: `${scheme}://127.0.0.1:${server.port}`, accessKey, secretKey };
}

/** Whoever signed its certificate. */
function lives(url: string): Promise<boolean> {
	return new Promise((resolve) => {
		const answered = (answer: IncomingMessage) => {
			answer.resume();
			resolve(answer.statusCode === 200);
		};
		const asked = url.startsWith("https:") ? httpsGet(url, { rejectUnauthorized: false }, answered) : httpGet(url, answered);
		asked.on("error", () => resolve(false));
	});
}
