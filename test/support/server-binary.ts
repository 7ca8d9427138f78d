import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import type { ServerPlace, ServerProgram } from "./server.ts";

/** A place for a server as a process of this machine. */
export async function startBinary({ binary, env, args }: ServerProgram): Promise<ServerPlace> {
	if (binary === undefined || binary === "") throw new Error("FROSTLINE_NATS_SERVER and FROSTLINE_MINIO have to name binaries");
	const port = await freePort();
	const data = await mkdtemp(join(tmpdir(), "frostline-server-"));
	return {
		port,
		async begin(more) {
			const child = spawn(binary, [...args({ host: "127.0.0.1", port, data }), ...more], {
				stdio: ["ignore", "ignore", "pipe"],
				env: { ...process.env, ...env },
			});
			let said = "";
			let over: string | null = null;
			child.stderr.on("data", (bytes: Buffer) => {
				said = (said + bytes.toString()).slice(-500);
			});
			const gone = new Promise<void>((resolve) => {
				const end = (why: string) => {
					over ??= `${why}: ${said}`;
					resolve();
				};
				child.once("error", (error) => end(error.message));
				child.once("exit", (code) => end(`it ended with ${code}`));
			});
			return {
				ended: () => over,
				async kill() {
					child.kill("SIGKILL");
					await gone;
				},
			};
		},
		remove: () => rm(data, { recursive: true, force: true }),
	};
}
