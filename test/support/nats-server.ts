import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface StartedNatsServer {
	readonly url: string;
	readonly port: number;
	stop(): Promise<void>;
	/** Ends the process and starts it again on the same port and data; with other options where some are given. */
	restart(options?: readonly string[]): Promise<void>;
}

/** A real NATS server with JetStream, from the binary that FROSTLINE_NATS_SERVER names. */
export async function startNatsServer(options: readonly string[] = []): Promise<StartedNatsServer> {
	const binary = process.env.FROSTLINE_NATS_SERVER;
	if (binary === undefined || binary === "") throw new Error("FROSTLINE_NATS_SERVER names no binary");
	const port = await freePort();
	const data = await mkdtemp(join(tmpdir(), "frostline-nats-"));
	const start = async (more: readonly string[]): Promise<ChildProcess> => {
		const child = spawn(binary, ["-js", "-a", "127.0.0.1", "-p", String(port), "-sd", data, ...more], {
			stdio: ["ignore", "ignore", "pipe"],
		});
		await new Promise<void>((resolve, reject) => {
			let said = "";
			child.stderr.on("data", (bytes: Buffer) => {
				said += bytes.toString();
				if (said.includes("Server is ready")) resolve();
			});
			child.on("exit", (code) => reject(new Error(`nats-server ended with ${code}: ${said.slice(-500)}`)));
		});
		return child;
	};
	const end = (child: ChildProcess) =>
		new Promise<void>((resolve) => {
			if (child.exitCode !== null || child.signalCode !== null) return resolve();
			child.once("exit", () => resolve());
			child.kill("SIGKILL");
		});
	let running = await start(options);
	return {
		url: `nats://127.0.0.1:${port}`,
		port,
		async stop() {
			await end(running);
			await rm(data, { recursive: true, force: true });
		},
		async restart(other = options) {
			await end(running);
			running = await start(other);
		},
	};
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
}
