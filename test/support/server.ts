import { setTimeout as pause } from "node:timers/promises";
import { startBinary } from "./server-binary.ts";
import { startContainer } from "./server-container.ts";
import type { Servers } from "./servers.ts";

/** A server program, and how it is started wherever it runs. */
export interface ServerProgram {
	/** The binary's path, from the environment. */
	readonly binary: string | undefined;
	readonly image: string;
	/** Its port inside a container. */
	readonly port: number;
	readonly env: Readonly<Record<string, string>>;
	/** Arguments; `address` is where it listens. */
	args(place: { readonly host: string; readonly port: number; readonly data: string }): readonly string[];
	/** Whether it answers, asked from outside. */
	answers(port: number): Promise<boolean>;
}

/** One life of a server: its port and data outlive it. */
export interface ServerLife {
	/** Why it ended, or null while it runs. */
	ended(): string | null;
	/** Ends it as a crash does. */
	kill(): Promise<void>;
}

/** A place for a server's lives: a port and a folder or volume for its data. */
export interface ServerPlace {
	readonly port: number;
	begin(more: readonly string[]): Promise<ServerLife>;
	/** Removes the data. */
	remove(): Promise<void>;
}

export interface StartedServer {
	readonly port: number;
	/** Ends it, and begins it again on the same port and data; with other options where some are given. */
	restart(options?: readonly string[]): Promise<void>;
	/** Ends it and removes its data. */
	stop(): Promise<void>;
}

const READY_MS = 30_000;

/** Starts a server and waits until it answers. */
export async function startServer(program: ServerProgram, servers: Servers, options: readonly string[] = []): Promise<StartedServer> {
	const place = servers === "containers" ? await startContainer(program) : await startBinary(program);
	const begin = async (more: readonly string[]): Promise<ServerLife> => {
		const life = await place.begin(more);
		const until = performance.now() + READY_MS;
		while (!(await program.answers(place.port))) {
			const ended = life.ended();
			if (ended === null && performance.now() < until) {
				await pause(20);
				continue;
			}
			await life.kill();
			throw new Error(`the server did not come up at port ${place.port}: ${ended ?? "it does not answer"}`);
		}
		return life;
	};
	let life = await begin(options);
	return {
		port: place.port,
		async restart(other = options) {
			await life.kill();
			life = await begin(other);
		},
		async stop() {
			await life.kill();
			await place.remove();
		},
	};
}
