import { createConnection } from "node:net";
import { inject } from "vitest";
import { type StartedServer, startServer } from "./server.ts";
import type { Servers } from "./servers.ts";

export { freePort } from "./free-port.ts";

export interface StartedNatsServer extends StartedServer {
	readonly url: string;
}

/** A real NATS server with JetStream. */
export async function startNatsServer(
	options: readonly string[] = [],
	servers: Servers = inject("servers"),
	env: Readonly<Record<string, string>> = {},
): Promise<StartedNatsServer> {
	const server = await startServer(
		{
			binary: process.env.FROSTLINE_NATS_SERVER,
			image: process.env.FROSTLINE_NATS_IMAGE || "nats:2.12-alpine",
			port: 4222,
			env,
			args: ({ host, port, data }) => ["-js", "-a", host, "-p", String(port), "-sd", data],
			answers: greets,
		},
		servers,
		options,
	);
	return { ...server, url: `nats://127.0.0.1:${server.port}` };
}

/** A NATS server speaks first. */
function greets(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createConnection(port, "127.0.0.1");
		const end = (greeted: boolean) => {
			socket.destroy();
			resolve(greeted);
		};
		socket.once("data", (bytes) => end(bytes.toString().startsWith("INFO")));
		socket.once("error", () => end(false));
		socket.once("close", () => end(false));
		socket.setTimeout(1_000, () => end(false));
	});
}
